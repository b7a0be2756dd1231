"""Resources as people see them: in their own language where there is one, else in another one, which is said."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from dialogue.catalogues import languages
from models.resources import audiences, topics
from models.resources.links import DEAD_AFTER
from models.resources.tables import (
    ResourceFile,
    ResourceItem,
    ResourceItemTopic,
    ResourceLink,
    ResourceText,
    ResourceTopic,
)

_PORTION = 100


class FileFacts(msgspec.Struct, frozen=True):
    """A file that can be sent: `size` in bytes, `type` as MIME, `language` as of the text it belongs to."""

    id: str
    type: str
    name: str
    size: int
    language: str


class Card(msgspec.Struct, frozen=True):
    """What a person is told of an item; all of it is JSON. `language` is that of the title and the summary.

    `other_language` says that there is nothing in hers. `light` is smaller than `file`. A link that is held to be dead
    is told by `dead`.
    """

    key: str
    kind: str
    title: str
    summary: str
    language: str
    other_language: bool
    topics: list[str]
    file: FileFacts | None = None
    light: FileFacts | None = None
    link: str = ""
    dead: bool = False
    source: str = ""
    licence: str = ""
    valid_until: str = ""
    version: int = 1


def card(db: Connection, key: str, language: str, person: int | None, moment: datetime) -> Card | None:
    """One item, if `person` may see it."""
    visible = audiences.may_see(db, person, moment)
    found = db.execute(select(ResourceItem.id).where(ResourceItem.key == key, visible)).scalar()
    return None if found is None else next(iter(cards(db, [found], language)), None)


def by_topic(
    db: Connection, topic: str, language: str, person: int | None, moment: datetime, most: int = 100
) -> list[Card]:
    """What `person` may see under a topic: her language first, then the newest."""
    visible = audiences.may_see(db, person, moment)
    query = (
        select(ResourceItem.id).join(ResourceItemTopic).join(ResourceTopic).where(ResourceTopic.key == topic, visible)
    )
    ids = list(db.scalars(query.order_by(ResourceItem.added_at.desc(), ResourceItem.id).limit(most)))
    return sorted(cards(db, ids, language), key=lambda each: each.other_language)


def visible(db: Connection, ids: Sequence[int], person: int | None, moment: datetime, most: int) -> list[int]:
    """The first `most` of `ids`, in their order, that `person` may see."""
    allowed = audiences.may_see(db, person, moment)
    kept: list[int] = []
    for start in range(0, len(ids), _PORTION):
        some = ids[start : start + _PORTION]
        found = set(db.scalars(select(ResourceItem.id).where(ResourceItem.id.in_(some), allowed)))
        kept += [id for id in some if id in found]
        if len(kept) >= most:
            break
    return kept[:most]


def cards(db: Connection, ids: Sequence[int], language: str) -> list[Card]:
    """The items of these numbers in their order, as a reader of `language` sees them; whether she may is not asked."""
    if not ids:
        return []
    items = {row.id: row for row in db.execute(select(ResourceItem.__table__).where(ResourceItem.id.in_(ids)))}
    texts, about = _texts(db, ids), _about(db, ids, language)
    return [_card(items[id], texts[id], about[id], language) for id in ids if id in items]


def _texts(db: Connection, ids: Sequence[int]) -> Mapping[int, Mapping[str, dict[str, Any]]]:
    """The texts of each item by language, with its link and its files."""
    query = select(ResourceText.__table__, ResourceLink.url, ResourceLink.failures)
    query = query.outerjoin(ResourceLink, ResourceLink.id == ResourceText.link_id)
    rows = list(db.execute(query.where(ResourceText.item_id.in_(ids))))
    wanted = [id for row in rows for id in (row.file_id, row.light_id) if id]
    files = {row.id: row for row in db.execute(select(ResourceFile.__table__).where(ResourceFile.id.in_(wanted)))}
    found: defaultdict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        sent = {name: _facts(files.get(getattr(row, f"{name}_id")), row.language) for name in ("file", "light")}
        linked = {"link": row.url or "", "dead": (row.failures or 0) >= DEAD_AFTER}
        found[row.item_id][row.language] = {"title": row.title, "summary": row.summary, **linked, **sent}
    return found


def _about(db: Connection, ids: Sequence[int], language: str) -> Mapping[int, list[str]]:
    names = {topic.key: topics.named(topic, language) for topic in topics.everything(db)}
    query = select(ResourceItemTopic.item_id, ResourceTopic.key).join(ResourceTopic)
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in db.execute(query.where(ResourceItemTopic.item_id.in_(ids)).order_by(ResourceTopic.place)):
        found[row.item_id].append(names[row.key])
    return found


def _facts(row: Row[Any] | None, language: str) -> FileFacts | None:
    return None if row is None else FileFacts(row.id, row.type, row.name, row.size, language)


def _card(row: Row[Any], texts: Mapping[str, dict[str, Any]], about: list[str], language: str) -> Card:
    order = [language, *(each for each in (*languages(), *sorted(texts)) if each != language)]
    titled = [each for each in order if texts.get(each, {}).get("title")]
    shown = titled[0]
    opened = next((texts[each] for each in titled if texts[each]["file"] or texts[each]["link"]), texts[shown])
    told = {name: opened[name] for name in ("file", "light", "link", "dead")}
    return Card(
        key=row.key,
        kind=row.kind,
        title=texts[shown]["title"],
        summary=texts[shown]["summary"],
        language=shown,
        other_language=shown != language,
        topics=about,
        source=row.source or "",
        licence=row.licence or "",
        valid_until=row.valid_until.isoformat() if row.valid_until else "",
        version=row.version,
        **told,
    )
