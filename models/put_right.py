"""What is queued and does not go as it was meant: taken back, given up, or put right after a crash."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, and_, or_, update

from models.messages import ANNOUNCED, CANCELLED, QUEUED, REPLY, SENDING, SKIPPED, UNCERTAIN, WAITING, Message


def give_back(db: Connection, messages: Collection[int], moment: datetime) -> None:
    """What was taken on and not begun is due again, as if nothing had happened."""
    if messages:
        taken_on = update(Message).where(Message.id.in_(list(messages)), Message.state == SENDING)
        db.execute(taken_on.values(state=QUEUED, due_at=moment))


def recover(db: Connection, channel: str, moment: datetime, mine: Collection[int] = ()) -> int:
    """After a crash: replies that were in the air are sent again, what must not arrive twice is uncertain. How many.

    `mine` are those that this process has in the air itself.
    """
    left = (Message.channel == channel, Message.state == SENDING, Message.id.not_in(mine))
    in_the_air = update(Message).where(*left)
    reply = and_(Message.lane == REPLY, Message.announcement_id.is_(None))
    again = db.execute(in_the_air.where(reply).values(state=QUEUED, due_at=moment)).rowcount
    unclear = db.execute(in_the_air.where(~reply).values(state=UNCERTAIN, moved_at=moment, error=None)).rowcount
    return again + unclear


def cancel(db: Connection, contacts: Iterable[int], moment: datetime, *, unasked: bool = False) -> int:
    """Take back what has not been sent to these contacts, all of it or what nobody asked for; how many."""
    left = update(Message).where(Message.contact_id.in_(list(contacts)), Message.state.in_((QUEUED, WAITING)))
    if unasked:
        left = left.where(or_(Message.lane != REPLY, Message.announcement_id.is_not(None)))
    return db.execute(left.values(state=CANCELLED, moved_at=moment)).rowcount


def skip_rest(db: Connection, contacts: Iterable[int], moment: datetime) -> int:
    """Give up what still waits for contacts that cannot be reached; copies of announcements are looked at anew."""
    theirs = Message.contact_id.in_(list(contacts))
    copies = (theirs, Message.state == WAITING, Message.person_id.is_not(None))
    db.execute(update(Message).where(*copies).values(state=QUEUED, lane=ANNOUNCED))
    waiting = update(Message).where(theirs, Message.state == QUEUED, Message.person_id.is_(None))
    return db.execute(waiting.values(state=SKIPPED, moved_at=moment)).rowcount
