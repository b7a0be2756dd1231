"""The digest of what is new: for those who want it, by topic, once a month."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from models.people import Person
from models.resources import audiences, cards, topics
from models.resources.cards import Card
from models.resources.tables import ResourceItem, ResourceItemTopic, ResourceTopic
from models.resources.used_tables import ResourceDigest, ResourceFollow

EVERY = timedelta(days=30)


def following(db: Connection, person: int) -> list[str]:
    """The topics (keys) of which she wants to hear what is new."""
    query = select(ResourceTopic.key).join(ResourceFollow).where(ResourceFollow.person_id == person)
    return list(db.scalars(query.order_by(ResourceTopic.place)))


def follow(db: Connection, person: int, wanted: Sequence[str], moment: datetime) -> list[str]:
    """Let her hear of these topics (keys) and no others; without any, of none. Those that she follows now."""
    ids = topics.ids(db, wanted)
    hers = select(ResourceFollow.topic_id).where(ResourceFollow.person_id == person)
    before = set(db.scalars(hers))
    db.execute(delete(ResourceFollow).where(ResourceFollow.person_id == person, ResourceFollow.topic_id.not_in(ids)))
    fresh = [{"person_id": person, "topic_id": id, "since": moment} for id in ids if id not in before]
    if fresh:
        db.execute(insert(ResourceFollow), fresh)
    mine = ResourceDigest.person_id == person
    if not ids:
        db.execute(delete(ResourceDigest).where(mine))
    elif db.execute(select(ResourceDigest.person_id).where(mine)).first() is None:
        values = {"person_id": person, "told_until": moment, "due_at": moment + EVERY}
        db.execute(insert(ResourceDigest).values(values))
    return following(db, person)


def digests_due(db: Connection, moment: datetime, most: int = 50) -> list[int]:
    """The people whose digest is due. Each has to be settled: `note_digest`, or `put_off`."""
    query = select(ResourceDigest.person_id).join(Person, Person.id == ResourceDigest.person_id)
    due = query.where(ResourceDigest.due_at <= moment, Person.blocked_at.is_(None), Person.stopped_at.is_(None))
    return list(db.scalars(due.order_by(ResourceDigest.due_at).limit(most)))


def told_until(db: Connection, person: int) -> datetime | None:
    """Until when she has been told what is new; None if she follows nothing."""
    return db.execute(select(ResourceDigest.told_until).where(ResourceDigest.person_id == person)).scalar()


def new_since(
    db: Connection, person: int, language: str, since: datetime, moment: datetime, most: int = 10
) -> list[Card]:
    """Items that were added after `since` under the topics that she follows, the newest first."""
    mine = select(ResourceFollow.topic_id).where(ResourceFollow.person_id == person)
    under = select(ResourceItemTopic.item_id).where(ResourceItemTopic.topic_id.in_(mine))
    query = select(ResourceItem.id).where(audiences.may_see(db, person, moment), ResourceItem.id.in_(under))
    fresh = query.where(ResourceItem.added_at > since, ResourceItem.added_at <= moment)
    ids = list(db.scalars(fresh.order_by(ResourceItem.added_at.desc(), ResourceItem.id).limit(most)))
    return cards.cards(db, ids, language)


def note_digest(db: Connection, person: int, moment: datetime) -> None:
    """She was told until `moment`, or there was nothing to tell; the next digest is due in a month."""
    hers = update(ResourceDigest).where(ResourceDigest.person_id == person)
    db.execute(hers.values(told_until=moment, due_at=moment + EVERY))


def put_off(db: Connection, person: int, until: datetime) -> None:
    """Tell her later."""
    db.execute(update(ResourceDigest).where(ResourceDigest.person_id == person).values(due_at=until))


def tell_again(db: Connection, person: int, since: datetime, until: datetime) -> None:
    """At `until`, tell her again what is new since then."""
    hers = update(ResourceDigest).where(ResourceDigest.person_id == person)
    db.execute(hers.values(told_until=since, due_at=until))
