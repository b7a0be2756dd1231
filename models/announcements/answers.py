"""What people answer to an announcement. Only the last answer counts, and only of those who have it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, exists, func, insert, select, update

from models.announcements.tables import CANCELLED, Announcement, AnnouncementAnswer
from models.messages import DELIVERED, READ, SENDING, SENT, UNCERTAIN, WAITING, Message
from models.people import Person

AFTER = timedelta(days=30)  # for which answers are still taken when an announcement is not valid any more
#: The states of a copy whose buttons somebody may have before her; a knock shows that there is something.
_THERE = (SENDING, SENT, DELIVERED, READ, UNCERTAIN, WAITING)
_NOT_ERASED = exists().where(Person.id == AnnouncementAnswer.person_id, Person.blocked_at.is_(None))


class Answered(NamedTuple):
    """An answer: of whom, by number; what; when."""

    person: int
    answer: str
    at: datetime


def answer(db: Connection, announcement: int, person: int, what: str, moment: datetime) -> bool:
    """Note what a person answers, in place of what she answered before; False where she cannot (any more)."""
    if copy_of(db, announcement, person, moment) is None:
        return False
    which = (AnnouncementAnswer.announcement_id == announcement, AnnouncementAnswer.person_id == person)
    if not db.execute(update(AnnouncementAnswer).where(*which).values(answer=what, at=moment)).rowcount:
        values = {"announcement_id": announcement, "person_id": person, "answer": what, "at": moment}
        db.execute(insert(AnnouncementAnswer).values(values))
    return True


def copy_of(db: Connection, announcement: int, person: int, moment: datetime) -> int | None:
    """The number of the copy that a person has of an announcement which is neither cancelled nor long past."""
    return db.execute(_answerable(person, moment, Announcement.id == announcement)).scalar()


def last_with(db: Connection, person: int, choices: str, moment: datetime) -> int | None:
    """The newest announcement with choices of this kind that a person may answer."""
    found = _answerable(person, moment, Announcement.choices == choices).with_only_columns(Announcement.id)
    return db.execute(found.order_by(Announcement.id.desc()).limit(1)).scalar()


def _answerable(person: int, moment: datetime, *which: ColumnElement[bool]) -> Select[int]:
    hers = (Message.person_id == person, Message.state.in_(_THERE))
    good = (Announcement.state != CANCELLED, Announcement.valid_until > moment - AFTER)
    joined = select(Message.id).join(Announcement, Announcement.id == Message.announcement_id)
    return joined.where(*which, *hers, *good)


def counts(db: Connection, announcement: int) -> dict[str, int]:
    """How many people answered what."""
    hers = select(AnnouncementAnswer.answer, func.count()).where(*_of(announcement))
    return {what: count for what, count in db.execute(hers.group_by(AnnouncementAnswer.answer))}


def everything(db: Connection, announcement: int) -> list[Answered]:
    """All answers, in the order of the people's numbers."""
    columns = (AnnouncementAnswer.person_id, AnnouncementAnswer.answer, AnnouncementAnswer.at)
    query = select(*columns).where(*_of(announcement)).order_by(AnnouncementAnswer.person_id)
    return [Answered._make(row) for row in db.execute(query)]


def _of(announcement: int) -> tuple[ColumnElement[bool], ...]:
    return (AnnouncementAnswer.announcement_id == announcement, _NOT_ERASED)
