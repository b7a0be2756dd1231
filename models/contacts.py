"""Addresses: a person at one chat, number or business-scoped id, or somebody who is nobody yet."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, ForeignKey, LargeBinary, bindparam, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number, now
from models.people import Person
from models.sealing import new_seal_id, vault
from models.statements import Prepared, Query


class Contact(Base):
    """One channel address. It belongs to a person, or to nobody yet; the address is kept as it was received last."""

    __tablename__ = "contact"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a number is never given to somebody else

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    channel: Mapped[str]
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    language: Mapped[str | None]  # what the phone says, until the person says
    created_at: Mapped[datetime] = mapped_column(Instant)
    joined_at: Mapped[datetime | None] = mapped_column(Instant)
    heard_at: Mapped[datetime] = mapped_column(Instant)  # the last message from it: opens WhatsApp's window
    unreachable_at: Mapped[datetime | None] = mapped_column(Instant)  # blocked, deactivated, opted out at the provider


class ContactKey(Base):
    """A look-up hash of one form of the address; number and business-scoped id lead to the same contact."""

    __tablename__ = "contact_key"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)


class Address(NamedTuple):
    """Where a message came from: `raw` to send to, `names` (one or two, canonical) to be found by."""

    channel: str
    raw: str
    names: tuple[str, ...]
    language: str | None = None  # as far as the phone tells


class Known(NamedTuple):
    """A contact as the message path needs it."""

    id: int
    channel: str
    person_id: int | None
    phone_language: str | None
    language: str | None
    stopped_at: datetime | None
    unreachable_at: datetime | None
    seal_id: bytes
    address_sealed: bytes

    @property
    def owner(self) -> str:
        """Whose conversations are open here: the person's, or this stranger's."""
        return f"c{self.id}" if self.person_id is None else f"p{self.person_id}"


_KNOWN = (
    Contact.id,
    Contact.channel,
    Contact.person_id,
    Contact.language,
    Person.language.label("person_language"),
    Person.stopped_at,
    Contact.unreachable_at,
    Contact.seal_id,
    Contact.address_sealed,
)
_FIND = Query(
    select(*_KNOWN)
    .select_from(ContactKey)
    .join(Contact, Contact.id == ContactKey.contact_id)
    .outerjoin(Person, Person.id == Contact.person_id)
    .where(ContactKey.key == bindparam("key")),
    Known,
)
_BY_ID = Query(
    select(*_KNOWN)
    .select_from(Contact)
    .outerjoin(Person, Person.id == Contact.person_id)
    .where(Contact.id == bindparam("contact")),
    Known,
)
_LOCK_CONTACT = Prepared(select(Contact.id).where(Contact.id == bindparam("contact")).with_for_update())
_LOCK_PERSON = Prepared(select(Person.id).where(Person.id == bindparam("person")).with_for_update())
_HEARD = Prepared(
    update(Contact).where(Contact.id == bindparam("contact")).values(heard_at=bindparam("at"), unreachable_at=None)
)
_ADDRESSED = Prepared(
    update(Contact).where(Contact.id == bindparam("contact")).values(address_sealed=bindparam("sealed"))
)


def known(db: Connection, contact: int) -> Known:
    """The contact with this id. Raises `LookupError`."""
    found = _BY_ID.first(db, contact=contact)
    if found is None:
        raise LookupError("no such contact")
    return found


def at(db: Connection, address: Address) -> Known:
    """The contact at `address`, new if need be; forms of the address not seen before are linked to it."""
    keys = [vault(db).keys_of(address.channel, name) for name in address.names]
    found = {key: contact for each in keys for key in each if (contact := _FIND.first(db, key=key)) is not None}
    contact = _best(found.values()) if found else _new(db, address)
    others = {other.id for other in found.values()} - {contact.id}
    newest = [key for key, *_ in keys]
    if others or any(key not in found for key in newest):  # a form, or a look-up key, that is new
        _link(db, contact.id, newest, sorted(others))
    if found and address_of(db, contact) != address.raw:
        sealed = vault(db).seal_text(address.raw, "contact", "address", contact.seal_id)
        _ADDRESSED.run(db, contact=contact.id, sealed=sealed)
    return contact


def lock(db: Connection, contact: Known) -> Known:
    """Let nobody else answer this person (or this stranger) until the transaction ends; the contact, read afresh.

    SQLite has one writer, which is lock enough.
    """
    if db.dialect.name == "sqlite":
        return contact
    if contact.person_id is None:
        _LOCK_CONTACT.number(db, contact=contact.id)
    else:
        _LOCK_PERSON.number(db, person=contact.person_id)
    return known(db, contact.id)


def heard(db: Connection, contact: int, moment: datetime) -> None:
    """Note that something came from `contact`, which shows that it can be reached."""
    _HEARD.run(db, contact=contact, at=moment)


def address_of(db: Connection, contact: Known) -> str:
    """The address of `contact`, as it was received last."""
    return vault(db).open_text(contact.address_sealed, "contact", "address", contact.seal_id) or ""


def belong(db: Connection, contact: int, person: int) -> None:
    """Link `contact` to `person`."""
    db.execute(update(Contact).where(Contact.id == contact).values(person_id=person, joined_at=now()))


def of(db: Connection, person: int) -> list[Known]:
    """Every contact of `person`."""
    return [known(db, id) for id in db.scalars(select(Contact.id).where(Contact.person_id == person))]


def speak(db: Connection, contact: int, language: str) -> None:
    """Remember which language somebody wants who is nobody yet."""
    db.execute(update(Contact).where(Contact.id == contact).values(language=language))


def unreachable(db: Connection, contact: int, moment: datetime | None) -> None:
    """Write no more to `contact` since `moment`; None takes it back."""
    db.execute(update(Contact).where(Contact.id == contact).values(unreachable_at=moment))


def _best(found: Iterable[Known]) -> Known:
    """Where two forms of one address were two contacts: the one that belongs to somebody, else the older."""
    return min(found, key=lambda contact: (contact.person_id is None, contact.id))


def _new(db: Connection, address: Address) -> Known:
    seal_id, moment = new_seal_id(), now()
    values = {
        "channel": address.channel,
        "seal_id": seal_id,
        "address_sealed": vault(db).seal_text(address.raw, "contact", "address", seal_id),
        "language": address.language,
        "created_at": moment,
        "heard_at": moment,
    }
    return known(db, db.execute(insert(Contact).values(values).returning(Contact.id)).scalar_one())


def _link(db: Connection, contact: int, keys: Sequence[bytes], merged: Sequence[int]) -> None:
    """Let all `keys` lead to `contact`, and whatever led to the `merged` ones."""
    if merged:
        db.execute(update(ContactKey).where(ContactKey.contact_id.in_(merged)).values(contact_id=contact))
    there = set(db.scalars(select(ContactKey.key).where(ContactKey.key.in_(keys))))
    for key in dict.fromkeys(keys):
        if key not in there:
            db.execute(insert(ContactKey).values(key=key, contact_id=contact))
