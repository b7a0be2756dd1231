"""A correction for those who have the old words already: their copies go out once more, marked as what they are.

It is the same copy, so that nobody gets two, and everything is looked at afresh as for any other: the night, a stop,
WhatsApp's window. Until it has arrived she has what she had.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, update

from models.announcements import steps
from models.announcements.tables import DONE, HELD, PAUSED, Announcement
from models.announcements.tables import SENDING as BEING_SENT
from models.messages import ANNOUNCED, DELIVERED, QUEUED, READ, SENT, UNDONE, Message

BEGUN = (BEING_SENT, HELD, PAUSED, DONE)
_ARRIVED = (SENT, DELIVERED, READ)

#: The copy of somebody who has the words, though another sending of it is under way or has not arrived.
STILL_HAS_THE_OLD = and_(Message.corrects.is_not(None), Message.state.not_in((*_ARRIVED, UNDONE)))
#: The revision that somebody has who has one.
HAS = case((STILL_HAS_THE_OLD, Message.corrects), else_=Message.revision)
#: Somebody has the announcement, in these words or in older ones.
REACHED = or_(Message.state.in_(_ARRIVED), STILL_HAS_THE_OLD)


def older(announcement: int) -> tuple[ColumnElement[bool], ...]:
    """The copies of those who have older words, and no correction under way."""
    now_sent = select(Announcement.revision).where(Announcement.id == announcement).scalar_subquery()
    hers = (Message.announcement_id == announcement, Message.person_id.is_not(None))
    return (*hers, Message.state.in_(_ARRIVED), Message.revision < now_sent)


def with_old_words(db: Connection, announcement: int) -> int:
    """How many people have other words than those of now, and no correction under way."""
    return db.execute(select(func.count()).select_from(Message).where(*older(announcement))).scalar_one()


def tell(db: Connection, announcement: int, moment: datetime) -> int:
    """Queue a correction for each of them; how many. Nothing happens to what is cancelled or not valid any more.

    What was done, or held after its first part, is being sent again; what is paused stays so.
    """
    valid = (Announcement.id == announcement, Announcement.state.in_(BEGUN), Announcement.valid_until > moment)
    state = db.execute(select(Announcement.state).where(*valid).with_for_update()).scalar()
    if state is None:
        return 0
    anew = {"state": QUEUED, "lane": ANNOUNCED, "tries": 0, "due_at": moment, "moved_at": moment, "error": None}
    told = update(Message).where(*older(announcement)).values(**anew, corrects=Message.revision)
    count = db.execute(told).rowcount
    if count and state in (DONE, HELD):
        steps.again(db, announcement, moment)
    return count
