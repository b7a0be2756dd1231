"""Addresses: a person at one chat, number or business-scoped id, or somebody who is nobody yet."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, ForeignKey, Index, LargeBinary, and_, bindparam, case, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.catalogues import languages
from models.base import Base, Instant, Number, now
from models.people import Person
from models.sealing import new_seal_id, vault
from models.statements import Prepared, Query

SILENCE = timedelta(days=180)


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
    staff_id: Mapped[int | None] = mapped_column(Number, index=True)  # it belongs to one of the staff, too
    doubted_at: Mapped[datetime | None] = mapped_column(Instant)  # perhaps somebody else's by now
    wrong_names: Mapped[int] = mapped_column(server_default="0")  # told so far while it is in doubt
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)  # “stop” was said while it was in doubt
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)  # nobody is found by it any more
    rests_until: Mapped[datetime | None] = mapped_column(Instant)  # WhatsApp wants no unasked message to it until then
    knocked_at: Mapped[datetime | None] = mapped_column(Instant)  # a knock was last sent to it, whatever became of that


_KNOCKED = Contact.knocked_at.is_not(None)
Index("ix_contact_knocked_at", Contact.knocked_at, sqlite_where=_KNOCKED, postgresql_where=_KNOCKED)


class ContactKey(Base):
    """A look-up hash of one form of the address; number and business-scoped id lead to the same contact."""

    __tablename__ = "contact_key"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    form: Mapped[str] = mapped_column(server_default="unknown")  # chat, number, scoped


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
    stopped_at: datetime | None  # of the person
    unreachable_at: datetime | None
    seal_id: bytes
    address_sealed: bytes
    staff_id: int | None
    heard_at: datetime
    doubted_person: int | None  # whose it was, as long as nobody has shown that it still is

    @property
    def owner(self) -> str:
        """Whose conversations are open here: the person's, a staff member's, or this stranger's."""
        if self.person_id is not None:
            return f"p{self.person_id}"
        return f"c{self.id}" if self.staff_id is None else f"s{self.staff_id}"

    @property
    def speaks(self) -> str:
        """The language to write in, as far as anybody knows."""
        known = self.language or self.phone_language
        return known if known in languages() else languages()[0]

    def is_silent(self, moment: datetime) -> bool:
        """Whether nothing has come from it for so long that it may be somebody else's by now."""
        return moment - self.heard_at >= SILENCE

    @property
    def is_stranger(self) -> bool:
        """Whether nobody we know writes from here."""
        return self.person_id is None and self.staff_id is None


class Linked(NamedTuple):
    """A contact of a person as it stands: "hers", "unreachable", "doubted" or "revoked"."""

    id: int
    channel: str
    joined_at: datetime | None
    heard_at: datetime
    state: str


_NOT_LOST = Contact.revoked_at.is_(None)
_HERS = and_(Contact.doubted_at.is_(None), _NOT_LOST)
CONTACT_COLUMNS = (
    Contact.id,
    Contact.channel,
    case((_HERS, Contact.person_id), else_=None).label("person_id"),
    Contact.language,
    case((_HERS, Person.language), else_=None).label("person_language"),
    Person.stopped_at,
    Contact.unreachable_at,
    Contact.seal_id,
    Contact.address_sealed,
    Contact.staff_id,
    Contact.heard_at,
    case((and_(Contact.doubted_at.is_not(None), _NOT_LOST), Contact.person_id), else_=None).label("doubted_person"),
)
_STATE = case(
    (Contact.revoked_at.is_not(None), "revoked"),
    (Contact.doubted_at.is_not(None), "doubted"),
    (Contact.unreachable_at.is_not(None), "unreachable"),
    else_="hers",
)
_BY_ID = Query(
    select(*CONTACT_COLUMNS)
    .select_from(Contact)
    .outerjoin(Person, Person.id == Contact.person_id)
    .where(Contact.id == bindparam("contact")),
    Known,
)
_LOCK_CONTACT = Prepared(select(Contact.id).where(Contact.id == bindparam("contact")).with_for_update(key_share=True))
_LOCK_PERSON = Prepared(select(Person.id).where(Person.id == bindparam("person")).with_for_update(key_share=True))
_HEARD = Prepared(
    update(Contact).where(Contact.id == bindparam("contact")).values(heard_at=bindparam("at"), unreachable_at=None)
)


def known(db: Connection, contact: int) -> Known:
    """The contact with this id. Raises `LookupError`."""
    found = _BY_ID.first(db, contact=contact)
    if found is None:
        raise LookupError("no such contact")
    return found


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


def add(db: Connection, channel: str, raw: str, language: str | None, moment: datetime) -> Known:
    """A contact that is nobody's, at this address; as yet nothing leads to it."""
    seal_id = new_seal_id()
    values = {
        "channel": channel,
        "seal_id": seal_id,
        "address_sealed": vault(db).seal_text(raw, "contact", "address", seal_id),
        "language": language,
        "created_at": moment,
        "heard_at": moment,
    }
    return known(db, db.execute(insert(Contact).values(values).returning(Contact.id)).scalar_one())


def belong(db: Connection, contact: int, person: int) -> None:
    """Link `contact` to `person`."""
    values = {"person_id": person, "joined_at": now(), "doubted_at": None, "wrong_names": 0, "stopped_at": None}
    db.execute(update(Contact).where(Contact.id == contact).values(values))


def of(db: Connection, person: int) -> list[Known]:
    """Every contact of `person`, but for those that are revoked or in doubt, the oldest first."""
    query = select(Contact.id).where(Contact.person_id == person, _HERS)
    return [known(db, id) for id in db.scalars(query.order_by(Contact.id))]


def all_of(db: Connection, person: int) -> list[Linked]:
    """Every contact that is or was `person`'s, with how it stands, the oldest first."""
    columns = (Contact.id, Contact.channel, Contact.joined_at, Contact.heard_at, _STATE)
    query = select(*columns).where(Contact.person_id == person).order_by(Contact.id)
    return [Linked._make(row) for row in db.execute(query)]


def revoke(db: Connection, contact: int, moment: datetime) -> None:
    """Let nobody be found by `contact`: the next message from its address begins as a stranger's."""
    db.execute(delete(ContactKey).where(ContactKey.contact_id == contact))
    gone = update(Contact).where(Contact.id == contact, _NOT_LOST)
    db.execute(gone.values(revoked_at=moment, staff_id=None))


def speak(db: Connection, contact: int, language: str) -> None:
    """Remember which language somebody wants who is nobody yet."""
    db.execute(update(Contact).where(Contact.id == contact).values(language=language))


def unreachable(db: Connection, contact: int, moment: datetime | None) -> None:
    """Write no more to `contact` since `moment`; None takes it back."""
    db.execute(update(Contact).where(Contact.id == contact).values(unreachable_at=moment))
