"""Topics: kept by the import, and shown to people by name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from models.resources import audiences
from models.resources.items import Topic
from models.resources.tables import (
    ResourceItem,
    ResourceItemTopic,
    ResourceTopic,
    ResourceTopicHurdle,
    ResourceTopicName,
)


class Shelf(NamedTuple):
    """A topic as a person sees it: its name in her language, and how many items she may see under it."""

    key: str
    name: str
    items: int


def everything(db: Connection) -> list[Topic]:
    """Every topic, in order."""
    names: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for row in db.execute(select(ResourceTopicName.__table__)):
        names[row.topic_id][row.language] = row.name
    hurdles: defaultdict[int, list[str]] = defaultdict(list)
    for row in db.execute(select(ResourceTopicHurdle.__table__).order_by(ResourceTopicHurdle.hurdle)):
        hurdles[row.topic_id].append(row.hurdle)
    rows = db.execute(select(ResourceTopic.id, ResourceTopic.key).order_by(ResourceTopic.place, ResourceTopic.id))
    return [Topic(row.key, names[row.id], tuple(hurdles[row.id])) for row in rows]


def topics(db: Connection, language: str, person: int | None, moment: datetime) -> list[Shelf]:
    """The topics under which `person` may see something, in order, by their names in `language`."""
    visible = audiences.may_see(db, person, moment)
    counted = select(ResourceItemTopic.topic_id, func.count().label("number")).join(ResourceItem).where(visible)
    counts = counted.group_by(ResourceItemTopic.topic_id).subquery()
    query = select(ResourceTopic.key, counts.c.number).join(counts, counts.c.topic_id == ResourceTopic.id)
    found = {topic.key: topic for topic in everything(db)}
    rows = db.execute(query.order_by(ResourceTopic.place, ResourceTopic.id))
    return [Shelf(row.key, named(found[row.key], language), row.number) for row in rows]


def named(topic: Topic, language: str) -> str:
    """The name of a topic in `language`, or in another one that it has."""
    return topic.names.get(language) or next(iter(topic.names.values()), topic.key)


def ids(db: Connection, keys: Iterable[str]) -> list[int]:
    """The numbers of topics; keys of which there is none are left out."""
    return list(db.scalars(select(ResourceTopic.id).where(ResourceTopic.key.in_(list(keys)))))


def keep(db: Connection, wanted: Sequence[Topic]) -> list[int]:
    """Keep topics in their order; the numbers of those that are new or called otherwise now."""
    before = {topic.key: topic for topic in everything(db)}
    known = {row.key: row.id for row in db.execute(select(ResourceTopic.key, ResourceTopic.id))}
    moved = []
    for place, topic in enumerate(wanted):
        id = known.get(topic.key)
        if id is None:
            id = db.execute(
                insert(ResourceTopic).values(key=topic.key, place=place).returning(ResourceTopic.id)
            ).scalar_one()
        db.execute(update(ResourceTopic).where(ResourceTopic.id == id).values(place=place))
        if (was := before.get(topic.key)) is None or was.names != topic.names:
            moved.append(id)
        _write(db, id, topic)
    return moved


def _write(db: Connection, id: int, topic: Topic) -> None:
    for table in (ResourceTopicName, ResourceTopicHurdle):
        db.execute(delete(table).where(table.topic_id == id))
    db.execute(
        insert(ResourceTopicName),
        [{"topic_id": id, "language": one, "name": name} for one, name in topic.names.items()],
    )
    if topic.hurdles:
        db.execute(insert(ResourceTopicHurdle), [{"topic_id": id, "hurdle": hurdle} for hurdle in topic.hurdles])
