"""The state in which she works: it decides by which clock she is written to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from dialogue.phrases import Phrase, _, lines
from dialogue.questions.clock_times import as_clock
from handlers.profile_questions import question
from models import people, preferences, reminding, zones
from models.base import now
from models.states import STATES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dialogue.engine import Chat


def state(chat: Chat[Connection]) -> Phrase:
    """Ask for the state, and say what time it is there, so that a wrong clock is noticed."""
    chosen = chat.ask("state", question("state"))
    there = chat.do("correct", correct, chat.person, chosen)
    time = _("Done. We go by the time in {state}, now {time}.", state=STATES[chosen], time=there["time"])
    if not there["several"]:
        return time
    return lines(time, _("Some municipalities there have another time. Yours is under “my profile”."))


def correct(db: Connection, person: str, chosen: str) -> dict[str, Any]:
    """Write the state down; the time there, and whether it has `several` because nobody knows the municipality."""
    people.correct(db, int(person), "state", chosen)
    reminding.rhythm_changed(db, int(person), now())
    local = now().astimezone(ZoneInfo(preferences.rhythm_of(db, int(person)).zone))
    _state, municipality = people.place_of(db, int(person))
    return {
        "time": as_clock(local.hour * 60 + local.minute),
        "several": municipality is None and zones.has_several(chosen),
    }
