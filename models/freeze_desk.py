"""Freezes as staff see and keep them: which there are, whom they concern, and how long it is known."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, func, select

from models import people
from models.freezes import ACTIVE, AGENCY, ALL, Freeze, Whom, concerned
from models.people import Agency, Person
from models.sealing import vault

KEPT = timedelta(days=365)  # after it was lifted


class Standing(NamedTuple):
    """A freeze as staff see it: `whom` is the number of a person, the name of an agency, or the code of a state."""

    id: int
    kind: str
    whom: str | None
    people: int
    why: str | None
    set_by: str
    set_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None


def in_force(db: Connection, *, for_all: bool = False) -> list[int]:
    """The numbers of the freezes that are in force, or of those that concern everybody."""
    kinds = (Freeze.kind == ALL,) if for_all else ()
    return list(db.scalars(select(Freeze.id).where(ACTIVE, *kinds).order_by(Freeze.id)))


def same(db: Connection, whom: Whom) -> int | None:
    """The number of a freeze in force that concerns exactly these."""
    these = (Freeze.person_id == whom.person, Freeze.agency_id == whom.agency, Freeze.state == whom.state)
    return db.execute(select(Freeze.id).where(ACTIVE, Freeze.kind == whom.kind, *these).limit(1)).scalar()


def how_many(db: Connection, whom: Whom) -> int:
    """How many people such a freeze would concern; nobody who is being erased."""
    there = (concerned(whom), Person.blocked_at.is_(None))
    return db.execute(select(func.count()).select_from(Person).where(*there)).scalar_one()


def listed(db: Connection) -> list[Standing]:
    """Every freeze, those in force before the others, and the newest first; of the latter it tells no people."""
    query = select(Freeze.__table__).order_by(Freeze.lifted_at.is_not(None), Freeze.id.desc())
    return [_standing(db, row) for row in db.execute(query).all()]


def forget(db: Connection, moment: datetime) -> int:
    """Forget the freezes that were lifted a year ago; that there were some stays in the audit log."""
    return db.execute(delete(Freeze).where(Freeze.lifted_at < moment - KEPT)).rowcount


def held(db: Connection, person: int) -> list[dict[str, Any]]:
    """When and why relays, introductions and exports rested for a person by herself, for her own file."""
    query = select(Freeze.__table__).where(Freeze.person_id == person).order_by(Freeze.id)
    rows = db.execute(query).all()
    return [{"set_at": row.set_at, "lifted_at": row.lifted_at, "why": _why(db, row)} for row in rows]


def _standing(db: Connection, row: Row[Any]) -> Standing:
    whom = Whom(row.person_id, row.agency_id, row.state)
    named = people.place_name(db, Agency, row.agency_id) if whom.kind == AGENCY else row.person_id or row.state
    count = 0 if row.lifted_at else how_many(db, whom)
    signed = (row.set_by, row.set_at, row.lifted_by, row.lifted_at)
    return Standing(row.id, row.kind, None if named is None else str(named), count, _why(db, row), *signed)


def _why(db: Connection, row: Row[Any]) -> str | None:
    return vault(db).open_text(row.why_sealed, "freeze", "why", row.seal_id)
