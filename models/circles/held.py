"""What a person may read of her own circles: never anything of the others."""

from typing import Any

from sqlalchemy import Connection, select

from dialogue.catalogues import SOURCE
from models.circles.tables import Circle, CircleMember, CircleWish
from models.peers import aliases
from models.resources.tables import ResourceTopic


def wished_for(db: Connection, person: int) -> list[dict[str, Any]]:
    """On which topics she would like a circle, and since when."""
    columns = (ResourceTopic.key.label("topic"), CircleWish.moderates, CircleWish.state, CircleWish.created_at)
    query = select(*columns).join(CircleWish, CircleWish.topic_id == ResourceTopic.id)
    rows = db.execute(query.where(CircleWish.person_id == person).order_by(CircleWish.id))
    return [{**row._mapping, "state": "open" if row.state != "over" else "over"} for row in rows]


def been_in(db: Connection, person: int) -> list[dict[str, Any]]:
    """The circles that she is or was in, and under which name; not for which she is about to be asked."""
    columns = (CircleMember.alias, CircleMember.leads, CircleMember.rests, CircleMember.state, CircleMember.joined_at)
    query = select(ResourceTopic.key.label("topic"), *columns).join(Circle, Circle.topic_id == ResourceTopic.id)
    query = query.join(CircleMember, CircleMember.circle_id == Circle.id).order_by(CircleMember.id)
    rows = db.execute(query.where(CircleMember.person_id == person, CircleMember.joined_at.is_not(None)))
    return [{**row._mapping, "alias": aliases.said(row.alias).said(SOURCE)} for row in rows]
