"""What staff see of resources: the list, one item with its versions, and how all of them are used."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from models.resources import audiences, cards
from models.resources.cards import Card
from models.resources.tables import ResourceItem, ResourceText, ResourceVersion
from models.resources.used_tables import ResourceTally

WITHDRAWN, OVER, LIVE = "withdrawn", "over", "live"


def listed(db: Connection, today: date) -> list[dict[str, Any]]:
    """Every item: key, kind, version, state, languages, title, until when it is valid."""
    titles: dict[int, dict[str, str]] = {}
    for row in db.execute(select(ResourceText.item_id, ResourceText.language, ResourceText.title)):
        if row.title:
            titles.setdefault(row.item_id, {})[row.language] = row.title
    rows = db.execute(select(ResourceItem.__table__).order_by(ResourceItem.key))
    return [
        {
            "key": row.key,
            "kind": row.kind,
            "version": row.version,
            "state": _state(row.withdrawn_at, row.valid_until, today),
            "titles": titles.get(row.id, {}),
            "valid_until": row.valid_until,
        }
        for row in rows
    ]


def shown(db: Connection, key: str, language: str) -> tuple[Card, dict[str, Any]] | None:
    """One item as it looks in a language, whether or not anybody may see it; its audience, versions and use."""
    row = db.execute(select(ResourceItem.__table__).where(ResourceItem.key == key)).one_or_none()
    if row is None:
        return None
    versions = select(ResourceVersion.version, ResourceVersion.created_at, ResourceVersion.created_by)
    found = db.execute(versions.where(ResourceVersion.item_id == row.id).order_by(ResourceVersion.version))
    more = {
        "audience": audiences.text(db, row.audience_id),
        "withdrawn_at": row.withdrawn_at,
        "versions": [each._asdict() for each in found],
        "used": {what: count for (_key, what), count in tallies(db, key=key).items()},
    }
    return cards.cards(db, [row.id], language)[0], more


def tallies(db: Connection, since: str = "", key: str | None = None) -> dict[tuple[str, str], int]:
    """How many people did what with which item since a month (such as 2026-11): by key and what."""
    query = select(ResourceItem.key, ResourceTally.what, func.sum(ResourceTally.count)).join(ResourceItem)
    query = query.where(ResourceTally.month >= since).group_by(ResourceItem.key, ResourceTally.what)
    if key is not None:
        query = query.where(ResourceItem.key == key)
    return {(key, what): int(count) for key, what, count in db.execute(query.order_by(ResourceItem.key))}


def _state(withdrawn: datetime | None, until: date | None, today: date) -> str:
    if withdrawn is not None:
        return WITHDRAWN
    return OVER if until is not None and until < today else LIVE
