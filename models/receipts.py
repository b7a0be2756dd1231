"""What a provider says of a message later on: applied by rank, and where it helps the message goes out again."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, literal, or_, select, update

from models.base import Instant
from models.contacts import Contact
from models.messages import FAILED, KNOCK, QUEUED, RANK, REPLY, SENDING, SENT, UNCERTAIN, WAITING, Message
from models.statements import Prepared

AGAIN_TRIES = 3  # of a reply that was accepted and then could not be delivered, before it has failed
AGAIN_AFTER = timedelta(seconds=5)


class Receipt(NamedTuple):
    """What became of a message, as a state of `models.messages`; of which sending of it, by the provider's own id."""

    message: int
    state: str
    error: str | None = None
    provider_id: str | None = None


_MOVE_UP = {
    state: Prepared(
        update(Message)
        .where(
            Message.id == bindparam("message"),
            Message.state.in_([lower for lower, rank in RANK.items() if rank < RANK[state]]),
        )
        .values(state=state, error=bindparam("why", type_=Message.error.type), moved_at=bindparam("moment"))
    )
    for state in RANK
}


def apply_all(db: Connection, found: Sequence[Receipt], moment: datetime) -> None:
    """Apply receipts, so that their order and repetition do not matter.

    A state moves a message up by its rank, never down. Two undo what was sent under the provider's id: `queued` when it
    has to be sent again, `waiting` when it has to wait for the person to write.
    """
    for state, statement in _MOVE_UP.items():
        if state == QUEUED:
            continue
        rows = {receipt.message: receipt.error for receipt in found if receipt.state == state}
        if rows:  # always in the same order: two processes must not wait for each other
            given = [{"message": message, "why": rows[message], "moment": moment} for message in sorted(rows)]
            statement.run_many(db, given)
    for receipt in found:
        if receipt.state in (QUEUED, WAITING):
            _undo(db, receipt, moment)


def apply(
    db: Connection, message: int, state: str, error: str | None, moment: datetime, provider_id: str | None = None
) -> None:
    """Apply one receipt."""
    apply_all(db, [Receipt(message, state, error, provider_id)], moment)


def go_if_heard(db: Connection, messages: Collection[int], moment: datetime) -> None:
    """Let those go that wait for the person to write, if she has written since they were due."""
    since = select(Contact.id).where(Contact.id == Message.contact_id, Contact.heard_at > Message.due_at)
    waits = update(Message).where(Message.id.in_(messages), Message.state == WAITING, since.exists())
    db.execute(waits.values(state=QUEUED, due_at=moment))


def _undo(db: Connection, receipt: Receipt, moment: datetime) -> None:
    """Only a reply goes out again as it is: what nobody asked for has failed, but for the copy of an announcement that
    came outside the window, which is looked at anew."""
    copy = and_(Message.announcement_id.is_not(None), Message.lane != KNOCK)
    again: ColumnElement[bool] = or_(Message.lane == REPLY, copy)
    values: dict[str, Any] = {"error": receipt.error, "moved_at": moment}
    state: ColumnElement[str] = literal(receipt.state)
    if receipt.state == QUEUED:
        again = and_(again, Message.tries < AGAIN_TRIES)
        values["due_at"] = case((again, literal(moment + AGAIN_AFTER, Instant)), else_=Message.due_at)
    else:
        state = case((copy, QUEUED), else_=WAITING)
    undone = update(Message).where(Message.id == receipt.message, _is_of(receipt.provider_id))
    db.execute(undone.values(values | {"state": case((again, state), else_=FAILED)}))
    if receipt.state == WAITING:
        go_if_heard(db, [receipt.message], moment)


def _is_of(provider_id: str | None) -> ColumnElement[bool]:
    """Whether a message lies with the provider as `provider_id` now; one in the air has not told its id yet."""
    other = or_(Message.provider_id.is_(None), Message.provider_id != provider_id)
    in_the_air = and_(Message.state.in_((SENDING, UNCERTAIN)), other)
    return or_(and_(Message.state == SENT, Message.provider_id == provider_id), in_the_air)
