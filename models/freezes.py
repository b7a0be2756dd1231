"""Incident freezes: after an incident, relays, introductions and exports rest for a person, an agency, a state, or all.

Whoever is concerned when a freeze begins stays so until it is lifted: nobody gets out of it by changing her profile.
Whoever comes to the agency or the state meanwhile is concerned as well.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    bindparam,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    true,
    union,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number
from models.people import Person
from models.sealing import new_seal_id, vault
from models.statements import Prepared

PERSON, AGENCY, STATE, ALL = "person", "agency", "state", "all"


class Freeze(Base):
    """One freeze. Why it was set is sealed; `set_by` and `lifted_by` are as the audit log has it."""

    __tablename__ = "freeze"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a number stands in the audit log, and is never given again

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    kind: Mapped[str]  # person, agency, state, all
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    state: Mapped[str | None]  # a code of `models.states`
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    why_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    set_by: Mapped[str]
    set_at: Mapped[datetime] = mapped_column(Instant)
    lifted_by: Mapped[str | None]
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)


ACTIVE = Freeze.lifted_at.is_(None)
Index("ix_freeze_active", Freeze.kind, sqlite_where=ACTIVE, postgresql_where=ACTIVE)


class FrozenPerson(Base):
    """Somebody who was concerned when a freeze on an agency or a state began; gone when it is lifted."""

    __tablename__ = "frozen_person"

    freeze_id: Mapped[int] = mapped_column(ForeignKey("freeze.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class Whom(NamedTuple):
    """Whom a freeze concerns: exactly one of these, or nothing for everybody."""

    person: int | None = None
    agency: int | None = None
    state: str | None = None

    @property
    def kind(self) -> str:
        """As the table has it."""
        named = ((PERSON, self.person), (AGENCY, self.agency), (STATE, self.state))
        return next((kind for kind, value in named if value is not None), ALL)


def _active(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether any such freeze is in force: the database looks once, before any person."""
    return exists(select(literal(1)).where(ACTIVE, *which))


def _concerned() -> ColumnElement[bool]:
    """Whether any freeze concerns the person of the statement."""
    return or_(
        _active(Freeze.kind == ALL),
        Person.id.in_(select(Freeze.person_id).where(ACTIVE, Freeze.kind == PERSON)),
        Person.id.in_(select(FrozenPerson.person_id)),
        Person.agency_id.in_(select(Freeze.agency_id).where(ACTIVE, Freeze.kind == AGENCY)),
        Person.state.in_(select(Freeze.state).where(ACTIVE, Freeze.kind == STATE)),
    )


_EITHER = select(Person.id).where(
    _active(), or_(Person.id == bindparam("person"), Person.id == bindparam("other")), _concerned()
)
_FROZEN_OF = Prepared(_EITHER)
#: As `either_frozen`, for a statement that has other things to ask of the two.
EITHER_FROZEN = _EITHER.correlate(None).exists()


def is_frozen(db: Connection, person: int) -> bool:
    """Whether relays, introductions and exports rest for `person`."""
    return either_frozen(db, person, person)


def either_frozen(db: Connection, person: int, other: int) -> bool:
    """Whether they rest for either of the two."""
    return _FROZEN_OF.number(db, person=person, other=other) is not None


#: Each part begins with the freezes, so that no person is read where there is none.
_FROZEN: CompoundSelect[Any] = union(
    select(FrozenPerson.person_id),
    select(Freeze.person_id).where(ACTIVE, Freeze.kind == PERSON),
    select(Person.id).select_from(Freeze).join(Person, Person.id.is_not(None)).where(ACTIVE, Freeze.kind == ALL),
    select(Person.id)
    .select_from(Freeze)
    .join(Person, Person.agency_id == Freeze.agency_id)
    .where(ACTIVE, Freeze.kind == AGENCY),
    select(Person.id)
    .select_from(Freeze)
    .join(Person, Person.state == Freeze.state)
    .where(ACTIVE, Freeze.kind == STATE),
)
_THEIR_IDS = select(Person.id).where(Person.id.in_(_FROZEN)).correlate(None)


def frozen() -> Select[int]:
    """The ids of all for whom they rest: `Person.id.not_in(freezes.frozen())`; without a freeze nothing is read."""
    return _THEIR_IDS


_ANY = Prepared(select(Freeze.id).where(ACTIVE).limit(1))


def is_any(db: Connection) -> bool:
    """Whether any freeze is in force."""
    return _ANY.number(db) is not None


def concerned(whom: Whom) -> ColumnElement[bool]:
    """The condition on `Person` for those whom such a freeze concerns now."""
    if whom.kind == PERSON:
        return Person.id == whom.person
    if whom.kind == AGENCY:
        return Person.agency_id == whom.agency
    return Person.state == whom.state if whom.kind == STATE else true()


def begin(db: Connection, whom: Whom, why: str | None, by: str, moment: datetime) -> int:
    """Note a freeze, and whom it concerns; its number."""
    seal_id = new_seal_id()
    values = {
        "kind": whom.kind,
        "person_id": whom.person,
        "agency_id": whom.agency,
        "state": whom.state,
        "seal_id": seal_id,
        "why_sealed": vault(db).seal_text(why, "freeze", "why", seal_id),
        "set_by": by,
        "set_at": moment,
    }
    number = db.execute(insert(Freeze).values(values).returning(Freeze.id)).scalar_one()
    if whom.kind in (AGENCY, STATE):
        there = select(literal(number), Person.id).where(concerned(whom))
        db.execute(insert(FrozenPerson).from_select(["freeze_id", "person_id"], there))
    return number


def lift(db: Connection, number: int, by: str, moment: datetime) -> bool:
    """End a freeze; False when there is none of this number in force."""
    lifted = update(Freeze).where(Freeze.id == number, ACTIVE).values(lifted_by=by, lifted_at=moment)
    if not db.execute(lifted).rowcount:
        return False
    db.execute(delete(FrozenPerson).where(FrozenPerson.freeze_id == number))
    return True
