"""Quiet hours and the preferred hour. What cannot be kept together is told, and she decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec

from dialogue.phrases import Phrase, _, lines
from dialogue.questions import ClockTime, Misunderstood, Question, Skippable, Unsure, YesNo
from dialogue.questions.clock_times import as_clock
from models import hours, preferences, reminding
from models.base import now
from models.hours import Rhythm

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dialogue.engine import Chat

Changes = dict[str, Any]


@dataclass(frozen=True)
class Until(ClockTime):
    """The end of what begins at `start`."""

    start: int = 0

    def check(self, stored: Any) -> None:
        super().check(stored)
        if self.read(stored) == self.start:
            raise Misunderstood(_("It begins and ends at the same time. Please give a later or an earlier one."))


@dataclass(frozen=True)
class Span(Question[list[int]]):
    """The beginning of a time of day, or both its ends at once ("22 a 6"); stored as one or two of "HH:MM"."""

    def hear(self, text: str, draft: Any) -> list[str]:
        parts = _TO.split(text.strip())
        found = [_clock(part) for part in (parts if len(parts) == _ENDS else [text])]
        stored = [time for time, _sure in found]
        self.check(stored)
        by_the_day = len(found) == _ENDS and any(sure for _time, sure in found)  # "22 a 6": the 6 is no evening
        if not by_the_day and not all(sure for _time, sure in found):
            raise Unsure(stored)
        return stored

    def check(self, stored: Any) -> None:
        if not isinstance(stored, list) or not 0 < len(stored) <= _ENDS:
            raise Misunderstood(ClockTime("").hint())
        for time in stored:
            ClockTime("").check(time)
        if len(stored) == _ENDS:
            Until("", start=ClockTime("").read(stored[0])).check(stored[1])

    def read(self, stored: Any) -> list[int]:
        return [ClockTime("").read(time) for time in stored]

    def name(self, stored: Any) -> Phrase | str:
        return " – ".join(map(as_clock, self.read(stored)))


_ENDS = 2
_TO = re.compile(r"(?<=[\dmhs.])\s*(?:\ba(?: las?)?\b|\bhasta(?: las?)?\b|\bto\b|\buntil\b|[-–—])\s*(?=\d)", re.I)


def _clock(text: str) -> tuple[str, bool]:
    """A time of day, and whether nothing else can be meant. Raises `Misunderstood`."""
    try:
        return str(ClockTime("").hear(text, None)), True
    except Unsure as doubt:
        return str(doubt.value), False


@dataclass(frozen=True)
class KeptOrHour(YesNo):
    """Whether something is left as it is; or at once the hour instead of it."""

    def hear(self, text: str, draft: Any) -> Any:
        try:
            return super().hear(text, draft)
        except Misunderstood:
            return ClockTime("").hear(text, draft)

    def check(self, stored: Any) -> None:
        if not isinstance(stored, bool):
            ClockTime("").check(stored)

    def read(self, stored: Any) -> Any:
        return stored if isinstance(stored, bool) else ClockTime("").read(stored)

    def name(self, stored: Any) -> Phrase | str:
        return super().name(stored) if isinstance(stored, bool) else ClockTime("").name(stored)


def quiet(chat: Chat[Connection]) -> Phrase:
    """Ask in which hours nothing is to be sent, or that there are none."""
    changes = decided(chat, lambda number: _quiet_hours(chat, number))
    start, end = changes["quiet_from"], changes["quiet_until"]
    if start == end:
        return _("Done. We may write to you at any hour.")
    return _("Done. We will not write to you from {start} to {end}.", start=as_clock(start), end=as_clock(end))


def hour(chat: Chat[Connection]) -> Phrase:
    """Ask at what time of day messages are welcome."""
    prompt = _("At what time do you prefer our messages? For example: 10:00.")
    changes = decided(chat, lambda number: {"hour": chat.ask(f"hour{number}", ClockTime(prompt))})
    return _("Done. Your preferred hour is {time}.", time=as_clock(changes["hour"]))


def decided(chat: Chat[Connection], ask: Callable[[int], Changes]) -> Changes:
    """Ask for changes of her rhythm, and again if she wants to, as long as something stands against them; make them.

    `ask` gets the number of the attempt. Changes are those of `preferences.change`, as JSON.
    """
    before = msgspec.convert(chat.look_up("rhythm", rhythm_of, chat.person), Rhythm)
    changes = ask(1)
    for number in count(1):
        kept = _is_kept(chat, number, before, changes)
        if kept is True:
            chat.do("change", change, chat.person, changes)
            return changes
        changes = ask(number + 1) if kept is False else {"hour": kept}
    raise AssertionError("it is asked until it is decided")


def _is_kept(chat: Chat[Connection], number: int, before: Rhythm, changes: Changes) -> bool | int:
    """Whether it stays like this; where it is about her hour, she may name another one at once."""
    known = hours.contradictions(before)
    against = [phrase for phrase in hours.contradictions(changed(before, changes)) if phrase not in known]
    if not against:
        return True
    kind = KeptOrHour if "hour" in changes else YesNo
    prompt = lines(*against, _("Shall we leave it like this?"))
    kept: bool | int = chat.ask(f"keep{number}", kind(prompt, _("Leave it like this"), _("Change it")))
    return kept


def _quiet_hours(chat: Chat[Connection], number: int) -> Changes:
    begin = Span(_("From what time shall we not write to you? For example: 21:00."))
    span = chat.ask(f"from{number}", Skippable(begin, _("At any hour")))
    if span is None:
        return {"quiet_from": 0, "quiet_until": 0}
    start, *rest = span
    if rest:
        return {"quiet_from": start, "quiet_until": rest[0]}
    end = chat.ask(f"until{number}", Until(_("Until what time? For example: 8:00."), start))
    return {"quiet_from": start, "quiet_until": end}


def changed(rhythm: Rhythm, changes: Changes) -> Rhythm:
    """A rhythm with these changes."""
    return msgspec.convert(msgspec.to_builtins(rhythm) | changes, Rhythm)


def rhythm_of(db: Connection, person: str) -> dict[str, Any]:
    """When a person may be written to, as JSON."""
    built: dict[str, Any] = msgspec.to_builtins(preferences.rhythm_of(db, int(person)))
    return built


def change(db: Connection, person: str, changes: Changes) -> None:
    """Write down what she has chosen, and let reminders go by it."""
    opened = msgspec.convert(msgspec.to_builtins(preferences.of(db, int(person))) | changes, preferences.Preferences)
    preferences.change(db, int(person), **{name: getattr(opened, name) for name in changes})
    reminding.rhythm_changed(db, int(person), now())
