"""What rests between peers because of a freeze, and how it goes on: the time of the freeze does not count.

A search rests with whoever looks, and so do the questions that are put for her. An introduction rests when it is open
and concerns either of the two. Whoever is asked while she is frozen just does not answer, so that whoever looks is told
on her day as ever, and learns nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, or_, select, update

from models import freezes
from models.peers import taking_back
from models.peers.rest_table import PeerRest
from models.peers.tables import ASKED, CHOSEN, LIVE, OPEN, PeerIntroduction, PeerRequest

BATCH = 500

_Resting = type[PeerIntroduction] | type[PeerRequest]


class _Kind(NamedTuple):
    """Introductions or requests: the column that points at them, who is concerned, and which moments wait meanwhile."""

    table: _Resting
    column: Any
    rests: ColumnElement[bool]
    moments: tuple[str, ...]


_INTRODUCTIONS = _Kind(
    PeerIntroduction,
    PeerRest.introduction_id,
    or_(
        and_(PeerIntroduction.state.in_(LIVE), PeerIntroduction.asker_id.in_(freezes.frozen())),
        and_(PeerIntroduction.state == OPEN, PeerIntroduction.asked_id.in_(freezes.frozen())),
    ),
    ("until", "due_at"),
)
_REQUESTS = _Kind(
    PeerRequest,
    PeerRest.request_id,
    and_(PeerRequest.state == OPEN, PeerRequest.person_id.in_(freezes.frozen())),
    ("answer_at", "due_at"),
)


def settle(db: Connection, moment: datetime) -> int:
    """Let rest whatever a freeze concerns, and go on whatever none concerns any more; how much of either."""
    count = 0
    if freezes.is_any(db):
        count += sum(_all(db, kind, moment, _begin_some) for kind in (_INTRODUCTIONS, _REQUESTS))
        taking_back.questions(db, moment)
        taking_back.of_circles(db, moment)
    return count + sum(_all(db, kind, moment, _end_some) for kind in (_INTRODUCTIONS, _REQUESTS))


def awake(kind: _Resting) -> ColumnElement[bool]:
    """The condition for introductions or requests that do not rest; what is over only waits to be told."""
    column = PeerRest.introduction_id if kind is PeerIntroduction else PeerRest.request_id
    resting = select(column).where(column.is_not(None), PeerRest.ended_at.is_(None))
    return or_(kind.state.not_in(LIVE), kind.id.not_in(resting))


def ask_again(db: Connection, introduction: int, moment: datetime) -> None:
    """Put a question once more when it goes on: she said yes while it rests, or while she is frozen herself."""
    resting = update(PeerRest).where(PeerRest.introduction_id == introduction, PeerRest.ended_at.is_(None))
    if not db.execute(resting.values(withdrawn=True)).rowcount:
        asked = update(PeerIntroduction).where(PeerIntroduction.id == introduction, PeerIntroduction.state == ASKED)
        db.execute(asked.values(state=CHOSEN, due_at=moment))


def _all(db: Connection, kind: _Kind, moment: datetime, some: Callable[[Connection, _Kind, datetime], int]) -> int:
    count = 0
    while done := some(db, kind, moment):
        count += done
    return count


def _begin_some(db: Connection, kind: _Kind, moment: datetime) -> int:
    """Let a batch rest. Whoever writes just now has finished first, and is taken back; the next one finds it resting.

    What is read again under the lock is what another process has written meanwhile.
    """
    known = select(kind.column).where(kind.column.is_not(None), PeerRest.ended_at.is_(None))
    held = select(kind.table.id).where(kind.rests, kind.table.id.not_in(known)).order_by(kind.table.id).limit(BATCH)
    ids = list(db.scalars(held.with_for_update(key_share=True)))
    rows = db.execute(select(kind.column.label("of"), PeerRest.ended_at).where(kind.column.in_(ids)))
    there: dict[int, datetime | None] = {row.of: row.ended_at for row in rows}
    ended = [id for id in ids if there.get(id) is not None]
    again = update(PeerRest).where(kind.column.in_(ended)).values(ended_at=None, since=moment, withdrawn=False)
    db.execute(again)
    fresh = [id for id in ids if id not in there]
    if fresh:
        values = {"since": moment, "asker_told": False, "asked_told": False, "withdrawn": False}
        db.execute(insert(PeerRest), [{kind.column.key: id, **values} for id in fresh])
    if kind is _INTRODUCTIONS:
        taking_back.of_introductions(db, [*ended, *fresh], moment)
    return len(ended) + len(fresh)


def _end_some(db: Connection, kind: _Kind, moment: datetime) -> int:
    """Let a batch go on that nobody's freeze concerns any more."""
    query = select(PeerRest.__table__, kind.table.state, *(getattr(kind.table, name) for name in kind.moments))
    query = query.join(kind.table, kind.table.id == kind.column).where(PeerRest.ended_at.is_(None))
    query = query.where(kind.table.id.not_in(select(kind.table.id).where(kind.rests)))
    rows = db.execute(query.order_by(kind.table.id).limit(BATCH).with_for_update(key_share=True)).all()
    for row in rows:
        if row.state in LIVE:
            _go_on(db, kind, row, moment)
    _note_end(db, [row for row in rows if row.state == OPEN], moment)
    over = [row.id for row in rows if row.state != OPEN or not (row.asker_told or row.asked_told)]
    db.execute(delete(PeerRest).where(PeerRest.id.in_(over)))
    return len(rows)


def _go_on(db: Connection, kind: _Kind, row: Row[Any], moment: datetime) -> None:
    """All that was to happen happens so much later; a question that was not put, or answered in vain, is put again."""
    rested = moment - row.since
    values: dict[str, Any] = {
        name: getattr(row, name) + rested for name in kind.moments if getattr(row, name) is not None
    }
    if row.withdrawn and row.state in (CHOSEN, ASKED):
        values |= {"state": CHOSEN, "due_at": moment}
    number = getattr(row, kind.column.key)
    db.execute(update(kind.table).where(kind.table.id == number).values(values))


def _note_end(db: Connection, rows: Sequence[Row[Any]], moment: datetime) -> None:
    open_ones = [row.id for row in rows]
    db.execute(update(PeerRest).where(PeerRest.id.in_(open_ones)).values(ended_at=moment))
