"""Milestones as people type them: one a line, with its date at the end or without one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, listed
from dialogue.questions import Date, Misunderstood, Question, Skippable, Text, Unsure
from dialogue.questions.around import SKIPS
from dialogue.questions.days import NoSuchDay
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
        found = [line_of(line, self.today) for line in _with_dates(filter(None, lines), self.today)]
        if not 0 < len(found) <= MOST:
            raise Misunderstood(_("Please write one milestone, or a few, each on a line of its own."))
        return found

    def check(self, stored: Any) -> None:
        if not isinstance(stored, list) or not all(len(line) == len(Line._fields) for line in stored):
            raise Misunderstood(_("Please write one milestone, or a few, each on a line of its own."))

    def read(self, stored: Any) -> list[Line]:
        return [Line(*line) for line in stored]

    def undone(self, stored: Any) -> Phrase | None:
        written = (_("“{text}”", text=line.written) for line in self.read(stored))
        return _("Removed: {milestones}.", milestones=listed(*written))

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


def doubt_of(line: Line, today: date) -> Misunderstood | None:
    """What is wrong with the date of a line: there is no such day, or it is over; None when nothing is."""
    try:
        if line.due_on is None and line.dated:
            _day_in(line.dated, today)
        elif line.due_on is not None:
            due_date(_HINT, today).check(line.due_on)
    except Misunderstood as misunderstood:
        return misunderstood
    return None


def undated(line: Line, doubt: Misunderstood) -> str:
    """What a milestone is called without its date in doubt; a month or a day gone by may belong to its name."""
    impossible = isinstance(doubt, NoSuchDay) or _IN_DIGITS.fullmatch(line.dated) is not None
    return line.title if impossible and line.due_on is None else line.written


_HINT = _("Please send a date: day, month and year.")


def _is_meant(tail: str, misunderstood: Misunderstood) -> bool:
    """Whether `tail` was meant as a date although it is none (30 de febrero, 32/3), and not as words of the title."""
    explained = misunderstood.hint.id != _HINT.id
    return _IN_DIGITS.fullmatch(tail) is not None or (explained and _DATED.match(tail) is not None)


def _with_dates(lines: Iterable[str], today: date) -> list[str]:
    """A line that is only a date belongs to the one above. Raises `Misunderstood` where there is none."""
    found: list[str] = []
    for line in lines:
        if not _is_date(line, today):
            found.append(line)
        elif found and not line_of(found[-1], today).dated:
            found[-1] = f"{found[-1]}, {line}"
        else:
            raise Misunderstood(_("That is only a date. Please write what is to be done, too."))
    return found


def _is_date(line: str, today: date) -> bool:
    """Whether a whole line is a date, even one that does not exist."""
    try:
        _day_in(line, today)
    except Misunderstood as misunderstood:
        return isinstance(misunderstood, NoSuchDay) or _IN_DIGITS.fullmatch(line) is not None
    return True


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
        return Date(_HINT, today, cautious=True).hear(tail, None), True
    except Unsure as unsure:
        return str(unsure.value), False


def _title(text: str) -> str:
    return Text("", LIMIT).hear(text.strip(" ,;:(–—-"), None)
