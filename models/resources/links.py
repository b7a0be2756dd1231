"""Links of resources: when each is to be looked at, and whether it still leads anywhere."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, insert, literal, select, update

from models.base import Instant
from models.resources.tables import ResourceItem, ResourceLink, ResourceText

OK = "ok"
DEAD_AFTER = 3  # looks in a row that failed
EVERY, AGAIN = timedelta(days=7), timedelta(days=1)
_TAKEN = timedelta(hours=1)  # after which another one looks, should the first have died

#: Whether a link is held to be dead.
IS_DEAD: ColumnElement[bool] = ResourceLink.failures >= DEAD_AFTER


class Due(NamedTuple):
    """A link to look at."""

    id: int
    url: str


class Broken(NamedTuple):
    """A link that leads nowhere: of which item, in which language, why, and since when."""

    key: str
    language: str
    url: str
    outcome: str | None
    since: datetime | None
    failures: int


def kept(db: Connection, url: str, moment: datetime) -> int | None:
    """The number of a link, which is looked at from now on; nothing has none."""
    if not url:
        return None
    found = db.execute(select(ResourceLink.id).where(ResourceLink.url == url)).scalar()
    if found is not None:
        return found
    values = {"url": url, "due_at": moment, "failures": 0}
    return db.execute(insert(ResourceLink).values(values).returning(ResourceLink.id)).scalar_one()


def take_due(db: Connection, moment: datetime, most: int = 20) -> list[Due]:
    """Links of live items to be looked at now; nobody else gets them for an hour."""
    live = select(ResourceText.link_id).join(ResourceItem, ResourceItem.id == ResourceText.item_id)
    used = ResourceLink.id.in_(live.where(ResourceItem.withdrawn_at.is_(None), ResourceText.link_id.is_not(None)))
    query = select(ResourceLink.id, ResourceLink.url).where(ResourceLink.due_at <= moment, used)
    rows = db.execute(query.order_by(ResourceLink.due_at).limit(most).with_for_update(skip_locked=True))
    due = [Due(row.id, row.url) for row in rows]
    taken = update(ResourceLink).where(ResourceLink.id.in_([each.id for each in due]))
    db.execute(taken.values(due_at=moment + _TAKEN))
    return due


def note(db: Connection, link: int, outcome: str, moment: datetime) -> None:
    """Keep what a look at a link has shown: ok, or why not (a word of ours, or a status of HTTP)."""
    values: dict[str, object] = {"checked_at": moment, "outcome": outcome}
    if outcome == OK:
        values |= {"failures": 0, "failing_since": None, "due_at": moment + EVERY}
    else:
        since = func.coalesce(ResourceLink.failing_since, literal(moment, Instant))
        values |= {"failures": ResourceLink.failures + 1, "failing_since": since, "due_at": moment + AGAIN}
    db.execute(update(ResourceLink).where(ResourceLink.id == link).values(values))


def look_soon(db: Connection, item: int, moment: datetime) -> None:
    """Somebody says that a link of an item is dead: look at its links next, unless that was done within the hour."""
    hers = select(ResourceText.link_id).where(ResourceText.item_id == item, ResourceText.link_id.is_not(None))
    waiting = update(ResourceLink).where(ResourceLink.id.in_(hers), ResourceLink.due_at > moment + _TAKEN)
    db.execute(waiting.values(due_at=moment))


def broken(db: Connection) -> list[Broken]:
    """The links of live items that are held to be dead."""
    columns = (ResourceItem.key, ResourceText.language, ResourceLink.url, ResourceLink.outcome)
    query = select(*columns, ResourceLink.failing_since, ResourceLink.failures)
    query = query.join(ResourceText, ResourceText.item_id == ResourceItem.id)
    query = query.join(ResourceLink, ResourceLink.id == ResourceText.link_id)
    rows = db.execute(query.where(IS_DEAD, ResourceItem.withdrawn_at.is_(None)).order_by(ResourceItem.key))
    return [Broken(*row) for row in rows]
