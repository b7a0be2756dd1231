"""What a provider says of a message later on: applied by rank, and where it helps the message goes out again."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, literal, or_, select, update

from models.announcements import resting
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


_UNDONE = Message.state.in_((QUEUED, SENDING, UNCERTAIN))  # or on its way again, where the provider's id is known
_OTHER = or_(Message.provider_id.is_(None), Message.provider_id != bindparam("provider"))
_MOVE_UP = {
    state: Prepared(
        update(Message)
        .where(
            Message.id == bindparam("message"),
            Message.state.in_([lower for lower, rank in RANK.items() if rank < RANK[state]]),
            or_(~_UNDONE, _OTHER),
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
    _take(db, found)
    for state, statement in _MOVE_UP.items():
        if state == QUEUED:
            continue
        told = {(each.message, each.provider_id or ""): each.error for each in found if each.state == state}
        if told:
            given = [
                {"message": message, "provider": provider, "why": why, "moment": moment}
                for (message, provider), why in told.items()
            ]
            statement.run_many(db, given)
    for receipt in found:
        if receipt.state in (QUEUED, WAITING):
            _undo(db, receipt, moment)
        elif receipt.error == resting.CODE:
            resting.rest(db, receipt.message, moment, receipt.provider_id)


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


def _take(db: Connection, found: Sequence[Receipt]) -> None:
    """Whoever changes several messages takes them in one order: else two processes wait for each other."""
    if db.dialect.name == "postgresql" and len(found) > 1:
        these = select(Message.id).where(Message.id.in_({receipt.message for receipt in found})).order_by(Message.id)
        db.execute(these.with_for_update(key_share=True))


def _undo(db: Connection, receipt: Receipt, moment: datetime) -> None:
    """Only a reply goes out again as it is: what nobody asked for has failed, but for the copy of an announcement that
    came outside the window, which is looked at anew."""
    copy = and_(Message.announcement_id.is_not(None), Message.lane != KNOCK)
    again: ColumnElement[bool] = or_(Message.lane == REPLY, copy)
    values: dict[str, Any] = {"error": receipt.error, "moved_at": moment}
    values["provider_id"] = func.coalesce(receipt.provider_id, Message.provider_id)  # our own record may come later
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
    """Whether a message lies with the provider as `provider_id` now; one in the air has not told its id yet, nor has
    one whose receipt was quicker than our own record.
    """
    other = or_(Message.provider_id.is_(None), Message.provider_id != provider_id)
    in_the_air = and_(Message.state.in_((SENDING, UNCERTAIN)), other)
    this = or_(Message.provider_id.is_(None), Message.provider_id == provider_id)
    return or_(and_(Message.state == SENT, this), in_the_air)
