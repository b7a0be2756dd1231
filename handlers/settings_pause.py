"""A pause until a day, no messages any more, and coming back from either."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import Date, Pick, Skippable
from handlers.settings_hours import change
from handlers.settings_view import paused_until
from models import hours, people, preferences, stopping
from models.base import now

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dialogue.engine import Chat

LONGEST = timedelta(days=366)
_ANSWERS = [
    Choice("until", _("Pause until a day"), ("pausa", "pausar", "pause")),
    Choice("stop", _("No more messages"), ("alto", "baja", "stop")),
    Choice("back", _("Write to me again"), ("alta", "reanudar", "start", "resume")),
]


def pause_or_stop(chat: Chat[Connection]) -> Phrase:
    """Ask whether it is for a while or for good; who rests already may come back."""
    how = chat.look_up("how", standing, chat.person)
    options = [choice for choice in _ANSWERS if _makes_sense(choice.value, how)]
    what = chat.ask("pause or stop", Pick(_("How shall we do it?"), options))
    if what == "until":
        return pause(chat)
    if what == "stop":
        chat.do("stop", stop, chat.person)
        return _("All right. We will only write when you write to us. To undo this, write “start”.")
    chat.do("back", come_back, chat.person)
    return _("Done. We will write to you again.")


def _makes_sense(answer: str, how: dict[str, Any]) -> bool:
    if answer == "stop":
        return not how["stopped"]
    return answer != "back" or how["stopped"] or how["until"] is not None


def pause(chat: Chat[Connection]) -> Phrase:
    """Ask on which day she is to be written to again."""
    how = chat.look_up("pausing", standing, chat.person)
    today = date.fromisoformat(how["today"])
    prompt = _("On which day shall we write to you again? For example: in two weeks, 15 March.")
    question = Date(prompt, today, earliest=today + timedelta(days=1), latest=today + LONGEST)
    until: date | None = (
        chat.ask("until", question)
        if how["until"] is None
        else chat.ask("new until", Skippable(question, _("End the pause")))
    )
    chat.do("change", change, chat.person, {"paused_until": None if until is None else until.isoformat()})
    if until is None:
        return _("Done. The pause is over.")
    return _("Done. We will not write to you before {day}. To end the pause earlier, write “start”.", day=until)


def standing(db: Connection, person: str) -> dict[str, Any]:
    """The day it is for her, the one until which she wants a pause, and whether she wants no messages at all."""
    today = hours.local_date(preferences.rhythm_of(db, int(person)), now())
    until = paused_until(preferences.of(db, int(person)), today)
    return {
        "today": today.isoformat(),
        "until": until and until.isoformat(),
        "stopped": people.has_stopped(db, int(person)),
    }


def stop(db: Connection, person: str) -> None:
    """Write nothing unasked any more."""
    stopping.stop(db, int(person), now())


def come_back(db: Connection, person: str) -> bool:
    """End the pause, and take back a stop; False when there was neither."""
    return stopping.come_back(db, int(person), now())
