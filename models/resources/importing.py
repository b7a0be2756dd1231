"""Puts resources into the store, all in one transaction: what has changed becomes a version, the rest is left.

Rows are written many at a time: 10,000 items at once must not hold up the messages of a small machine for long.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from models.base import Base
from models.files import Sealed
from models.resources import counter, writing
from models.resources.items import Item, Place
from models.resources.tables import ResourceFile, ResourceItem, ResourceItemTopic
from models.resources.writing import Version

NEW, CHANGED, UNCHANGED, BROUGHT_BACK = "new", "changed", "unchanged", "brought_back"
_ITEMS = Base.metadata.tables[ResourceItem.__tablename__]


class Wanted(NamedTuple):
    """An item to be kept: its fingerprint, the ids of its files, and those of them that were stored just now.

    `sealed` are the new files with the fingerprint of what staff gave.
    """

    item: Item
    fingerprint: bytes
    files: Mapping[Place, str]
    sealed: Sequence[tuple[Sealed, bytes]] = ()


class Standing(NamedTuple):
    """How an item stands in the store before it is imported; `files` are ids by the fingerprint of what was given."""

    fingerprint: bytes
    withdrawn: bool
    files: Mapping[bytes, str]


def standing(db: Connection) -> dict[str, Standing]:
    """Every item, by its key."""
    files: dict[int, dict[bytes, str]] = {}
    for row in db.execute(select(ResourceFile.item_id, ResourceFile.fingerprint, ResourceFile.id)):
        files.setdefault(row.item_id, {})[row.fingerprint] = row.id
    columns = (ResourceItem.id, ResourceItem.key, ResourceItem.fingerprint, ResourceItem.withdrawn_at)
    return {
        row.key: Standing(row.fingerprint, row.withdrawn_at is not None, files.get(row.id, {}))
        for row in db.execute(select(*columns))
    }


def keep(db: Connection, wanted: Sequence[Wanted], who: str, moment: datetime) -> dict[str, list[str]]:
    """Keep items of different keys; these by what became of them: new, changed, unchanged, brought_back."""
    counter.hold(db)
    rows = {row.key: row for row in db.execute(select(ResourceItem.__table__))}
    outcome: dict[str, list[str]] = {each: [] for each in (NEW, CHANGED, UNCHANGED, BROUGHT_BACK)}
    for each in wanted:
        outcome[_fate(rows.get(each.item.key), each)].append(each.item.key)
    unchanged = set(outcome[UNCHANGED])
    moved = [each for each in wanted if each.item.key not in unchanged]
    if moved:
        versions = _put(db, moved, rows, moment)
        writing.write(db, [each for each in versions if each.is_new], who, moment)
    return outcome


def withdraw(db: Connection, key: str, moment: datetime) -> bool:
    """Show an item to nobody any more; whether there was one to withdraw."""
    revision = counter.move_on(db)
    gone = update(ResourceItem).where(ResourceItem.key == key, ResourceItem.withdrawn_at.is_(None))
    return db.execute(gone.values(withdrawn_at=moment, changed_at=moment, revision=revision)).rowcount > 0


def touch(db: Connection, topics: Sequence[int]) -> None:
    """Let the items under some topics be found by the names that these have now."""
    under = select(ResourceItemTopic.item_id).where(ResourceItemTopic.topic_id.in_(topics)).distinct()
    items = list(db.scalars(under))
    first = counter.move_on(db, len(items)) - len(items) + 1
    moved = [{"row": item, "revision": revision} for revision, item in enumerate(items, first)]
    if moved:
        db.execute(update(_ITEMS).where(_ITEMS.c.id == bindparam("row")), moved)


def _fate(row: Row[Any] | None, wanted: Wanted) -> str:
    if row is None:
        return NEW
    if row.withdrawn_at is not None:
        return BROUGHT_BACK
    return UNCHANGED if row.fingerprint == wanted.fingerprint else CHANGED


def _put(db: Connection, moved: Sequence[Wanted], rows: Mapping[str, Row[Any]], moment: datetime) -> list[Version]:
    """The items as they are from now on, each under a number of its own; which versions of them that makes."""
    values = writing.columns(db, [each.item for each in moved])
    first = counter.move_on(db, len(moved)) - len(moved) + 1
    new, changed, versions = [], [], []
    for revision, (each, facts) in enumerate(zip(moved, values, strict=True), first):
        row = rows.get(each.item.key)
        version = 1 if row is None else row.version + (row.fingerprint != each.fingerprint)
        facts |= {"fingerprint": each.fingerprint, "revision": revision, "version": version, "changed_at": moment}
        if row is None:
            new.append(facts | {"key": each.item.key, "added_at": moment})
        else:
            changed.append(facts | {"row": row.id, "withdrawn_at": None})
        versions.append((each, version, row is None or version != row.version))
    if new:
        db.execute(insert(ResourceItem), new)
    if changed:
        db.execute(update(_ITEMS).where(_ITEMS.c.id == bindparam("row")), changed)
    ids = {row.key: row.id for row in db.execute(select(ResourceItem.key, ResourceItem.id))}
    return [
        Version(ids[each.item.key], version, each.item, each.files, each.sealed, is_new)
        for each, version, is_new in versions
    ]
