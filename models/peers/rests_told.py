"""Who is still to hear that something rests, or goes on: whoever has an open introduction or looks for somebody, once.

The words are the same for both sides, so that nobody learns whom a freeze concerns.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    String,
    cast,
    delete,
    literal,
    null,
    select,
    union_all,
    update,
)

from models.base import Instant, Number
from models.peers.rest_table import PeerRest
from models.peers.tables import OPEN, PeerIntroduction, PeerRequest


class News(NamedTuple):
    """One thing that rests, or `ended` to do so: an introduction with its `alias`, or a search with its day."""

    person: int
    rest: int
    side: str
    ended: bool
    withdrawn: bool
    introduction: int | None
    alias: int | None
    answer_at: datetime | None


def untold(db: Connection, most: int) -> list[News]:
    """All that up to `most` people are still to hear, those of each together."""
    everything = _everything().subquery()
    some = select(everything.c.person).distinct().order_by(everything.c.person).limit(most)
    query = select(everything).where(everything.c.person.in_(some)).order_by(everything.c.person, everything.c.rest)
    return [News._make(row) for row in db.execute(query)]


def note(db: Connection, news: Sequence[News]) -> None:
    """They have been told; what has ended and was told to all is needed no more."""
    for each in news:
        told = update(PeerRest).where(PeerRest.id == each.rest)
        db.execute(told.values({f"{each.side}_told": not each.ended}))
    over = (PeerRest.ended_at.is_not(None), PeerRest.asker_told.is_(False), PeerRest.asked_told.is_(False))
    db.execute(delete(PeerRest).where(*over))


def forget(db: Connection) -> None:
    """Forget what has ended and nobody needs to hear of any more, since the introduction is over."""
    open_ones = select(PeerIntroduction.id).where(PeerIntroduction.state == OPEN)
    gone = (PeerRest.introduction_id.is_not(None), PeerRest.introduction_id.not_in(open_ones))
    db.execute(delete(PeerRest).where(PeerRest.ended_at.is_not(None), *gone))


def _everything() -> CompoundSelect[Any]:
    of_introductions = [_of_introductions(side, ended=ended) for side in ("asker", "asked") for ended in (False, True)]
    return union_all(*of_introductions, *(_of_requests(ended=ended) for ended in (False, True)))


def _of_introductions(side: str, *, ended: bool) -> Select[Any]:
    table, other = PeerIntroduction, "asked" if side == "asker" else "asker"
    told = (table.id, getattr(table, f"{other}_alias"), cast(null(), Instant))
    query = _rests(getattr(table, f"{side}_id"), side, *told, ended=ended)
    return query.join(table, table.id == PeerRest.introduction_id).where(table.state == OPEN)


def _of_requests(*, ended: bool) -> Select[Any]:
    told = (cast(null(), Number), cast(null(), Number), PeerRequest.answer_at)
    query = _rests(PeerRequest.person_id, "asker", *told, ended=ended)
    return query.join(PeerRequest, PeerRequest.id == PeerRest.request_id).where(PeerRequest.state == OPEN)


def _rests(person: Any, side: str, *told: Any, ended: bool) -> Select[Any]:
    columns = (PeerRest.id, cast(literal(side), String), literal(ended), PeerRest.withdrawn, *told)
    named = [column.label(name) for column, name in zip((person, *columns), News._fields, strict=True)]
    state = PeerRest.ended_at.is_not(None) if ended else PeerRest.ended_at.is_(None)
    return select(*named).where(state, getattr(PeerRest, f"{side}_told").is_(ended))
