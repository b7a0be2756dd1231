"""Asks again who writes, after a long silence or when a number may have changed hands, before anything is shown."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from dialogue import commands
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, plural
from dialogue.understanding import exact
from handlers import other_phones, strangers
from handlers.commands import recognise
from handlers.family_name import FamilyName
from handlers.following import Return
from models import access, contacts, conversations, doubts
from models.base import now

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dialogue.engine import Chat
    from dialogue.messages import Incoming
    from handlers.answering import Answering

NOBODY = ""  # an answer that no text can be
NOT_ME = Choice(
    NOBODY,
    _("It is not me"),
    (
        *("no soy esa persona", "no soy", "número equivocado", "se equivocó de número", "se equivocaron"),
        *("wrong number", "wrong person", "you have the wrong number", "not me"),
    ),
)
#: What is done at once, whoever says it. Other commands wait for the name.
_AT_ONCE = {commands.STOP, commands.HELP, commands.LANGUAGE}
_NO_WISH = {*_AT_ONCE, commands.BACK, commands.CANCEL, commands.GREETING, commands.THANKS}


@dataclass(frozen=True)
class WhoseName(FamilyName):
    """A family name, or that it is somebody else who has the number now."""

    numbered = False

    def choices(self, draft: Any) -> list[Choice]:
        return [NOT_ME]

    def hear(self, text: str, draft: Any) -> str:
        return NOBODY if exact(text, [NOT_ME]) is not None else super().hear(text, draft)

    def check(self, stored: Any) -> None:
        if stored != NOBODY:
            super().check(stored)


def hear(answering: Answering, incoming: Incoming) -> None:
    """Answer what comes from a contact in doubt: with the question whose it is, unless a good code tells it."""
    if strangers.code_in(incoming.text) is not None and _joins_anew(answering, incoming.text):
        return
    held = conversations.opened(answering.db, answering.contact.owner)
    if held is None:
        command = recognise(incoming.text) if incoming.tap is None and incoming.media is None else None
        wish = incoming.text if command is not None and command.name not in _NO_WISH else ""
        answering.begin("verify", {"wish": wish})
        if incoming.media is None and (command is None or command.name not in _AT_ONCE):
            return
        answering.said.clear()
        held = conversations.opened(answering.db, answering.contact.owner)
    if held is not None:
        answering.run(held, incoming)


def verify(chat: Chat[Connection]) -> Return | None:
    """Ask for the family name, at most three times in all; whoever does not know it is a stranger from then on."""
    contact = chat.given["contact"]
    for number in count(1):
        question = WhoseName(_("Before we go on, to be sure that it is you: what is your family name?"), 80)
        name = chat.ask(f"name{number}", question)
        if name == NOBODY:
            chat.do("lose", lose, contact)
            chat.say(_("Thank you for telling us. We will not write here any more."))
            return None
        outcome = chat.do(f"check{number}", recognised, contact, name)
        if outcome in THANKS:
            chat.say(THANKS[outcome])
            return Return(chat.given.get("wish", ""))
        if outcome == "lost":
            break
        chat.say(_not_that(chat.look_up(f"left{number}", doubts.tries_left, contact)))
    chat.say(_("I could not confirm it. Please speak to whoever gave you your code."))
    return None


THANKS: dict[str, Phrase] = {
    "yes": _("Thank you."),
    "stopped": _("Thank you. As you asked, we will only write when you write to us. To undo this, write “start”."),
}


def _not_that(left: int) -> Phrase:
    return plural(
        "That is not the name we have. {n} try is left.", "That is not the name we have. {n} tries are left.", left
    )


def recognised(db: Connection, contact: int, name: str) -> str:
    """Whether the name is that of the person whose contact this was, as `doubts.prove` says it."""
    whose = contacts.known(db, contact).doubted_person
    outcome = doubts.prove(db, contact, name, now())
    if outcome == "lost" and whose is not None:
        other_phones.tell(db, whose, other_phones.LOST, now())
    return outcome


def lose(db: Connection, contact: int) -> None:
    """Whoever writes there says that it is not hers: she is found by it no more."""
    whose = contacts.known(db, contact).doubted_person
    if whose is not None:
        doubts.lose(db, contact, whose, "whoever has it now", now())
        other_phones.tell(db, whose, other_phones.LOST, now())


def _joins_anew(answering: Answering, text: str) -> bool:
    """Whether `text` brings a good code: then it is a new contact that joins, and what the old one had stays hidden."""
    db, before = answering.db, answering.contact
    admitted = strangers.admit(db, before, text)
    if not isinstance(admitted, dict):
        return False
    answering.contact = doubts.begin_anew(db, before, answering.moment)
    if before.doubted_person is not None and access.holder(db, admitted["code"]) != before.doubted_person:
        other_phones.tell(db, before.doubted_person, other_phones.LOST, answering.moment)
    answering.begin("join", {**admitted, "contact": answering.contact.id})
    return True
