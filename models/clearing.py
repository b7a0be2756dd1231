"""What a chat can be cleared of: the messages of both sides that a provider still lets a bot delete."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from models import received
from models.messages import DELIVERED, READ, SENT, Message
from models.received import WAITING_COLUMNS, Received, Waiting

DELETABLE = timedelta(hours=47, minutes=50)  # of the 48 hours that Telegram grants: a margin for what is under way
MOST = 2000  # of either side


def deletable(db: Connection, contact: int, moment: datetime) -> tuple[str, ...]:
    """How the channel knows the messages of the last two days: what we sent by its id, what came in by its key."""
    return (*_sent(db, contact, moment - DELETABLE), *_came(db, contact, moment - DELETABLE))


def forget(db: Connection, contacts: Collection[int]) -> None:
    """These chats have been cleared: what was sent to them until now is not there to be deleted again."""
    sent = update(Message).where(Message.contact_id.in_(contacts), Message.provider_id.is_not(None))
    db.execute(sent.values(provider_id=None))


def _sent(db: Connection, contact: int, since: datetime) -> list[str]:
    theirs = (
        Message.contact_id == contact,
        Message.provider_id.is_not(None),
        Message.state.in_((SENT, DELIVERED, READ)),
        Message.moved_at >= since,
    )
    query = select(Message.provider_id).where(*theirs).order_by(Message.id.desc()).limit(MOST)
    return [id for id in db.scalars(query) if id is not None]


def _came(db: Connection, contact: int, since: datetime) -> list[str]:
    theirs = (Received.contact_id == contact, Received.at >= since, Received.body_sealed.is_not(None))
    query = select(*WAITING_COLUMNS).where(*theirs).order_by(Received.id.desc()).limit(MOST)
    return [received.arrival_of(db, Waiting._make(row)).key for row in db.execute(query)]
