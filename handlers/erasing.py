"""Having all one's data erased: said what goes and what stays, confirmed once, and blocked in the same moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from dialogue.drawing.content import in_words
from dialogue.engine import Chat
from dialogue.messages import Choice, Outgoing
from dialogue.phrases import Phrase, _, plural
from dialogue.questions import NO, Misunderstood, Pick
from dialogue.understanding import exact
from models import contacts, erasing, outbox
from models.base import now
from models.contacts import Known
from models.knocks import can_be_written_to


@dataclass(frozen=True)
class Deliberate(Pick):
    """A pick for which no number, no plain yes and nothing near is enough: the words themselves, or their button."""

    numbered = False

    def hear(self, text: str, draft: Any) -> str:
        choice = exact(text, self.options)
        if choice is None:
            raise Misunderstood(_("To make no mistake: please write “erase everything” or “keep my data”."))
        return choice.value

    def example(self) -> Phrase | None:
        return None


def erase(chat: Chat[Connection]) -> None:
    """Say what will go, ask once, and block everything."""
    days = chat.look_up("term", erasing.term)
    chat.say(WHAT_GOES)
    chat.say(_until(days))
    chat.say(_("If you want a copy first, write “my data”."))
    if chat.ask("sure", Deliberate(_("Shall we erase everything?"), _ANSWERS)) == "keep":
        return chat.say(_("All right. Your data stay as they are."))
    day = chat.do("block", block, chat.person)
    return chat.say(_done(date.fromisoformat(day)))


WHAT_GOES = _(
    "This erases all that we keep about you: your name, your plans, reports and files, your messages, your settings. "
    "Only figures without your name stay."
)
_ALL_OF_IT = ("eliminarlo todo", "delete everything", "erase it all")
_ANSWERS = [Choice("keep", _("Keep my data"), NO), Choice("erase", _("Erase everything"), _ALL_OF_IT)]


def _until(days: int) -> Phrase:
    return plural(
        "Your data are blocked at once, and this chat will not know you any more. "
        "Within {n} day your programme can still undo it. After that nobody can.",
        "Your data are blocked at once, and this chat will not know you any more. "
        "Within {n} days your programme can still undo it. After that nobody can.",
        days,
    )


def _done(day: date) -> Phrase:
    return _(
        "Done. Your data are blocked. On {day} they will be deleted for good. If this was a mistake, speak to your "
        "programme before that day.",
        day=day,
    )


def _elsewhere(day: date) -> Phrase:
    return _(
        "From another phone of yours, it was asked to erase your data. They are blocked now, and will be deleted for "
        "good on {day}. If it was not you, tell your programme at once.",
        day=day,
    )


def _by_staff(day: date) -> Phrase:
    return _(
        "As was asked, your data are blocked. On {day} they will be deleted for good. If this is a mistake, tell your "
        "programme before that day.",
        day=day,
    )


def blocked_by_staff(db: Connection, person: int) -> str:
    """Block a person who asked the programme for it, and tell all her phones; the day of deletion (ISO).

    Raises `NotErased`.
    """
    hers, moment = contacts.of(db, person), now()
    day = erasing.last_day(db, person, erasing.block(db, person, moment).suppress_at)
    _tell(db, hers, _by_staff(day))
    return day.isoformat()


def block(db: Connection, person: str) -> str:
    """Block a person, and let her other phones know; the day on which she is deleted (ISO)."""
    moment = now()
    hers = sorted(contacts.of(db, int(person)), key=lambda contact: contact.heard_at)
    erasure = erasing.block(db, int(person), moment)
    day = erasing.last_day(db, int(person), erasure.suppress_at)
    _tell(db, hers[:-1], _elsewhere(day))  # she writes from the last one
    return day.isoformat()


def _tell(db: Connection, phones: Sequence[Known], phrase: Phrase) -> None:
    """Say it where she can be written to now; the phones are hers no more."""
    moment = now()
    for contact in phones:
        if can_be_written_to(contact, moment):
            for content in in_words([Outgoing(phrase)], contact.speaks):
                outbox.queue(db, contact.id, contact.channel, content, moment)
