"""Writes what items consist of: their facts, texts, topics, files, and what each version of them was."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, delete, insert, select

from models.files import Sealed
from models.resources import audiences, filing, links
from models.resources.items import Item, Place, with_files
from models.resources.tables import ResourceItemTopic, ResourceText, ResourceTopic, ResourceVersion

_PORTION = 500


class Version(NamedTuple):
    """One version of an item; `is_new` where it is none that was written before."""

    id: int
    version: int
    item: Item
    files: Mapping[Place, str]
    sealed: Sequence[tuple[Sealed, bytes]]
    is_new: bool


def columns(db: Connection, items: Sequence[Item]) -> list[dict[str, Any]]:
    """The facts of items as their table has them; audiences are kept from now on."""
    numbers = {text: audiences.kept(db, text) for text in {item.audience for item in items}}
    return [
        {
            "kind": item.kind,
            "source": item.source or None,
            "licence": item.licence or None,
            "valid_until": date.fromisoformat(item.valid_until) if item.valid_until else None,
            "audience_id": numbers[item.audience],
        }
        for item in items
    ]


def write(db: Connection, versions: Sequence[Version], who: str, moment: datetime) -> None:
    """What items consist of from now on, and what these versions of them were."""
    for start in range(0, len(versions), _PORTION):
        _write(db, versions[start : start + _PORTION], who, moment)


def _write(db: Connection, versions: Sequence[Version], who: str, moment: datetime) -> None:
    """The audience stays in its own place, sealed."""
    for each in versions:
        for file, given in each.sealed:
            filing.record(db, file, each.id, given, moment)
    ids = [each.id for each in versions]
    for table in (ResourceItemTopic, ResourceText):
        db.execute(delete(table).where(table.item_id.in_(ids)))
    topics = {row.key: row.id for row in db.execute(select(ResourceTopic.key, ResourceTopic.id))}
    about = [{"item_id": each.id, "topic_id": topics[key]} for each in versions for key in each.item.topics]
    db.execute(insert(ResourceItemTopic), about)
    db.execute(insert(ResourceText), list(_texts(db, versions, moment)))
    made = {"created_at": moment, "created_by": who}
    db.execute(
        insert(ResourceVersion),
        [{"item_id": each.id, "version": each.version, "content": _content(each), **made} for each in versions],
    )


def _texts(db: Connection, versions: Sequence[Version], moment: datetime) -> Iterator[dict[str, Any]]:
    urls = {text.link for each in versions for text in each.item.texts.values()}
    numbers = {url: links.kept(db, url, moment) for url in urls}
    for each in versions:
        for language, text in each.item.texts.items():
            yield {
                "item_id": each.id,
                "language": language,
                "title": text.title,
                "summary": text.summary,
                "words": text.words,
                "link_id": numbers[text.link],
                "file_id": each.files.get((language, "file")),
                "light_id": each.files.get((language, "light")),
            }


def _content(version: Version) -> bytes:
    item = with_files(version.item, dict(version.files))
    return msgspec.json.encode(msgspec.structs.replace(item, audience=""))
