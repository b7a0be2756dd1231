"""To be asked again at another moment: what the choices of every reminder and every invitation have in common."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Day, Phrase, _
from dialogue.questions import Pick
from dialogue.questions.clock_times import as_clock
from models import hours, people, preferences, prompts
from models.base import now

_UNTIL = {"later": hours.later, "shift": hours.after_shift, "tomorrow": hours.tomorrow}

#: Keeps when to ask `person` again about what a command names; the moment on her own clock.
PutOff = Callable[[Connection, str, str, str], str]


def put_off(chat: Chat[Connection], what: str, named: str, standing: dict[str, Any], keep: PutOff) -> Phrase | None:
    """Ask again when she chose `what`, and what to say then; None where she chose something else.

    `standing` is how things stand, with all that `how_she_stands` tells.
    """
    if what not in _UNTIL:
        return None
    if standing["stopped"]:
        return _("You asked us not to write to you. To be reminded again, write “start”.")
    until = chat.do("put off", keep, chat.person, named, what)
    return _when(datetime.fromisoformat(until), date.fromisoformat(standing["today"]))


def _when(local: datetime, today: date) -> Phrase:
    """When she will be reminded, on her own clock."""
    time, day = as_clock(local.hour * 60 + local.minute), Day(local.date())
    if local.date() == today:
        return _("All right, I will remind you today at {time}.", time=time)
    if local.date() == today + timedelta(days=1):
        return _("All right, I will remind you tomorrow, {day}, at {time}.", day=day, time=time)
    return _("All right, I will remind you on {day} at {time}.", day=day, time=time)


def how_she_stands(db: Connection, person: int) -> dict[str, Any]:
    """Whether she wants nothing unasked, and which day it is on her own clock."""
    today = hours.local_date(preferences.rhythm_of(db, person), now())
    return {"stopped": people.has_stopped(db, person), "today": today.isoformat()}


def dealt_with(db: Connection, person: str) -> None:
    """Nothing of what was sent to her waits any more."""
    prompts.end(db, int(person), now())


def moment_of(db: Connection, person: int, what: str) -> datetime:
    """When she wants to be asked again who chose `what`, on her own clock; not before the end of her pause."""
    chosen, rhythm = preferences.with_rhythm(db, person)
    until = _UNTIL[what](rhythm, now())
    if chosen.paused_until is not None:
        until = max(until, hours.at_her_hour(rhythm, date.fromisoformat(chosen.paused_until)))
    return until.astimezone(ZoneInfo(rhythm.zone))


def discreet(command: str, about: str) -> Pick:
    """What a prompt says first on a phone that others may see: that there is one, and nothing of what it is about."""
    choices = [
        Choice("see", _("See it"), ("sí", "si", "yes"), sends=f"/{command} see {about}"),
        Choice("later", _("Later"), ("no", "ahora no", "not now"), sends=f"/{command} later {about}"),
    ]
    return Pick(_("You have a reminder. Shall we look at it?"), choices)
