"""Her shift: so many hours on duty and off, and one beginning of duty from which all others follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from dialogue.messages import Choice
from dialogue.phrases import Day, Phrase, _
from dialogue.questions import ClockTime, Date, Misunderstood, Pick, Question, Unsure
from dialogue.questions.clock_times import as_clock
from handlers.settings_hours import Changes, decided
from models import preferences, shifts
from models.base import now
from models.shifts import PATTERNS, Shift

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dialogue.engine import Chat

NONE = "none"
_HOURS = re.compile(
    r"(?:turno(?: de)?|de)? ?(\d{1,3}) ?(?:h|hrs?|horas?|hours?)? ?(?:x|×|\*|por|/|-|y|on|and) ?(\d{1,3})\D*"
)
_FAR = timedelta(days=31)


@dataclass(frozen=True)
class Pattern(Pick):
    """One of the usual shifts, no shift, or hours on and off as somebody else works them ("48x48")."""

    def hear(self, text: str, draft: Any) -> str:
        hours = _HOURS.fullmatch(text.strip().casefold())
        return f"{int(hours[1])}x{int(hours[2])}" if hours else super().hear(text, draft)

    def check(self, stored: Any) -> None:
        if stored != NONE and not _is_pattern(stored):
            raise Misunderstood(_("I cannot reckon with that. Please write the hours on duty and off, such as 24x48."))

    def example(self) -> Phrase | None:
        return _("For example: {number}", number="24x48")

    def name(self, stored: Any) -> Phrase | str:
        return super().name(stored) if stored == NONE else shifts.shown(stored)


@dataclass(frozen=True)
class Beginning(Question[str]):
    """A day and a time of day, both in her own zone: "hoy 8:00", "mañana a las 7", "el lunes a las 8 de la noche".

    Without a day it is `today`. What may be meant otherwise is proposed.
    """

    today: date

    def hear(self, text: str, draft: Any) -> str:
        for day, time in _splits(text):
            on, at = self._day(day), _clock(time)
            if on is None or at is None:
                continue
            if abs(on - self.today) > _FAR:
                raise Misunderstood(_("Please give a day of this month or the next."))
            stored = f"{on.isoformat()}T{at[0]}"
            if not day or not at[1] or abs(on - self.today) > timedelta(days=1):
                raise Unsure(stored)
            return stored
        raise Misunderstood(_("Please write a day and a time, such as: today 8:00, tomorrow at 7:00."))

    def check(self, stored: Any) -> None:
        datetime.fromisoformat(stored)

    def name(self, stored: Any) -> Phrase | str:
        return _moment(datetime.fromisoformat(stored))

    def _day(self, text: str) -> date | None:
        if not text:
            return self.today
        question = Date(self.prompt, self.today)
        try:
            return question.read(question.hear(text, None))
        except Unsure as found:
            return question.read(found.value)
        except Misunderstood:
            return None


def shift(chat: Chat[Connection]) -> Phrase:
    """Ask for the pattern and one beginning of duty, and say what follows from them, so that a slip is noticed."""
    local = datetime.fromisoformat(chat.look_up("local", local_time, chat.person))
    changes = decided(chat, lambda number: _pattern(chat, number, local.date()))
    if changes["shift"] is None:
        return _("Done. No shift: we go by your hours alone.")
    return _what_follows(Shift(**changes["shift"]), local)


def _pattern(chat: Chat[Connection], number: int, today: date) -> Changes:
    prompt = _("Which shift do you work? The hours on duty first, then the hours off. You may write another one.")
    pattern = chat.ask(f"pattern{number}", Pattern(prompt, _OPTIONS))
    if pattern == NONE:
        return {"shift": None}
    when = _("When does one of your duties begin? For example: today 8:00, tomorrow at 7:00.")
    return {"shift": {"pattern": pattern, "starts": chat.ask(f"starts{number}", Beginning(when, today))}}


_OPTIONS = [
    *(Choice(pattern, shifts.shown(pattern)) for pattern in PATTERNS),
    Choice(NONE, _("No shift"), ("ninguno", "no", "none", "horario de oficina", "office hours")),
]


def _what_follows(shift: Shift, local: datetime) -> Phrase:
    end = shifts.end_of_duty(shift, local)
    if shifts.on_duty(shift, local):
        return _("Done. You are on duty until {moment}; we will write after it.", moment=_moment(end))
    begins = end - shifts.cycle(shift).on
    return _("Done. Your next duty begins on {moment}; we will not write during it.", moment=_moment(begins))


def _moment(moment: datetime) -> Phrase:
    return _("{day}, {time}", day=Day(moment.date()), time=as_clock(moment.hour * 60 + moment.minute))


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Every way to read `text` as a day and a time: the time alone, the day first, the time first."""
    words = text.replace(",", " ").split()
    yield "", " ".join(words)
    for place in range(1, len(words)):
        yield " ".join(words[:place]), " ".join(words[place:])
    for place in range(1, len(words)):
        yield " ".join(words[place:]), " ".join(words[:place])


def _clock(text: str) -> tuple[str, bool] | None:
    """The time of day as "HH:MM", and whether nothing else can be meant."""
    try:
        return str(ClockTime("").hear(text, None)), True
    except Unsure as found:
        return str(found.value), False
    except Misunderstood:
        return None


def _is_pattern(stored: Any) -> bool:
    try:
        Shift(stored, "2026-01-01T00:00")
    except (TypeError, ValueError):
        return False
    return True


def local_time(db: Connection, person: str) -> str:
    """What her clock shows."""
    zone = ZoneInfo(preferences.rhythm_of(db, int(person)).zone)
    return now().astimezone(zone).replace(tzinfo=None, second=0, microsecond=0).isoformat()
