"""How she is written to: shown in plain words, and changed one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import Pick
from handlers import settings_hours, settings_messages, settings_pause, settings_place, settings_shift
from handlers.following import Follow
from handlers.settings_view import known_of, overview

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dialogue.engine import Chat

CHANGES: Mapping[str, Callable[[Chat[Connection]], Phrase]] = {
    "channel": settings_messages.first_channel,
    "state": settings_place.state,
    "quiet": settings_hours.quiet,
    "hour": settings_hours.hour,
    "shift": settings_shift.shift,
    "discreet": settings_messages.discreet,
    "weekly": settings_messages.weekly,
    "pause": settings_pause.pause_or_stop,
    "pause until": settings_pause.pause,
}

_OPTIONS = [
    Choice("language", _("Language")),
    Choice("channel", _("Where to write first"), ("canal", "channel")),
    Choice("state", _("State")),
    Choice("quiet", _("Quiet hours"), ("silencio", "quiet")),
    Choice("hour", _("Preferred hour"), ("hora", "horario", "hour")),
    Choice("shift", _("Shift"), ("mi turno", "my shift")),
    Choice("discreet", _("Discreet mode"), ("discreto", "discreet")),
    Choice("weekly", _("Messages a week"), ("mensajes", "messages")),
    Choice("pause", _("Pause or stop")),
    Choice("nothing", _("Nothing, thank you"), ("nada", "nothing", "listo", "done", "no")),
]
OTHERS = [Choice("settings", _("Other settings"), sends="/settings")]


def settings(chat: Chat[Connection]) -> Follow | None:
    """Show what is set, unless she named it, and change one setting; a button leads on to the others."""
    wanted = chat.given.get("line") or _wanted(chat)
    if wanted == "language":
        return Follow("language")
    if wanted in CHANGES:
        chat.say(CHANGES[wanted](chat), choices=OTHERS)
    else:
        chat.say(_("All right."))
    return None


def _wanted(chat: Chat[Connection]) -> str:
    known = chat.look_up("known", known_of, chat.person)
    chat.say(overview(known))
    return chat.ask("what", Pick(_("What would you like to change?"), options(known)))


def options(known: Mapping[str, Any]) -> list[Choice]:
    """What can be changed; where to write first only by somebody who has two channels."""
    return [choice for choice in _OPTIONS if choice.value != "channel" or len(known["channels"]) > 1]
