"""Who would like to be in a circle on a topic. Whatever comes of it, it is noted in the same way."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from models.circles.tables import (
    CONCERNED,
    IN,
    LIVE,
    MET,
    ON_THE_WAY,
    OVER,
    WISHED,
    Circle,
    CircleMember,
    CircleWish,
)
from models.resources import topics

A_WEEK, MOST_A_WEEK = timedelta(days=7), 3
MOST_AT_ONCE = 3  # wishes and circles together
AGAIN = timedelta(days=1)
NOTED, THERE, LIMIT, NO_TOPIC = "noted", "there", "limit", "no topic"


class Wish(NamedTuple):
    """A wish as the clock finds it."""

    id: int
    person: int
    topic: int
    moderates: bool


def wish(db: Connection, person: int, topic: str, moderates: bool, moment: datetime) -> str:
    """Note that `person` would be in a circle on a topic; else why not: she is there already, limit, or no topic.

    Whether somebody has been found for it meanwhile makes no difference: she hears of that when she is asked.
    """
    number = next(iter(topics.ids(db, [topic])), None)
    if number is None:
        return NO_TOPIC
    if number in _topics(db, person, IN):
        return THERE
    waits = _change(db, CircleWish.topic_id == number, person, moderates=moderates, due_at=moment)
    if waits or number in _topics(db, person, *ON_THE_WAY):
        return NOTED
    if not _may_wish(db, person, moment):
        return LIMIT
    values = {"person_id": person, "topic_id": number, "moderates": moderates, "state": WISHED}
    db.execute(insert(CircleWish).values(**values, created_at=moment, due_at=moment))
    return NOTED


def withdraw(db: Connection, person: int) -> bool:
    """`person` does not want to be asked for a circle any more; False when she had not wished for one."""
    return bool(_change(db, CircleWish.person_id == person, person, state=OVER, due_at=None))


def any_open(db: Connection, person: int) -> bool:
    """Whether `person` waits for a circle, also one that is being gathered."""
    query = select(CircleWish.id).where(CircleWish.person_id == person, CircleWish.state == WISHED)
    return bool(db.execute(query.limit(1)).first() or _topics(db, person, *ON_THE_WAY))


def due(db: Connection, moment: datetime, most: int) -> list[Wish]:
    """Up to `most` wishes to look at, which nobody else looks at meanwhile."""
    query = select(CircleWish.id, CircleWish.person_id, CircleWish.topic_id, CircleWish.moderates)
    query = query.where(CircleWish.due_at <= moment).order_by(CircleWish.due_at, CircleWish.id).limit(most)
    return [Wish._make(row) for row in db.execute(query.with_for_update(skip_locked=True))]


def still(db: Connection, wish: Wish) -> bool:
    """Whether a wish that is due is still open: one that was looked at before it may have found a circle for it."""
    return db.execute(select(CircleWish.state).where(CircleWish.id == wish.id)).scalar() == WISHED


def like(db: Connection, wish: Wish, most: int) -> list[Wish]:
    """The oldest wishes of others for a circle on the same topic."""
    query = select(CircleWish.id, CircleWish.person_id, CircleWish.topic_id, CircleWish.moderates)
    same = (CircleWish.topic_id == wish.topic, CircleWish.state == WISHED, CircleWish.person_id != wish.person)
    return [Wish._make(row) for row in db.execute(query.where(*same).order_by(CircleWish.id).limit(most))]


def put_off(db: Connection, wish: int, due_at: datetime | None) -> None:
    """Look at a wish again at `due_at`."""
    db.execute(update(CircleWish).where(CircleWish.id == wish, CircleWish.state == WISHED).values(due_at=due_at))


def met(db: Connection, found: Collection[int]) -> None:
    """Whoever has these wishes is asked for a circle."""
    here = update(CircleWish).where(CircleWish.id.in_(found), CircleWish.state == WISHED)
    db.execute(here.values(state=MET, due_at=None))


def settle(db: Connection, person: int, topic: int, state: str, due_at: datetime | None = None) -> None:
    """What becomes of the last wish of `person` for a topic: met, over, or (with `due_at`) open again."""
    last = select(func.max(CircleWish.id)).where(CircleWish.person_id == person, CircleWish.topic_id == topic)
    settled = update(CircleWish).where(CircleWish.id == last.scalar_subquery(), CircleWish.state.in_((WISHED, MET)))
    db.execute(settled.values(state=state, due_at=due_at))


def _change(db: Connection, which: ColumnElement[bool], person: int, **values: object) -> int:
    hers = update(CircleWish).where(which, CircleWish.person_id == person, CircleWish.state == WISHED)
    return db.execute(hers.values(**values)).rowcount


def _may_wish(db: Connection, person: int, moment: datetime) -> bool:
    lately = (CircleWish.person_id == person, CircleWish.created_at > moment - A_WEEK)
    waiting = (CircleWish.person_id == person, CircleWish.state == WISHED)
    made, open_ones = (db.execute(select(func.count()).where(*which)).scalar_one() for which in (lately, waiting))
    return made < MOST_A_WEEK and open_ones + len(_topics(db, person, *CONCERNED)) < MOST_AT_ONCE


def _topics(db: Connection, person: int, *states: str) -> list[int]:
    """The topics of circles in which `person` stands so."""
    query = select(Circle.topic_id).join(CircleMember, CircleMember.circle_id == Circle.id)
    hers = (CircleMember.person_id == person, CircleMember.state.in_(states), Circle.state.in_(LIVE))
    return list(db.scalars(query.where(*hers)))
