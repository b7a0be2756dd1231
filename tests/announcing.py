"""Who announces in a test, and whom it reaches: a staff member's phone, and alumnae who have agreed to announcements."""

from sqlalchemy import Connection, insert, update

from models import addresses, staff
from models.base import now
from models.consents import Consent
from models.contacts import Contact
from models.people import Person
from models.store import Store
from tests.alumni import enrol
from tests.announced import deliver
from tests.crowd import consent
from tests.phones import Phone, drawn, phone_of


def officer(
    store: Store, channel: str = "telegram", address: str = "900001", language: str = "es", role: str = "officer"
) -> Phone:
    """The linked phone of somebody new on the staff."""
    phone = Phone(store, channel, address, language, moment=now())
    store.run(_hire, phone, role)
    return phone


def alumna(store: Store, channel: str = "telegram", address: str = "500001", language: str = "es") -> Phone:
    """The phone of an alumna who has joined, agreed to announcements, and written a minute ago."""
    person = store.run(enrol)
    phone = phone_of(store, person, channel, address, language)
    phone.moment = now()
    store.run(agreed, person, phone, language)
    return phone


def agreed(db: Connection, person: int, phone: Phone, language: str = "es") -> None:
    """She has joined, and agreed at this phone."""
    db.execute(update(Person).where(Person.id == person).values(joined_at=now(), language=language))
    contact = addresses.at(db, phone.from_here()).id
    db.execute(update(Contact).where(Contact.id == contact).values(heard_at=now()))
    db.execute(insert(Consent).values(consent(contact, person)))


def receives(store: Store, phone: Phone) -> list[str]:
    """What is delivered to a phone now, as a transcript has it; its buttons can be pressed."""
    phone.shown = [taken.content for taken in deliver(store, phone.channel) if taken.address == phone.address]
    return [drawn(content) for content in phone.shown]


def written(phone: Phone) -> None:
    """The shortest way to a draft for everybody, in Spanish only."""
    for line in ("anuncio", "todos", "Es el viernes.", "[Solo en un idioma]", "[¿Van a asistir?]"):
        phone.write(line)
    phone.write("[En cuanto yo diga]")
    phone.write("[Está bien]")


def _hire(db: Connection, phone: Phone, role: str) -> int:
    member = staff.add(db, "Eva Muestra", role)
    contact = addresses.at(db, phone.from_here())
    db.execute(update(Contact).where(Contact.id == contact.id).values(staff_id=member))
    return member
