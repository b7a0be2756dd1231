"""What came in: every message once, sealed, with the hash of its key kept for ever so that a replay is known."""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, ForeignKey, Index, LargeBinary, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert as insert_into_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_into_sqlite
from sqlalchemy.orm import Mapped, aliased, mapped_column

from dialogue.messages import Media
from models.base import Base, Instant, Number
from models.sealing import new_seal_id, vault
from models.statements import Prepared, Query

DONE, WAITING, PARKED = "done", "waiting", "parked"


class Received(Base):
    """A message that came in: answered, waiting (for its file, or behind one that waits), or parked after a fault."""

    __tablename__ = "received"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)  # none once it is forgotten
    owner: Mapped[str]  # as in `conversation`
    state: Mapped[str]
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)  # not to be looked at before, while it waits
    tries: Mapped[int] = mapped_column(default=0)
    error_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # why it was parked, and which question waited


_IS_WAITING, _IS_PARKED = Received.state == WAITING, Received.state == PARKED
Index("ix_received_waiting", Received.owner, sqlite_where=_IS_WAITING, postgresql_where=_IS_WAITING)
Index("ix_received_parked", Received.id, sqlite_where=_IS_PARKED, postgresql_where=_IS_PARKED)


class Attachment(msgspec.Struct, omit_defaults=True, frozen=True):
    """A file at the provider: how to ask for it there, and what the sender says it is."""

    reference: str
    type: str | None = None
    size: int | None = None


class Arrival(msgspec.Struct, omit_defaults=True, frozen=True):
    """One message as its channel understood it; `key` tells it from every other message of that channel."""

    key: str
    text: str = ""
    tap: str | None = None
    media: Media | None = None
    attachments: tuple[Attachment, ...] = ()
    album: str | None = None
    edited: bool = False


class Waiting(NamedTuple):
    """A message that waits, as it lies in the store."""

    id: int
    contact_id: int
    owner: str
    seal_id: bytes
    body_sealed: bytes
    at: datetime
    due_at: datetime
    tries: int


class _Last(NamedTuple):
    id: int
    state: str


_VALUES: dict[str, Any] = {
    name: bindparam(name) for name in ("key", "contact_id", "owner", "state", "seal_id", "body_sealed", "at", "due_at")
}
_INSERT = {
    "sqlite": Prepared(
        insert_into_sqlite(Received).values(_VALUES | {"tries": 0}).on_conflict_do_nothing().returning(Received.id)
    ),
    "postgresql": Prepared(
        insert_into_postgresql(Received).values(_VALUES | {"tries": 0}).on_conflict_do_nothing().returning(Received.id)
    ),
}
WAITING_COLUMNS = (
    Received.id,
    Received.contact_id,
    Received.owner,
    Received.seal_id,
    Received.body_sealed,
    Received.at,
    Received.due_at,
    Received.tries,
)
_FIRST_WAITING = Query(
    select(*WAITING_COLUMNS)
    .where(Received.owner == bindparam("whose"), Received.state == WAITING)
    .order_by(Received.id)
    .limit(1),
    Waiting,
)
_LAST = Query(
    select(Received.id, Received.state)
    .where(Received.owner == bindparam("whose"))
    .order_by(Received.id.desc())
    .limit(1),
    _Last,
)
_KNOWN = Prepared(select(Received.id).where(Received.key == bindparam("known")))
_ANY_WAITING = Prepared(
    select(Received.id).where(Received.owner == bindparam("whose"), Received.state == WAITING).limit(1)
)


def take_in(
    db: Connection,
    channel: str,
    contact: int,
    owner: str,
    arrival: Arrival,
    state: str,
    moment: datetime,
    due: datetime,
) -> int | None:
    """Store a message; its number, or None when it had come before."""
    newest, *older = _keys_of(db, channel, arrival.key)
    if any(_KNOWN.number(db, known=key) is not None for key in older):
        return None
    seal_id = new_seal_id()
    values = {
        "key": newest,
        "contact_id": contact,
        "owner": owner,
        "state": state,
        "seal_id": seal_id,
        "body_sealed": vault(db).seal(msgspec.json.encode(arrival), "received", "body", seal_id),
        "at": moment,
        "due_at": due,
    }
    return _INSERT[db.dialect.name].number(db, **values)


def came_before(db: Connection, channel: str, key: str) -> bool:
    """Whether the message with this key is in the store already."""
    return any(_KNOWN.number(db, known=hashed) is not None for hashed in _keys_of(db, channel, key))


def _keys_of(db: Connection, channel: str, key: str) -> list[bytes]:
    return vault(db).keys_of(f"{channel} message", key)


def any_waiting(db: Connection, owner: str) -> bool:
    """Whether earlier messages of `owner` still wait, so that a new one has to wait behind them."""
    return _ANY_WAITING.number(db, whose=owner) is not None


def first_waiting(db: Connection, moment: datetime, most: int = 100) -> list[Waiting]:
    """The earliest waiting message of up to `most` owners, as far as it is due."""
    earlier = aliased(Received)
    behind = select(earlier.id).where(
        earlier.owner == Received.owner, earlier.state == WAITING, earlier.id < Received.id
    )
    query = select(*WAITING_COLUMNS).where(Received.state == WAITING, Received.due_at <= moment, ~behind.exists())
    return [Waiting._make(row) for row in db.execute(query.order_by(Received.id).limit(most))]


def together(db: Connection, first: Waiting) -> list[Waiting]:
    """The messages that are answered as one: `first`, and if it brings a file, those with files right behind it."""
    theirs = (Received.owner == first.owner, Received.state == WAITING, Received.id >= first.id)
    rows = db.execute(select(*WAITING_COLUMNS).where(*theirs).order_by(Received.id))
    with_files = takewhile(lambda each: arrival_of(db, each).attachments, map(Waiting._make, rows))
    return list(with_files) or [first]


def being_answered(db: Connection, owner: str) -> list[int]:
    """The messages to which this turn answers: the first that waits and what came with it, or else the last one."""
    last = _LAST.first(db, whose=owner)
    if last is None or last.state == DONE:  # whatever comes behind one that waits has to wait as well
        return [] if last is None else [last.id]
    first = _FIRST_WAITING.first(db, whose=owner)
    return [last.id] if first is None else [each.id for each in together(db, first)]


def arrival_of(db: Connection, stored: Waiting) -> Arrival:
    """The message as it came."""
    body = vault(db).open(stored.body_sealed, "received", "body", stored.seal_id)
    return msgspec.json.decode(body, type=Arrival)


def still_waiting(db: Connection, ids: Sequence[int]) -> bool:
    """Whether none of these messages has been dealt with meanwhile."""
    count = db.execute(select(Received.id).where(Received.id.in_(ids), Received.state == WAITING)).all()
    return len(count) == len(ids)


def settle(db: Connection, ids: Sequence[int], state: str) -> None:
    """Mark messages as answered or parked."""
    db.execute(update(Received).where(Received.id.in_(ids)).values(state=state))


def put_off(db: Connection, ids: Sequence[int], due: datetime) -> None:
    """Try these again at `due`."""
    db.execute(update(Received).where(Received.id.in_(ids)).values(due_at=due, tries=Received.tries + 1))


def counts(db: Connection) -> dict[str, int]:
    """How many messages are in each state."""
    rows = db.execute(select(Received.state, func.count()).group_by(Received.state))
    return {row[0]: row[1] for row in rows}
