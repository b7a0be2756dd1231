"""Quiet hours and the preferred hour. What cannot be kept together is told, and she decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec

from dialogue.phrases import Phrase, _, lines
from dialogue.questions import ClockTime, Misunderstood, Skippable, YesNo
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
    for number in count(1):
        changes = ask(number)
        if _is_kept(chat, number, before, changed(before, changes)):
            chat.do("change", change, chat.person, changes)
            return changes
    raise AssertionError("it is asked until it is decided")


def _is_kept(chat: Chat[Connection], number: int, before: Rhythm, after: Rhythm) -> bool:
    known = hours.contradictions(before)
    against = [phrase for phrase in hours.contradictions(after) if phrase not in known]
    prompt = lines(*against, _("Shall we leave it like this?"))
    return not against or chat.ask(f"keep{number}", YesNo(prompt, _("Leave it like this"), _("Change it")))


def _quiet_hours(chat: Chat[Connection], number: int) -> Changes:
    begin = ClockTime(_("From what time shall we not write to you? For example: 21:00."))
    start = chat.ask(f"from{number}", Skippable(begin, _("At any hour")))
    if start is None:
        return {"quiet_from": 0, "quiet_until": 0}
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
