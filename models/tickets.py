"""Tickets: a person is asked for, and stays in reach until one side closes it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, ForeignKey, Index, LargeBinary, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number, now
from models.people import Person
from models.sealing import new_seal_id, vault

OPEN, CLOSED = "open", "closed"
PERSON, STAFF = "person", "staff"


class Ticket(Base):
    """A question to the staff, of each person one at a time; `waits_for` says whose turn it is."""

    __tablename__ = "ticket"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a number is never given to somebody else

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))  # where she wrote last
    state: Mapped[str]
    waits_for: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(Instant)
    moved_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class TicketMessage(Base):
    """One message of a ticket, sealed; `staff_id` says who of the staff wrote it, where that is known."""

    __tablename__ = "ticket_message"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    author: Mapped[str]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    quotes_id: Mapped[int | None] = mapped_column(Number)  # whose words are reported in it: see `models.reported`
    at: Mapped[datetime] = mapped_column(Instant)


_IS_OPEN = Ticket.state == OPEN
Index("ix_ticket_open", Ticket.person_id, unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)


class Standing(NamedTuple):
    """An open ticket as it stands; `messages` counts both sides."""

    id: int
    person_id: int
    contact_id: int
    waits_for: str
    opened_at: datetime
    moved_at: datetime
    messages: int


class Said(NamedTuple):
    """One message of a ticket, opened."""

    author: str
    text: str
    at: datetime


def open_for(db: Connection, person: int) -> Standing | None:
    """The open ticket of `person`."""
    return next(iter(_standing(db, Ticket.person_id == person)), None)


def find(db: Connection, ticket: int) -> Standing | None:
    """An open ticket by its number."""
    return next(iter(_standing(db, Ticket.id == ticket)), None)


def all_open(db: Connection) -> list[Standing]:
    """Every open ticket: those that wait for the staff first, the longest waiting before the others."""
    return sorted(_standing(db), key=lambda ticket: (ticket.waits_for != STAFF, ticket.moved_at))


def ask(db: Connection, person: int, contact: int, text: str, quotes: int | None = None) -> int:
    """Add what a person asks to her open ticket, or open one; its number. `quotes`: whose words she reports."""
    standing = open_for(db, person)
    moment = now()
    moved = {"contact_id": contact, "waits_for": STAFF, "moved_at": moment}
    if standing is not None:
        ticket = standing.id
        db.execute(update(Ticket).where(Ticket.id == ticket).values(moved))
    else:
        opened = {"person_id": person, "state": OPEN, "opened_at": moment, **moved}
        ticket = db.execute(insert(Ticket).values(opened).returning(Ticket.id)).scalar_one()
    _add(db, ticket, PERSON, None, text, moment, quotes)
    return ticket


def reply(db: Connection, ticket: int, text: str, staff: int | None) -> Standing | None:
    """Add what the staff answer, of whom `staff` wrote it if that is known; None when the ticket is not open."""
    moment = now()
    moved = update(Ticket).where(Ticket.id == ticket, Ticket.state == OPEN)
    if not db.execute(moved.values(waits_for=PERSON, moved_at=moment)).rowcount:
        return None
    _add(db, ticket, STAFF, staff, text, moment)
    return find(db, ticket)


def close(db: Connection, ticket: int) -> bool:
    """Close a ticket; False when it is not open."""
    moment = now()
    closed = update(Ticket).where(Ticket.id == ticket, Ticket.state == OPEN)
    return bool(db.execute(closed.values(state=CLOSED, moved_at=moment, closed_at=moment)).rowcount)


def may_be_read(db: Connection, ticket: int) -> bool:
    """Whether staff may read a ticket: not that of somebody who is being erased."""
    whose = select(Person.id).join(Ticket, Ticket.person_id == Person.id).where(Ticket.id == ticket)
    return db.execute(whose.where(Person.blocked_at.is_(None))).first() is not None


def thread(db: Connection, ticket: int) -> list[Said]:
    """Everything that was said in a ticket, in order."""
    rows = db.execute(
        select(TicketMessage.__table__).where(TicketMessage.ticket_id == ticket).order_by(TicketMessage.id)
    )
    opened = ((row, vault(db).open_text(row.body_sealed, "ticket_message", "body", row.seal_id)) for row in rows)
    return [Said(row.author, text or "", row.at) for row, text in opened]


def _standing(db: Connection, *where: ColumnElement[bool]) -> list[Standing]:
    count = select(func.count()).where(TicketMessage.ticket_id == Ticket.id).scalar_subquery()
    columns = (Ticket.id, Ticket.person_id, Ticket.contact_id, Ticket.waits_for, Ticket.opened_at, Ticket.moved_at)
    query = select(*columns, count).where(Ticket.state == OPEN, *where).order_by(Ticket.id)
    return [Standing._make(row) for row in db.execute(query)]


def _add(
    db: Connection, ticket: int, author: str, staff: int | None, text: str, moment: datetime, quotes: int | None = None
) -> None:
    seal_id = new_seal_id()
    values = {
        "ticket_id": ticket,
        "author": author,
        "staff_id": staff,
        "seal_id": seal_id,
        "body_sealed": vault(db).seal_text(text, "ticket_message", "body", seal_id),
        "quotes_id": quotes,
        "at": moment,
    }
    db.execute(insert(TicketMessage).values(values))
