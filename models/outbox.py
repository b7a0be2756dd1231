"""Messages on their way out: every one is a row first, and delivery claims, sends and marks them in batches."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, case, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from dialogue.drawing.content import Content, dump, load
from models import clearing
from models.contacts import Contact
from models.messages import (
    BULK,
    CANCELLED,
    KNOCK,
    QUEUED,
    REPLY,
    SENDING,
    SENT,
    UNCERTAIN,
    WAITING,
    Message,
)
from models.sealing import new_seal_id, vault
from models.statements import Prepared, Query


class Claimed(NamedTuple):
    """A message that delivery has taken on; `tries` counts this attempt too.

    `deletes` is what a content that clears takes away: provider ids of what was sent, keys of what came in.
    """

    id: int
    contact_id: int
    tries: int
    address: str
    content: Content
    lane: str = REPLY
    deletes: tuple[str, ...] = ()
    announcement: int | None = None

    @property
    def once(self) -> bool:
        """Whether it must not arrive twice: nobody asked for it, or it is a copy of an announcement."""
        return self.lane != REPLY or self.announcement is not None


class Outcome(NamedTuple):
    """How an attempt ended: the state, when a retry is due, and a contact that was `cleared` or is `unreachable`.

    `wrong`: the provider refuses the words of this announcement.
    """

    id: int
    state: str
    moment: datetime
    provider_id: str | None = None
    error: str | None = None
    due_at: datetime | None = None
    unreachable: int | None = None
    cleared: int | None = None
    wrong: int | None = None


class _Row(NamedTuple):
    id: int
    contact_id: int
    tries: int
    lane: str
    seal_id: bytes
    body_sealed: bytes
    contact_seal_id: bytes
    address_sealed: bytes


_INSERT = Prepared(
    insert(Message)
    .values(
        {name: bindparam(name) for name in ("contact_id", "channel", "lane", "seal_id", "body_sealed", "created_at")}
        | {"due_at": bindparam("due_at"), "state": bindparam("state"), "tries": 0}
        | {"announcement_id": bindparam("announcement", type_=Message.announcement_id.type)}
    )
    .returning(Message.id)
)
_other = aliased(Message)
_FIRST = and_(_other.id < Message.id, or_(_other.lane == Message.lane, _other.lane == REPLY))
_DUE = Query(
    select(
        Message.id,
        Message.contact_id,
        Message.tries,
        Message.lane,
        Message.seal_id,
        Message.body_sealed,
        Contact.seal_id.label("contact_seal_id"),
        Contact.address_sealed,
    )
    .join(Contact, Contact.id == Message.contact_id)
    .where(
        Message.channel == bindparam("by"),
        Message.lane == bindparam("on"),
        Message.state == QUEUED,
        Message.due_at <= bindparam("moment"),
        Message.announcement_id.is_(None),
        ~select(_other.id)
        .where(
            _other.contact_id == Message.contact_id,
            _other.state.in_((QUEUED, SENDING)),
            or_(_other.state == SENDING, _FIRST),
        )
        .exists(),
    )
    .order_by(Message.due_at, Message.id)
    .limit(bindparam("most"))
    .with_for_update(of=Message.__table__, skip_locked=True),
    _Row,
)
_TAKE = Prepared(
    update(Message)
    .where(Message.id == bindparam("message"), Message.state == QUEUED)
    .values(state=SENDING, moved_at=bindparam("moment"))
)
_PROVIDER = bindparam("provider", type_=Message.provider_id.type)
#: Else a receipt was quicker than our own record, and knows better. That it was sent counts also where another process
#: has put it right meanwhile, but not where a receipt has undone this very sending.
_IN_THE_AIR = or_(
    Message.state == SENDING,
    and_(
        bindparam("to", type_=Message.state.type) == SENT,
        Message.state.in_((UNCERTAIN, QUEUED)),
        or_(Message.provider_id.is_(None), Message.provider_id != _PROVIDER),
    ),
)
_MARK = Prepared(
    update(Message)
    .where(Message.id == bindparam("message"))
    .values(
        state=case((_IN_THE_AIR, bindparam("to")), else_=Message.state),
        error=case((_IN_THE_AIR, bindparam("code", type_=Message.error.type)), else_=Message.error),
        moved_at=case((_IN_THE_AIR, bindparam("moment", type_=Message.moved_at.type)), else_=Message.moved_at),
        due_at=func.coalesce(bindparam("due", type_=Message.due_at.type), Message.due_at),
        provider_id=func.coalesce(_PROVIDER, Message.provider_id),
        tries=Message.tries + 1,
    )
)

_RELEASE = Prepared(
    update(Message)
    .where(Message.contact_id == bindparam("whom"), Message.state == WAITING)
    .values(state=QUEUED, lane=REPLY, due_at=bindparam("moment"))
)
_NEEDLESS = Prepared(
    update(Message)
    .where(
        Message.contact_id == bindparam("whom"),
        Message.state == QUEUED,
        Message.lane == KNOCK,
        Message.announcement_id.is_(None),
    )
    .values(state=CANCELLED, moved_at=bindparam("moment"))
)


def queue(
    db: Connection,
    contact: int,
    channel: str,
    content: Content,
    moment: datetime,
    lane: str = REPLY,
    state: str = QUEUED,
    announcement: int | None = None,
    due: datetime | None = None,
) -> int:
    """Put a message into the outbox, queued (for `due`, or at once) or waiting until the person writes; its number.

    Nobody asked for a knock, whatever it announces, so its lane is bulk, or that of an announcement's knocks.
    """
    seal_id = new_seal_id()
    number = _INSERT.number(
        db,
        contact_id=contact,
        channel=channel,
        lane=BULK if content.knock and lane == REPLY else lane,
        state=state,
        seal_id=seal_id,
        body_sealed=vault(db).seal(dump(content), "message", "body", seal_id),
        created_at=moment,
        due_at=due or moment,
        announcement=announcement,
    )
    if number is None:
        raise LookupError("the new message has no id")
    return number


def claim(db: Connection, channel: str, lane: str, most: int, moment: datetime) -> list[Claimed]:
    """Take on up to `most` messages that are due, of each contact only the earliest; they are `sending` from now on.

    Nothing is claimed while a message to the same contact is in the air, nor past one of its lane that waits for its
    next try. Replies go first: what nobody asked for waits behind them, and they never wait behind it.
    """
    rows = _DUE.all(db, by=channel, on=lane, moment=moment, most=most)
    if rows:
        _TAKE.run_many(db, [{"message": row.id, "moment": moment} for row in rows])
    return [_claimed(db, row, moment) for row in rows]


def mark(db: Connection, outcomes: Sequence[Outcome]) -> None:
    """Record how attempts ended."""
    if outcomes:
        _MARK.run_many(
            db,
            [
                {
                    "message": outcome.id,
                    "to": outcome.state,
                    "provider": outcome.provider_id,
                    "code": outcome.error,
                    "moment": outcome.moment,
                    "due": outcome.due_at,
                }
                for outcome in sorted(outcomes, key=lambda each: each.id)  # in one order: see `models.receipts`
            ],
        )


def release(db: Connection, contact: int, moment: datetime) -> None:
    """Let go what waited until `contact` wrote; a knock that has not gone out yet would tell nothing any more."""
    if _RELEASE.run(db, whom=contact, moment=moment):
        _NEEDLESS.run(db, whom=contact, moment=moment)


def content_of(db: Connection, seal_id: bytes, body_sealed: bytes) -> Content:
    """The words of a stored message."""
    return load(vault(db).open(body_sealed, "message", "body", seal_id))


def _claimed(db: Connection, row: _Row, moment: datetime) -> Claimed:
    address = vault(db).open(row.address_sealed, "contact", "address", row.contact_seal_id)
    content = content_of(db, row.seal_id, row.body_sealed)
    deletes = clearing.deletable(db, row.contact_id, moment) if content.clears else ()
    return Claimed(row.id, row.contact_id, row.tries + 1, address.decode(), content, row.lane, deletes)
