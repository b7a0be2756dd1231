"""What may help a person on: fitting what gets in her way or what she wrote of, in her language, and not seen yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Select, case, func, or_, select

from models.resources import audiences, cards, indexed, topics
from models.resources.cards import Card
from models.resources.tables import ResourceItem, ResourceItemTopic, ResourceText, ResourceTopicHurdle
from models.resources.used_tables import NOT_USEFUL, USEFUL, ResourceTally, ResourceUse
from models.resources.words import asked
from models.statements import Query

_MOST_FOUND = 300


class _Item(NamedTuple):
    id: int


_ANY = Query(select(ResourceItem.id).where(ResourceItem.withdrawn_at.is_(None)).limit(1), _Item)


def suggest(
    db: Connection,
    person: int,
    hurdle: str,
    language: str,
    moment: datetime,
    *,
    about: str = "",
    under: Sequence[str] = (),
    most: int = 3,
) -> list[Card]:
    """Up to `most` items against a `hurdle`, or `under` some topics (keys), that she has not seen in any way.

    What also fits `about` (the title of her plan, her note) comes first, then what others found useful. Without a
    hurdle or a topic only what fits `about` is suggested. Whoever shows them notes it: `uses.note_shown`.
    """
    if _ANY.first(db) is None:  # else every report would pay for a catalogue that there is not
        return []
    found = indexed.current(db).find(about, language)[:_MOST_FOUND] if asked(about) else []
    against = _under(db, hurdle, under)
    fresh = _fresh(db, person, language, moment)
    ids = list(db.scalars(fresh.where(ResourceItem.id.in_(against)).limit(_MOST_FOUND)))
    if not ids:
        ids = list(db.scalars(fresh.where(ResourceItem.id.in_(found))))
    place = {item: number for number, item in enumerate(found)}
    return cards.cards(db, sorted(ids, key=lambda item: place.get(item, len(place)))[:most], language)


def _under(db: Connection, hurdle: str, under: Sequence[str]) -> Select[int]:
    """The items under topics that help against a hurdle, or under some topics."""
    against = select(ResourceTopicHurdle.topic_id).where(ResourceTopicHurdle.hurdle == hurdle)
    wanted = or_(ResourceItemTopic.topic_id.in_(against), ResourceItemTopic.topic_id.in_(topics.ids(db, under)))
    return select(ResourceItemTopic.item_id).where(wanted)


def _fresh(db: Connection, person: int, language: str, moment: datetime) -> Select[int]:
    """The items that she may see, that are in her language, and that she knows nothing of; the most useful first."""
    seen = select(ResourceUse.item_id).where(ResourceUse.person_id == person)
    hers = select(ResourceText.item_id).where(ResourceText.language == language, ResourceText.title != "")
    sign = case((ResourceTally.what == USEFUL, 1), (ResourceTally.what == NOT_USEFUL, -1), else_=0)
    praise = select(func.sum(sign * ResourceTally.count)).where(ResourceTally.item_id == ResourceItem.id)
    query = select(ResourceItem.id).where(audiences.may_see(db, person, moment), ResourceItem.id.in_(hers))
    order = (func.coalesce(praise.scalar_subquery(), 0).desc(), ResourceItem.added_at.desc(), ResourceItem.id)
    return query.where(ResourceItem.id.not_in(seen)).order_by(*order)
