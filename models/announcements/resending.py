"""Sending an announcement again to those whom it did not reach, and to nobody else."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select, update

from models.announcements import steps
from models.announcements.tables import DONE, HELD, PAUSED, Announcement
from models.announcements.tables import SENDING as BEING_SENT
from models.messages import ANNOUNCED, FAILED, QUEUED, UNCERTAIN, Message

BEGUN = (BEING_SENT, HELD, PAUSED, DONE)


def missed(db: Connection, announcement: int, *, uncertain: bool = False) -> int:
    """How many copies failed, with `uncertain` also those of which nobody knows: they might arrive twice."""
    which = select(func.count()).select_from(Message).where(*_missed(announcement, uncertain=uncertain))
    return db.execute(which).scalar_one()


def resend(db: Connection, announcement: int, moment: datetime, *, uncertain: bool = False) -> int:
    """Queue those copies anew; how many. Nothing happens to what is cancelled, not begun, or not valid any more.

    What was done is being sent again; what is paused or held stays so, and these copies wait with the others.
    """
    valid = (Announcement.id == announcement, Announcement.state.in_(BEGUN), Announcement.valid_until > moment)
    state = db.execute(select(Announcement.state).where(*valid).with_for_update()).scalar()
    if state is None:
        return 0
    anew = {"state": QUEUED, "lane": ANNOUNCED, "tries": 0, "due_at": moment, "moved_at": moment}
    missed_ones = update(Message).where(*_missed(announcement, uncertain=uncertain))
    count = db.execute(missed_ones.values(**anew, error=None, provider_id=None)).rowcount
    if count and state == DONE:
        steps.again(db, announcement, moment)
    return count


def _missed(announcement: int, *, uncertain: bool) -> tuple[ColumnElement[bool], ...]:
    states = (FAILED, UNCERTAIN) if uncertain else (FAILED,)
    return (Message.announcement_id == announcement, Message.person_id.is_not(None), Message.state.in_(states))
