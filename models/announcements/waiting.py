"""What an announcement waits for that has begun and does not move: a word, the morning, a limit, its readers."""

from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from models.announcements import progress, quota
from models.announcements.reading import Standing
from models.announcements.tables import DONE, HELD, PAUSED, SENDING
from models.messages import ANNOUNCED, KNOCK, QUEUED, WAITING, Message
from models.messages import SENDING as IN_THE_AIR

SOON = timedelta(minutes=3)  # within which it is not waiting, but going on
WORD, PAUSE, LIMIT, LATER, OPENING = "word", "pause", "limit", "later", "opening"
#: Why a copy was put off, as `models.announcements.weighing` notes it; anything else is simply later.
PUT_OFF = ("quiet", "paused", "no_template")


class Waits(NamedTuple):
    """`why` is one of the words above or of PUT_OFF, "" while it moves; `n` people, until or since `moment`.

    How it goes: of `sent` copies `failed`, and `stopped` people said stop; at `limit` of either it stops by itself.
    """

    why: str
    n: int
    moment: datetime | None
    sent: int
    failed: int
    stopped: int
    limit: int


class _Due(NamedTuple):
    n: int
    first: datetime | None


def waits(db: Connection, standing: Standing, moment: datetime) -> Waits:
    """What it waits for at `moment`."""
    if standing.state == DONE:
        readers = _readers(db, standing.id)
        return Waits(OPENING if readers else "", readers, None, 0, 0, 0, 0)
    if standing.state not in (SENDING, HELD, PAUSED):
        return Waits("", 0, None, 0, 0, 0, 0)
    why, n, when = _why(db, standing, moment)
    so_far = progress.so_far(db, standing)
    limit = ceil(so_far.limit(standing.stop_at_percent))
    return Waits(why, n, when, so_far.sent, so_far.failed, so_far.stopped, limit)


def _why(db: Connection, standing: Standing, moment: datetime) -> tuple[str, int, datetime | None]:
    if standing.state != SENDING:
        return WORD if standing.state == HELD else PAUSE, 0, standing.moved_at
    if not standing.complete:
        return "", 0, None
    return _under_way(db, standing.id, moment)


def _under_way(db: Connection, announcement: int, moment: datetime) -> tuple[str, int, datetime | None]:
    copies = _due(db, announcement, Message.lane == ANNOUNCED, Message.state.in_((QUEUED, IN_THE_AIR)))
    if copies.first is not None and copies.first <= moment + SOON:
        return "", copies.n, None
    knocks = _due(db, announcement, Message.lane == KNOCK, Message.state == QUEUED)
    if knocks.n and not quota.room(db, moment):
        return LIMIT, knocks.n, quota.frees(db, moment)
    if copies.first is not None:
        return _reason(db, announcement), copies.n, copies.first
    readers = 0 if knocks.n else _readers(db, announcement)
    return OPENING if readers else "", readers, None


def _readers(db: Connection, announcement: int) -> int:
    """Who has been knocked at, and has not asked to see it."""
    return _due(db, announcement, Message.state == WAITING).n


def _due(db: Connection, announcement: int, *which: ColumnElement[bool]) -> _Due:
    query = select(func.count(), func.min(Message.due_at)).where(Message.announcement_id == announcement, *which)
    return _Due._make(db.execute(query).one())


def _reason(db: Connection, announcement: int) -> str:
    """Why the next copy was put off, if a rule did that."""
    queued = (Message.announcement_id == announcement, Message.lane == ANNOUNCED, Message.state == QUEUED)
    why = db.execute(select(Message.error).where(*queued).order_by(Message.due_at, Message.id).limit(1)).scalar()
    return why if why in PUT_OFF else LATER
