"""What staff see of circles: that there are some, on which topics, and how they go. Never who, never what."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from models.circles.tables import ENDED, IN, Circle, CircleMember
from models.resources.tables import ResourceTopic


class Summary(NamedTuple):
    """One circle; `members` counts those who are in it now."""

    id: int
    topic: str
    state: str
    members: int
    begun_at: datetime
    opened_at: datetime | None
    spoke_at: datetime | None
    ended_at: datetime | None


def everything(db: Connection) -> list[Summary]:
    """Every circle, those that are not over first."""
    there = (CircleMember.circle_id == Circle.id, CircleMember.state == IN)
    members = select(func.count()).select_from(CircleMember).where(*there).scalar_subquery()
    columns = (Circle.begun_at, Circle.opened_at, Circle.spoke_at, Circle.ended_at)
    query = select(Circle.id, ResourceTopic.key, Circle.state, members, *columns)
    query = query.join(ResourceTopic, ResourceTopic.id == Circle.topic_id)
    return [Summary._make(row) for row in db.execute(query.order_by(Circle.state == ENDED, Circle.id))]
