"""What a provider says of a message later on: applied by rank, and where it helps the message goes out again."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, literal, or_, select, update

from models.base import Instant
from models.contacts import Contact
from models.messages import FAILED, QUEUED, RANK, REPLY, SENDING, SENT, UNCERTAIN, WAITING, Message

AGAIN_TRIES = 3  # of a reply that was accepted and then could not be delivered, before it has failed
AGAIN_AFTER = timedelta(seconds=5)


def apply(
    db: Connection, message: int, state: str, error: str | None, moment: datetime, provider_id: str | None = None
) -> None:
    """Apply what the provider says of a message, so that order and repetition do not matter.

    A state moves it up by its rank, never down. Two undo what was sent under `provider_id`: `queued` when it has to
    be sent again, `waiting` when it has to wait for the person to write.
    """
    if state in (QUEUED, WAITING):
        _undo(db, message, state, error, moment, provider_id)
        return
    lower = [name for name, rank in RANK.items() if rank < RANK[state]]
    values = {"state": state, "error": error, "moved_at": moment}
    db.execute(update(Message).where(Message.id == message, Message.state.in_(lower)).values(values))


def go_if_heard(db: Connection, messages: Collection[int], moment: datetime) -> None:
    """Let those go that wait for the person to write, if she has written since they were due."""
    since = select(Contact.id).where(Contact.id == Message.contact_id, Contact.heard_at > Message.due_at)
    waits = update(Message).where(Message.id.in_(messages), Message.state == WAITING, since.exists())
    db.execute(waits.values(state=QUEUED, due_at=moment))


def _undo(
    db: Connection, message: int, state: str, error: str | None, moment: datetime, provider_id: str | None
) -> None:
    """Only a reply goes out again: what nobody asked for has failed."""
    again = Message.lane == REPLY
    values: dict[str, Any] = {"error": error, "moved_at": moment}
    if state == QUEUED:
        again = and_(again, Message.tries < AGAIN_TRIES)
        values["due_at"] = case((again, literal(moment + AGAIN_AFTER, Instant)), else_=Message.due_at)
    undone = update(Message).where(Message.id == message, _is_of(provider_id))
    db.execute(undone.values(values | {"state": case((again, state), else_=FAILED)}))
    if state == WAITING:
        go_if_heard(db, [message], moment)


def _is_of(provider_id: str | None) -> ColumnElement[bool]:
    """Whether a message lies with the provider as `provider_id` now; one in the air has not told its id yet."""
    other = or_(Message.provider_id.is_(None), Message.provider_id != provider_id)
    in_the_air = and_(Message.state.in_((SENDING, UNCERTAIN)), other)
    return or_(and_(Message.state == SENT, Message.provider_id == provider_id), in_the_air)
