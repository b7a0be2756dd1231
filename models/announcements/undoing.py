"""Takes an announcement back from Telegram: what was sent within two days is deleted there, for both sides.

The copies are undone at once, so that they count as not reached. What deletes them goes out like any message that
nobody asked for, at its pace and a few at a time; WhatsApp takes nothing back.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select, update

from dialogue.drawing.content import Content
from models import outbox
from models.announcements.correcting import REACHED
from models.clearing import DELETABLE
from models.messages import BULK, QUEUED, SENDING, UNDONE, Message

CHANNEL = "telegram"
AT_ONCE = 500  # that wait for delivery


def undo(db: Connection, announcement: int, moment: datetime) -> int:
    """Take back every copy that can be deleted; how many. `left` says how many stay."""
    deletable = (
        Message.channel == CHANNEL,
        Message.provider_id.is_not(None),
        Message.moved_at >= moment - DELETABLE,
    )
    copies = update(Message).where(*_arrived(announcement), *deletable)
    return db.execute(copies.values(state=UNDONE, moved_at=moment)).rowcount


def left(db: Connection, announcement: int) -> int:
    """How many copies lie on phones: on WhatsApp, or too long ago to be deleted."""
    return db.execute(select(func.count()).select_from(Message).where(*_arrived(announcement))).scalar_one()


def take_back(db: Connection, moment: datetime) -> int:
    """Queue the deletion of copies that were undone, as many as may wait at once; how many. Asked by the clock."""
    waits = (Message.channel == CHANNEL, Message.lane == BULK, Message.state == QUEUED)
    waiting = db.execute(select(func.count()).select_from(Message).where(*waits)).scalar_one()
    if waiting >= AT_ONCE:
        return 0
    undone = (Message.state == UNDONE, Message.provider_id.is_not(None))
    query = select(Message.id, Message.contact_id, Message.provider_id).where(*undone).order_by(Message.id)
    rows = db.execute(query.limit(AT_ONCE - waiting)).all()
    for row in rows:
        deletion = Content("", deletes=(row.provider_id or "",))
        outbox.queue(db, row.contact_id, CHANNEL, deletion, moment, BULK)
    db.execute(update(Message).where(Message.id.in_([row.id for row in rows])).values(provider_id=None))
    return len(rows)


def _arrived(announcement: int) -> tuple[ColumnElement[bool], ...]:
    hers = (Message.announcement_id == announcement, Message.person_id.is_not(None))
    return (*hers, REACHED, Message.state != SENDING)
