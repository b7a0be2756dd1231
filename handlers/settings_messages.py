"""Where she is written to first, how telling a notice may be, and how many there are in a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import Pick, YesNo
from handlers.phones import CHANNELS
from handlers.settings_hours import change
from models import contacts

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dialogue.engine import Chat

LAST = "last"
WEEKLY = [
    Choice("2", _("2 a week"), ("2", "dos", "two", "pocos", "few")),
    Choice("4", _("4 a week"), ("4", "cuatro", "four")),
    Choice("7", _("7 a week"), ("7", "siete", "seven", "uno al día", "one a day")),
]


def first_channel(chat: Chat[Connection]) -> Phrase:
    """Ask which channel comes first, of those she has."""
    channels = chat.look_up("channels", channels_of, chat.person)
    if len(channels) < 2:
        return _("We know one channel of yours only. To add another, write “use another phone”.")
    options = [Choice(channel, CHANNELS.get(channel, channel)) for channel in channels]
    last = Choice(LAST, _("Where I write from"))
    chosen = chat.ask("channel", Pick(_("Where shall we write to you first?"), [*options, last]))
    chat.do("change", change, chat.person, {"first_channel": None if chosen == LAST else chosen})
    if chosen == LAST:
        return _("Done. We will write where you wrote from last.")
    return _("Done. We will write to you on {channel} first.", channel=CHANNELS.get(chosen, chosen))


def discreet(chat: Chat[Connection]) -> Phrase:
    """Say what discreet mode is, and ask whether she wants it."""
    prompt = _(
        "In discreet mode, the first line of what we send tells neither who we are nor what it is about. "
        "Do you want it?"
    )
    wanted = chat.ask("discreet", YesNo(prompt, _("Yes, discreet"), _("No, as usual")))
    chat.do("change", change, chat.person, {"discreet": wanted})
    if wanted:
        return _("Done. What we send will tell nothing until you open it.")
    return _("Done. What we send says at once what it is about.")


def weekly(chat: Chat[Connection]) -> Phrase:
    """Ask how many messages a week she bears that she has not asked for."""
    prompt = _("How many messages a week may we send you at most, without your asking?")
    most = int(chat.ask("weekly", Pick(prompt, WEEKLY)))
    chat.do("change", change, chat.person, {"prompts_a_week": most})
    return _("Done. We will send you {n} a week at most. Answers to you do not count.", n=most)


def channels_of(db: Connection, person: str) -> list[str]:
    """The channels on which she can be written to."""
    return sorted({contact.channel for contact in contacts.of(db, int(person))})
