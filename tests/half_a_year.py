"""Ana, of whom nothing was heard for half a year, writes again."""

from datetime import timedelta

from sqlalchemy import select, update

from dialogue.drawing.content import Content
from models import addresses, outbox, people
from models.contacts import Contact
from models.messages import Message
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, phone_of

WHO = "Antes de seguir, para confirmar que es usted: ¿cuál es su primer apellido? [No soy yo]"
WHO_ENGLISH = "Before we go on, to be sure that it is you: what is your family name? [It is not me]"


def silent(store: Store, phone: Phone, days: int = 181) -> Phone:
    """The same phone, so many days later."""
    phone.moment += timedelta(days=days)
    store.run(lambda db: db.execute(update(Contact).values(heard_at=phone.moment - timedelta(days=days))))
    return phone


def half_a_year_later(store: Store, channel: str = "telegram", address: str = "500001", language: str = "es") -> Phone:
    """The phone of Ana, who was asked how far along her plan is, half a year ago."""
    person = store.run(enrol, plans=("Patrullaje",))
    store.run(people.speak, person, language)
    phone = phone_of(store, person, channel, address, language)
    phone.write("avance")
    return silent(store, phone)


def state_of(store: Store, message: int) -> str:
    """The state of a message."""
    return store.run(lambda db: db.execute(select(Message.state).where(Message.id == message)).scalar_one())


def the_contact(store: Store) -> int:
    """The first contact there is."""
    return store.run(lambda db: db.execute(select(Contact.id).order_by(Contact.id).limit(1)).scalar_one())


def said_to(store: Store, phone: Phone) -> list[Content]:
    """All that was said to the contact that a phone has now."""
    contact = store.run(addresses.at, phone.from_here()).id
    rows = store.run(lambda db: db.execute(select(Message.__table__).where(Message.contact_id == contact)).all())
    return [store.run(outbox.content_of, row.seal_id, row.body_sealed) for row in rows]
