"""Who is in a circle, as each of its members and the clock see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, select, update

from models.circles.tables import GONE, IN, KNOCKS, LIVE, OPEN, RESTS, RUNNING, Circle, CircleMember
from models.resources.tables import ResourceTopic


class Seat(NamedTuple):
    """Somebody in a circle, or on the way into it: `alias` is how the others call her there."""

    id: int
    circle: int
    person: int
    alias: int
    state: str
    leads: bool
    moderates: bool
    rests: bool
    until: datetime
    begun_at: datetime
    joined_at: datetime | None
    circle_state: str
    opened_at: datetime | None
    topic_id: int
    topic: str


def find(db: Connection, person: int, circle: int, *, holds: bool = False) -> Seat | None:
    """The seat of `person` in a circle; None when she has none.

    Whoever `holds` the circle changes it alone until the transaction ends.
    """
    if holds:
        db.execute(select(Circle.id).where(Circle.id == circle).with_for_update())
    return next(iter(_seats(db, CircleMember.person_id == person, Circle.id == circle)), None)


def by_number(db: Connection, circle: int, member: int) -> Seat | None:
    """Whoever has this number in a circle, and is or was in it."""
    there = (Circle.id == circle, CircleMember.id == member, CircleMember.joined_at.is_not(None))
    return next(iter(_seats(db, *there)), None)


def circles_of(db: Connection, person: int) -> list[Seat]:
    """The circles in which `person` is, the one where somebody wrote last before the others."""
    return _seats(db, CircleMember.person_id == person, CircleMember.state == IN, Circle.state.in_(RUNNING))


def hers(db: Connection, person: int, *states: str) -> list[Seat]:
    """The seats of `person` in these states, in circles that are not over; nobody else changes these meanwhile."""
    where = (CircleMember.person_id == person, CircleMember.state.in_(states), Circle.state.in_(LIVE))
    circles = select(Circle.id).join(CircleMember, CircleMember.circle_id == Circle.id).where(*where)
    db.execute(circles.order_by(Circle.id).with_for_update(of=Circle.__table__))
    return _seats(db, *where)


def seated(db: Connection, circle: int, *states: str) -> list[Seat]:
    """Everybody who is in a circle (or in it in these `states`), in the order in which they came."""
    return _seats(db, Circle.id == circle, CircleMember.state.in_(states or (IN,)))[::-1]


def to_tell(db: Connection, circle: int) -> list[Seat]:
    """Whose coming or going somebody is still to hear of."""
    return _seats(db, Circle.id == circle, CircleMember.tell.is_(True))[::-1]


def set_seat(db: Connection, seat: Seat, before: Sequence[str] = (), **values: Any) -> bool:
    """Change how somebody stands; False when she was in none of the states `before`."""
    changed = update(CircleMember).where(CircleMember.id == seat.id)
    if before:
        changed = changed.where(CircleMember.state.in_(before))
    return bool(db.execute(changed.values(**values)).rowcount)


def look_at(db: Connection, circle: int, moment: datetime) -> None:
    """Let the clock look at a circle at once: somebody is gone from it, or it has come to an end."""
    db.execute(update(Circle).where(Circle.id == circle, Circle.state.in_(LIVE)).values(due_at=moment))


def leave(db: Connection, seat: Seat, moment: datetime, state: str = GONE) -> bool:
    """Somebody is in the circle no more, by her own word or (`REMOVED`) another's; the others never hear why."""
    if not set_seat(db, seat, (IN,), state=state, leads=False, due_at=None, tell=True):
        return False
    look_at(db, seat.circle, moment)
    return True


def lead(db: Connection, seat: Seat) -> None:
    """Let somebody moderate, and nobody else."""
    there = CircleMember.circle_id == seat.circle
    db.execute(update(CircleMember).where(there, CircleMember.leads.is_(True)).values(leads=False))
    set_seat(db, seat, (IN,), leads=True, moderates=True)
    waits = update(CircleMember).where(there, CircleMember.state == KNOCKS)
    db.execute(waits.values(tell=True))  # nobody may have been asked
    db.execute(update(Circle).where(Circle.id == seat.circle, Circle.state == RESTS).values(state=OPEN))


def step_down(db: Connection, seat: Seat, moment: datetime) -> None:
    """Whoever moderates does not want to any more, and stays."""
    set_seat(db, seat, (IN,), leads=False, moderates=False)
    look_at(db, seat.circle, moment)


def _seats(db: Connection, *where: ColumnElement[bool]) -> list[Seat]:
    columns = [getattr(CircleMember, name) for name in _OF_MEMBER]
    query = select(*columns, Circle.state.label("circle_state"), Circle.opened_at, Circle.topic_id, ResourceTopic.key)
    query = query.join(Circle, Circle.id == CircleMember.circle_id)
    query = query.join(ResourceTopic, ResourceTopic.id == Circle.topic_id).where(*where)
    rows = db.execute(query.order_by(Circle.spoke_at.desc(), CircleMember.joined_at.desc(), CircleMember.id.desc()))
    return [Seat._make(row) for row in rows]


_OF_MEMBER = (
    *("id", "circle_id", "person_id", "alias", "state", "leads", "moderates", "rests"),
    *("until", "begun_at", "joined_at"),
)
