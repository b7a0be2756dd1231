"""Asks again who writes, after a long silence or when a number may have changed hands, before anything is shown."""

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.phrases import _
from handlers.family_name import FamilyName
from handlers.following import Return
from models import access, contacts, outbox, people
from models.base import now
from models.names import same_family_name


def verify(chat: Chat[Connection]) -> Return | None:
    """Ask for the family name, at most three times; whoever does not know it is a stranger from then on."""
    contact = chat.given["contact"]
    for number in range(1, access.NAME_TRIES + 1):
        question = FamilyName(_("Before we go on, to be sure that it is you: what is your family name?"), 80)
        name = chat.ask(f"name{number}", question)
        if chat.do(f"check{number}", recognised, contact, name):
            chat.say(_("Thank you."))
            return Return()
        if number < access.NAME_TRIES:
            chat.say(_("That is not the name we have."))
    chat.do("revoke", give_up, contact)
    chat.say(_("I could not confirm it. Please speak to whoever gave you your code."))
    return None


def recognised(db: Connection, contact: int, name: str) -> bool:
    """Whether the name is that of the person whose contact this was; then it is hers again."""
    whose = contacts.known(db, contact).doubted_person
    if whose is None or not same_family_name(people.family_name_on_roster(db, whose), name):
        return False
    contacts.trust(db, contact)
    outbox.release(db, contact, now())
    return True


def give_up(db: Connection, contact: int) -> None:
    """Nobody is found by this contact any more, and what waited for it is taken back."""
    outbox.cancel(db, [contact], now())
    contacts.revoke(db, contact, now())
