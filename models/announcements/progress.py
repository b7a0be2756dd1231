"""How far announcements are: what is to begin, what has to stop, what is over. Asked by the clock."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, update

from models.announcements import steps
from models.announcements.reading import Standing
from models.announcements.tables import CANCELLED, DONE, HELD, PAUSED, PLANNED, SENDING, Announcement
from models.messages import (
    ANNOUNCED,
    DELIVERED,
    EXPIRED,
    FAILED,
    QUEUED,
    READ,
    REPLY,
    SENT,
    UNCERTAIN,
    WAITING,
    Message,
)
from models.messages import CANCELLED as TAKEN_BACK
from models.messages import SENDING as IN_THE_AIR
from models.people import Person

EARLY = timedelta(hours=4)  # before its moment the audience is gone through: some clocks are ahead
FEW = 20  # people who were written to: among so few, three have to go wrong before it is stopped
ENOUGH = 3
BATCH = 500


class Trouble(NamedTuple):
    """How it goes: to how many it was sent, how many failed or are uncertain, how many said stop since it began.

    What was sent is counted no further than it takes to tell whether the others are too many.
    """

    sent: int
    failed: int
    stopped: int

    def why(self, percent: int) -> str | None:
        """What it has to be stopped for, if anything, at this percentage."""
        limit = self.limit(percent)
        for name, bad in (("failures", self.failed), ("stops", self.stopped)):
            if bad and (bad >= limit or bad == self.sent):
                return name
        return None

    def limit(self, percent: int) -> float:
        """How many of either are too many."""
        return ENOUGH if self.sent < FEW else max(ENOUGH, self.sent * percent / 100)


def to_begin(db: Connection, moment: datetime) -> list[int]:
    """Those whose moment has come, or is so near that their people are gone through."""
    soon = or_(Announcement.starts_at.is_(None), Announcement.starts_at <= moment + EARLY)
    return list(db.scalars(select(Announcement.id).where(Announcement.state == PLANNED, soon)))


def to_spread(db: Connection) -> list[int]:
    """Those whose people have not all been gone through."""
    unfinished = (Announcement.state == SENDING, Announcement.complete.is_(False))
    return list(db.scalars(select(Announcement.id).where(*unfinished).order_by(Announcement.id)))


def trouble(db: Connection, announcement: Standing) -> Trouble:
    """How it goes, so far."""
    failed, stopped = _failed(db, announcement.id), _stopped(db, announcement)
    enough = max(FEW, max(failed, stopped) * 100 // max(1, announcement.stop_at_percent)) + 1
    return Trouble(_sent(db, announcement.id, enough) if failed or stopped else 0, failed, stopped)


def so_far(db: Connection, announcement: Standing) -> Trouble:
    """The same, with everything counted that was sent; nothing before it has begun."""
    if announcement.began_at is None:
        return Trouble(0, 0, 0)
    failed, stopped = _failed(db, announcement.id), _stopped(db, announcement)
    return Trouble(_sent(db, announcement.id), failed, stopped)


def _failed(db: Connection, announcement: int) -> int:
    """What was in the air when the program died has no error, and says nothing against the announcement."""
    wrong = or_(Message.state == FAILED, and_(Message.state == UNCERTAIN, Message.error.is_not(None)))
    here = (*_copies(announcement), Message.state.in_((FAILED, UNCERTAIN)))
    return db.execute(select(func.count()).where(*here, wrong)).scalar_one()


def _stopped(db: Connection, announcement: Standing) -> int:
    """From those few who said stop to their copies: SQLite, left to itself, looks through all copies."""
    copy = (Message.announcement_id == announcement.id, Message.person_id == Person.id, Message.revision.is_not(None))
    got_one = select(Message.id).where(*copy).exists()
    return db.execute(select(func.count()).where(Person.stopped_at > announcement.began_at, got_one)).scalar_one()


def _sent(db: Connection, announcement: int, most: int | None = None) -> int:
    gone = Message.state.in_((SENT, DELIVERED, READ, FAILED, UNCERTAIN))
    some = select(Message.id).where(*_copies(announcement), gone).limit(most).subquery()
    return db.execute(select(func.count()).select_from(some)).scalar_one()


def _copies(announcement: int) -> tuple[ColumnElement[bool], ...]:
    return Message.announcement_id == announcement, Message.lane.in_((ANNOUNCED, REPLY))


def settle(db: Connection, announcement: int, moment: datetime) -> str | None:
    """Hold or finish it, if all that could be sent has been: the state it came to, else None."""
    if _any(db, announcement, Message.state.in_((QUEUED, IN_THE_AIR))):
        return None
    complete = select(Announcement.complete, Announcement.whole, Announcement.first_percent)
    row = db.execute(complete.where(Announcement.id == announcement)).one()
    if not row.complete:
        return None
    if row.first_percent and not row.whole:
        return HELD if steps.hold(db, announcement, moment) else None
    return DONE if steps.finish(db, announcement, moment) else None


def expire(db: Connection, moment: datetime, most: int = BATCH) -> int:
    """What comes too late is not sent any more; how many messages."""
    late = (Announcement.valid_until <= moment, Announcement.state.in_((SENDING, HELD, PAUSED, DONE)))
    count = _end(db, select(Announcement.id).where(*late), EXPIRED, moment, most)
    if count < most:
        over = update(Announcement).where(*late, Announcement.state.in_((HELD, PAUSED)))
        db.execute(over.values(state=DONE, moved_at=moment))
    return count


def take_back(db: Connection, moment: datetime, most: int = BATCH) -> int:
    """What is left of cancelled announcements is not sent; how many messages."""
    cancelled = select(Announcement.id).where(Announcement.state == CANCELLED)
    return _end(db, cancelled, TAKEN_BACK, moment, most)


def _end(db: Connection, announcements: Select[int], state: str, moment: datetime, most: int) -> int:
    left = (Message.announcement_id.is_not(None), or_(Message.state == QUEUED, Message.state == WAITING))
    these = select(Message.id).where(*left, Message.announcement_id.in_(announcements)).limit(most)
    return db.execute(update(Message).where(Message.id.in_(these)).values(state=state, moved_at=moment)).rowcount


def _any(db: Connection, announcement: int, state: ColumnElement[bool]) -> bool:
    found = select(Message.id).where(Message.announcement_id == announcement, state).limit(1)
    return db.execute(found).first() is not None
