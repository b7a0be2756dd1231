"""What a question makes of one message, as a value that tests can compare."""

from dataclasses import dataclass
from typing import Any

from dialogue.messages import Choice, Incoming, Tap, mark
from dialogue.phrases import _, said
from dialogue.questions import Misunderstood, OldButton, Question, Unfinished, Unsure

HURDLES = [
    Choice("none", _("Nothing")),
    Choice("resources", _("Lack of resources")),
    Choice("time", _("Lack of time")),
    Choice("rules", _("Rules or paperwork")),
]


@dataclass(frozen=True)
class Took:
    """The answer was taken."""

    value: Any


@dataclass(frozen=True)
class Proposed:
    """It is put to the person first."""

    value: Any


@dataclass(frozen=True)
class Ticked:
    """A part of an answer."""

    draft: Any


@dataclass(frozen=True)
class Missed:
    """It was not understood; `hint` is what the person reads in Spanish."""

    hint: str


OLD = Missed(said(OldButton().hint, "es"))

Heard = Took | Proposed | Ticked | Missed


def heard(question: Question[Any], message: str | Incoming, draft: Any = None) -> Heard:
    """What `question` makes of a text or another message."""
    incoming = Incoming(message) if isinstance(message, str) else message
    try:
        value = question.understand(incoming, draft)
    except Unsure as doubt:
        return Proposed(doubt.value)
    except Unfinished as part:
        return Ticked(part.draft)
    except Misunderstood as missed:
        return Missed(said(missed.hint, "es"))
    question.check(value)
    return Took(value)


def pressed(value: str) -> Incoming:
    """A button for the option with this value."""
    return Incoming("the label", Tap("7", "the open one", mark(value)))
