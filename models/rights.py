"""What people ask of their data by law, with the days until which it has to be answered and carried out."""

from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models import legal_clock
from models.base import Base, Instant, Number
from models.people import Person
from models.zones import DEFAULT

ACCESS, RECTIFICATION, CANCELLATION, OBJECTION = "access", "rectification", "cancellation", "objection"


class RightsRequest(Base):
    """One request, by the number of the person. It stays when the person is deleted, and proves what was done."""

    __tablename__ = "rights_request"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    person_id: Mapped[int] = mapped_column(Number, index=True)  # no foreign key: the person may be gone
    kind: Mapped[str]
    purpose: Mapped[str | None]  # what was objected to
    asked_at: Mapped[datetime] = mapped_column(Instant)
    answer_by: Mapped[date]
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    carry_out_by: Mapped[date | None]
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)  # she thought better of it


class Request(NamedTuple):
    """A request as staff see it; `erased_on` is the day on which what is blocked will be deleted."""

    id: int
    person: int
    kind: str
    purpose: str | None
    asked_on: date
    answer_by: date
    answered_on: date | None
    carry_out_by: date | None
    done_on: date | None
    withdrawn_on: date | None
    erased_on: date | None

    @property
    def due(self) -> date | None:
        """The day until which the next thing has to be done; None when nothing is left to do.

        By law an erasure takes effect when the data are blocked; until they are deleted they wait for their day.
        """
        if self.done_on is not None or self.withdrawn_on is not None:
            return None
        if self.answered_on is None:
            return self.answer_by
        return self.erased_on or self.carry_out_by


_OPEN = (RightsRequest.done_at.is_(None), RightsRequest.withdrawn_at.is_(None))


def ask(db: Connection, person: int, kind: str, moment: datetime, purpose: str | None = None) -> int:
    """Write down a request that came at `moment`; its number. The days to answer it begin to count."""
    answer_by = legal_clock.answer_by(day_of(moment))
    values = {"person_id": person, "kind": kind, "purpose": purpose, "asked_at": moment, "answer_by": answer_by}
    return db.execute(insert(RightsRequest).values(values).returning(RightsRequest.id)).scalar_one()


def answer(db: Connection, request: int, moment: datetime) -> bool:
    """Note that a request was answered; the days to carry it out begin to count. False when it was not open."""
    carry_out_by = legal_clock.carry_out_by(day_of(moment))
    answered = update(RightsRequest).where(RightsRequest.id == request, *_OPEN, RightsRequest.answered_at.is_(None))
    return bool(db.execute(answered.values(answered_at=moment, carry_out_by=carry_out_by)).rowcount)


def carry_out(db: Connection, request: int, moment: datetime) -> bool:
    """Note that a request was carried out, and thereby answered if it was not. False when it was not open."""
    answer(db, request, moment)
    done = update(RightsRequest).where(RightsRequest.id == request, *_OPEN)
    return bool(db.execute(done.values(done_at=moment)).rowcount)


def at_once(db: Connection, person: int, kind: str, moment: datetime, purpose: str | None = None) -> int:
    """Write down a request that was answered and carried out in the moment it came; its number."""
    request = ask(db, person, kind, moment, purpose)
    carry_out(db, request, moment)
    return request


def withdraw(db: Connection, person: int, kind: str, moment: datetime) -> None:
    """Note that a person took her open requests of a kind back."""
    open_ones = update(RightsRequest).where(RightsRequest.person_id == person, RightsRequest.kind == kind, *_OPEN)
    db.execute(open_ones.values(withdrawn_at=moment))


def open_of(db: Connection, person: int, kind: str) -> list[int]:
    """The numbers of a person's open requests of a kind."""
    query = select(RightsRequest.id).where(RightsRequest.person_id == person, RightsRequest.kind == kind, *_OPEN)
    return list(db.scalars(query.order_by(RightsRequest.id)))


def everything(db: Connection, person: int | None = None) -> list[Request]:
    """Every request (of one person), those with something left to do first, the most urgent before the others."""
    query = select(RightsRequest.__table__, Person.suppress_at).outerjoin(Person, Person.id == RightsRequest.person_id)
    if person is not None:
        query = query.where(RightsRequest.person_id == person)
    found = [_opened(row) for row in db.execute(query.order_by(RightsRequest.id))]
    return sorted(found, key=lambda request: (request.due is None, request.due or date.max, request.id))


def day_of(moment: datetime) -> date:
    """The date at which a moment counts: the law looks at the clock of the capital."""
    return moment.astimezone(ZoneInfo(DEFAULT)).date()


def _opened(row: Row[Any]) -> Request:
    erased_at = row.suppress_at if row.kind == CANCELLATION else None
    dates = (_day_or_none(each) for each in (row.answered_at, row.done_at, row.withdrawn_at, erased_at))
    answered_on, done_on, withdrawn_on, erased_on = dates
    return Request(
        row.id,
        row.person_id,
        row.kind,
        row.purpose,
        day_of(row.asked_at),
        row.answer_by,
        answered_on,
        row.carry_out_by,
        done_on,
        withdrawn_on,
        erased_on,
    )


def _day_or_none(moment: datetime | None) -> date | None:
    return None if moment is None else day_of(moment)
