"""What people do with resources: for each her own list, and counts without persons for staff."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from dialogue.catalogues import languages
from models.resources import audiences, cards, links
from models.resources.cards import Card
from models.resources.tables import ResourceItem, ResourceText
from models.resources.used_tables import (
    DEAD,
    NOT_USEFUL,
    OPENED,
    SAVED,
    SENT,
    SHOWN,
    USEFUL,
    ResourceTally,
    ResourceUse,
)


def note_shown(db: Connection, person: int, key: str, moment: datetime) -> bool:
    """She was shown an item unasked. This and the others are False where there is no such item."""
    return _note(db, person, key, SHOWN, moment)


def note_opened(db: Connection, person: int, key: str, moment: datetime) -> bool:
    """She looked at an item, or was given its link."""
    return _note(db, person, key, OPENED, moment)


def note_sent(db: Connection, person: int, key: str, moment: datetime) -> bool:
    """She had a file of an item sent to her."""
    return _note(db, person, key, SENT, moment)


def note_saved(db: Connection, person: int, key: str, moment: datetime) -> bool:
    """She keeps an item on her list."""
    return _note(db, person, key, SAVED, moment)


def note_dead(db: Connection, person: int, key: str, moment: datetime) -> bool:
    """She says that a link of an item leads nowhere: it is looked at soon."""
    if (item := _item(db, key)) is None:
        return False
    links.look_soon(db, item, moment)
    return _note(db, person, key, DEAD, moment)


def note_useful(db: Connection, person: int, key: str, useful: bool, moment: datetime) -> bool:
    """She says whether an item was useful; only the last word counts."""
    if (item := _item(db, key)) is None:
        return False
    before = _row(db, item, person)[ResourceUse.useful.key]
    if before is not None and before != useful:
        _count(db, item, USEFUL if before else NOT_USEFUL, moment, -1)
    if before != useful:
        _count(db, item, USEFUL if useful else NOT_USEFUL, moment)
        _set(db, item, person, useful=useful)
    return True


def drop_saved(db: Connection, person: int, key: str) -> bool:
    """She takes an item off her list."""
    return (item := _item(db, key)) is not None and _set(db, item, person, saved_at=None)


def saved(db: Connection, person: int, language: str, moment: datetime) -> list[Card]:
    """Her list, the last one first; what she may not see any more is left out."""
    visible = audiences.may_see(db, person, moment)
    query = select(ResourceUse.item_id).join(ResourceItem).where(ResourceUse.person_id == person, visible)
    kept = query.where(ResourceUse.saved_at.is_not(None)).order_by(ResourceUse.saved_at.desc(), ResourceUse.item_id)
    return cards.cards(db, list(db.scalars(kept)), language)


def is_saved(db: Connection, person: int, key: str) -> bool:
    """Whether an item is on her list."""
    hers = (ResourceItem.key == key, ResourceUse.person_id == person, ResourceUse.saved_at.is_not(None))
    return db.execute(select(ResourceUse.item_id).join(ResourceItem).where(*hers)).first() is not None


def held(db: Connection, person: int) -> list[dict[str, Any]]:
    """All that is held of her in this, for her own eyes, as JSON."""
    title = select(ResourceText.title).where(ResourceText.item_id == ResourceItem.id, ResourceText.title != "")
    title = title.order_by(ResourceText.language != languages()[0], ResourceText.language)
    query = select(ResourceUse.__table__, title.limit(1).scalar_subquery().label("title")).join(ResourceItem)
    rows = db.execute(query.where(ResourceUse.person_id == person).order_by(ResourceUse.item_id))
    names = ("title", "shown_at", "opened_at", "sent_at", "saved_at", "useful", "dead_at")
    return [{name: _told(getattr(row, name)) for name in names} for row in rows]


def _note(db: Connection, person: int, key: str, what: str, moment: datetime) -> bool:
    """Note the moment, and count it if it is her first time."""
    if (item := _item(db, key)) is None:
        return False
    if _row(db, item, person)[f"{what}_at"] is None:
        _count(db, item, what, moment)
    return _set(db, item, person, **{f"{what}_at": moment})


def _item(db: Connection, key: str) -> int | None:
    return db.execute(select(ResourceItem.id).where(ResourceItem.key == key)).scalar()


def _row(db: Connection, item: int, person: int) -> dict[str, Any]:
    """Her row, which is made if need be."""
    hers = (ResourceUse.item_id == item, ResourceUse.person_id == person)
    found = db.execute(select(ResourceUse.__table__).where(*hers)).one_or_none()
    if found is None:
        db.execute(insert(ResourceUse).values(item_id=item, person_id=person))
        found = db.execute(select(ResourceUse.__table__).where(*hers)).one()
    return found._asdict()


def _set(db: Connection, item: int, person: int, **values: object) -> bool:
    hers = update(ResourceUse).where(ResourceUse.item_id == item, ResourceUse.person_id == person)
    return db.execute(hers.values(values)).rowcount > 0


def _count(db: Connection, item: int, what: str, moment: datetime, by: int = 1) -> None:
    month = f"{moment:%Y-%m}"
    this = (ResourceTally.item_id == item, ResourceTally.month == month, ResourceTally.what == what)
    if not db.execute(update(ResourceTally).where(*this).values(count=ResourceTally.count + by)).rowcount:
        db.execute(insert(ResourceTally).values(item_id=item, month=month, what=what, count=by))


def _told(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="seconds") if isinstance(value, datetime) else value
