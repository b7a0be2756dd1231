"""The kinds of question a flow can ask, each able to understand its own answer."""

from dialogue.questions.around import Around, Skippable
from dialogue.questions.base import (
    Aside,
    Misunderstood,
    OldButton,
    Question,
    Unfinished,
    Unsure,
    has_example,
)
from dialogue.questions.clock_times import ClockTime
from dialogue.questions.dates import Date
from dialogue.questions.figures import Figure
from dialogue.questions.long_lists import LongPick
from dialogue.questions.numbers import Number, Percent
from dialogue.questions.picks import NO, YES, Pick, PickMany, YesNo
from dialogue.questions.ranks import Rank
from dialogue.questions.texts import Text
from dialogue.questions.uploads import Upload

__all__ = [
    "NO",
    "YES",
    "Around",
    "Aside",
    "ClockTime",
    "Date",
    "Figure",
    "LongPick",
    "Misunderstood",
    "Number",
    "OldButton",
    "Percent",
    "Pick",
    "PickMany",
    "Question",
    "Rank",
    "Skippable",
    "Text",
    "Unfinished",
    "Unsure",
    "Upload",
    "YesNo",
    "has_example",
]
