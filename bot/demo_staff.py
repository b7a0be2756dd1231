"""The fictional staff of `make demo`: one member with a phone, and a question that waits for an answer."""

from sqlalchemy import Connection, update

from bot.demo.shown import TELEGRAM, Seeded
from models import addresses, installation, staff, tickets
from models.contacts import Address, Contact

NAME = "Eva Muestra (equipo)"
_CHAT = "700000090"
_DONE = "demo staff"
_QUESTION = "Buenas tardes. ¿El taller de febrero es en línea o en persona?"


def phone() -> Seeded:
    """The phone of the staff member."""
    return Seeded(TELEGRAM, _CHAT, NAME)


def seed(db: Connection, asker: Address) -> None:
    """Bring in the staff member, and a question from whoever is at `asker`, once."""
    if installation.kept(db, _DONE) is not None:
        return
    desk = addresses.at(db, Address(TELEGRAM, _CHAT, (_CHAT,), "es"))
    member = staff.add(db, NAME, "officer")
    db.execute(update(Contact).where(Contact.id == desk.id).values(staff_id=member))
    contact = addresses.at(db, asker)
    if contact.person_id is not None:
        tickets.ask(db, contact.person_id, contact.id, _QUESTION)
    installation.keep(db, _DONE, "seeded")
