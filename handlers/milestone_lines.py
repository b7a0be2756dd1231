"""Milestones as people type them: one a line, with its date at the end or without one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import Date, Misunderstood, Question, Skippable, Text, Unsure
from dialogue.questions.base import SKIPS
from handlers.plan_dates import due_date
from models.milestones import MOST

LIMIT = 200  # signs of a title

_ENDS = ("ya", "ya es todo", "es todo", "eso es todo", "son todas", "terminé", "that is all", "finished")
_BULLET = re.compile(r"^\s*(?:[-•*·☐]|\d{1,2}[.)])\s+")
_MONTH = "(?:ene|feb|mar|abr|may|jun|jul|ago|sep|set|oct|nov|dic|jan|apr|aug|dec)[a-z]*"
_DAY = rf"(?:\d{{1,2}}(?: de | of |[ /-])?{_MONTH}|{_MONTH}\.? \d|\d{{1,4}}[/.-]\d{{1,2}}\b)"
_WHEN = "(?:para|antes del?|hasta|el|en|dentro de|by|before|until|on|in|within) "
_COMMA = re.compile(r"\s*[,;:(–—]\s*|\s+-\s+")
_START = re.compile(rf"\s+(?={_WHEN}|{_DAY})", re.I)
_BEFORE = re.compile(r"^(?:antes del?|before|due) ", re.I)
_DATED = re.compile(rf"(?:(?:para|el|by|on|the) )*(?:{_DAY}|{_MONTH}$)", re.I)
_IN_DIGITS = re.compile(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?")
_NUMBER_ONLY = re.compile(r"\d*")
_LINK = re.compile(r"(?: (?:a m[aá]s tardar|antes|del?|el|para|by|on|due))+$", re.I)  # between a title and its date


class Line(NamedTuple):
    """One milestone: its title, its due date (ISO), and how it was: `written` whole, `dated` with what at its end.

    A date that had to be completed is not `sure`; one that cannot be meant is none, but `dated` holds its words.
    """

    title: str
    due_on: str | None
    sure: bool
    dated: str
    written: str


@dataclass(frozen=True)
class MilestoneLines(Question[list[Line]]):
    """One milestone, or several, a line each; `today` is the day on which it is asked."""

    today: date

    free = True

    def hear(self, text: str, draft: Any) -> list[Line]:
        lines = [_BULLET.sub("", line).strip() for line in text.splitlines()]
        found = [line_of(line, self.today) for line in lines if line]
        if not 0 < len(found) <= MOST:
            raise Misunderstood(_("Please write one milestone, or a few, each on a line of its own."))
        return found

    def check(self, stored: Any) -> None:
        if not isinstance(stored, list) or not all(len(line) == len(Line._fields) for line in stored):
            raise Misunderstood(_("Please write one milestone, or a few, each on a line of its own."))

    def read(self, stored: Any) -> list[Line]:
        return [Line(*line) for line in stored]

    def example(self) -> Phrase | None:
        return _("For example: Train 20 officers, March 15")


class MoreMilestones(Skippable[list[Line]]):
    """The same, until the person says that these are all: None."""

    def __init__(self, prompt: Phrase | str, today: date) -> None:
        super().__init__(MilestoneLines(prompt, today))
        self.skip = Choice("", _("Done"), (*SKIPS, *_ENDS))


def line_of(line: str, today: date) -> Line:
    """What one line says. Raises `Misunderstood` for a title that is too long."""
    whole, doubtful = _title(line), None
    for title, tail in _cuts(line):
        try:
            day, sure = _day_in(tail, today)
        except Misunderstood as misunderstood:
            if doubtful is None and _is_meant(tail, misunderstood):
                doubtful = Line(_title(_LINK.sub("", title)), None, False, tail, whole)
        else:
            return Line(_title(_LINK.sub("", title)), day, sure, tail, whole)
    return doubtful or Line(whole, None, True, "", whole)


def doubt_of(line: Line, today: date) -> Phrase | None:
    """What is wrong with the date of a line: there is no such day, or it is over; None when nothing is."""
    try:
        if line.due_on is None and line.dated:
            _day_in(line.dated, today)
        elif line.due_on is not None:
            due_date(_HINT, today).check(line.due_on)
    except Misunderstood as misunderstood:
        return misunderstood.hint
    return None


_HINT = _("Please send a date: day, month and year.")


def _is_meant(tail: str, misunderstood: Misunderstood) -> bool:
    """Whether `tail` was meant as a date although it is none (30 de febrero, 32/3), and not as words of the title."""
    explained = misunderstood.hint.id != _HINT.id
    return _IN_DIGITS.fullmatch(tail) is not None or (explained and _DATED.match(tail) is not None)


def _cuts(line: str) -> Iterator[tuple[str, str]]:
    """Where a line may end and its date begin: behind each comma, else before a word or a number that begins a date."""
    for between in _COMMA.finditer(line):
        yield line[: between.start()], line[between.end() :]
    for before in _START.finditer(line):
        yield line[: before.start()], line[before.end() :]


def _day_in(tail: str, today: date) -> tuple[str, bool]:
    """The day that `tail` means, and whether it was complete. Raises `Misunderstood`."""
    tail = _BEFORE.sub("", tail.strip(" .)"))
    if _NUMBER_ONLY.fullmatch(tail):
        raise Misunderstood(_HINT)
    try:
        return Date(_HINT, today).hear(tail, None), True
    except Unsure as unsure:
        return str(unsure.value), False


def _title(text: str) -> str:
    return Text("", LIMIT).hear(text.strip(" ,;:(–—-"), None)
