"""What people answer to an announcement. Only the last answer counts, and only of those who have it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, exists, func, insert, or_, select, update

from models.announcements.correcting import HAS, STILL_HAS_THE_OLD
from models.announcements.tables import CANCELLED, Announcement, AnnouncementAnswer
from models.messages import DELIVERED, READ, SENDING, SENT, UNCERTAIN, WAITING, Message
from models.people import Person

AFTER = timedelta(days=30)  # for which answers are still taken when an announcement is not valid any more
#: The states of a copy whose buttons somebody may have before her; a knock shows that there is something.
_THERE = (SENDING, SENT, DELIVERED, READ, UNCERTAIN, WAITING)
_NOT_ERASED = exists().where(Person.id == AnnouncementAnswer.person_id, Person.blocked_at.is_(None))


class Answered(NamedTuple):
    """An answer: of whom, by number; what; when; to which revision of the words, where that is known."""

    person: int
    answer: str
    at: datetime
    revision: int | None


def answer(db: Connection, announcement: int, person: int, what: str, moment: datetime) -> bool:
    """Note what a person answers, in place of what she answered before; False where she cannot (any more)."""
    query = _answerable(person, moment, Announcement.id == announcement).with_only_columns(HAS)
    copy = db.execute(query).first()
    if copy is None:
        return False
    which = (AnnouncementAnswer.announcement_id == announcement, AnnouncementAnswer.person_id == person)
    said = {"answer": what, "at": moment, "revision": copy[0]}
    if not db.execute(update(AnnouncementAnswer).where(*which).values(said)).rowcount:
        db.execute(insert(AnnouncementAnswer).values(announcement_id=announcement, person_id=person, **said))
    return True


def copy_of(db: Connection, announcement: int, person: int, moment: datetime) -> int | None:
    """The number of the copy that a person has of an announcement which is neither cancelled nor long past."""
    return db.execute(_answerable(person, moment, Announcement.id == announcement)).scalar()


def last_with(db: Connection, person: int, choices: str, moment: datetime) -> int | None:
    """The newest announcement with choices of this kind that a person may answer."""
    found = _answerable(person, moment, Announcement.choices == choices).with_only_columns(Announcement.id)
    return db.execute(found.order_by(Announcement.id.desc()).limit(1)).scalar()


def _answerable(person: int, moment: datetime, *which: ColumnElement[bool]) -> Select[int]:
    hers = (Message.person_id == person, or_(Message.state.in_(_THERE), STILL_HAS_THE_OLD))
    good = (Announcement.state != CANCELLED, Announcement.valid_until > moment - AFTER)
    joined = select(Message.id).join(Announcement, Announcement.id == Message.announcement_id)
    return joined.where(*which, *hers, *good)


def counts(db: Connection, announcement: int) -> dict[str, int]:
    """How many people answered what."""
    hers = select(AnnouncementAnswer.answer, func.count()).where(*_of(announcement))
    return {what: count for what, count in db.execute(hers.group_by(AnnouncementAnswer.answer))}


def before(db: Connection, announcement: int, revision: int) -> int:
    """How many answered older words than those of `revision`."""
    old = select(func.count()).where(*_of(announcement), AnnouncementAnswer.revision < revision)
    return db.execute(old).scalar_one()


def everything(db: Connection, announcement: int) -> list[Answered]:
    """All answers, in the order of the people's numbers."""
    query = select(*(getattr(AnnouncementAnswer, name) for name in ("person_id", "answer", "at", "revision")))
    query = query.where(*_of(announcement)).order_by(AnnouncementAnswer.person_id)
    return [Answered._make(row) for row in db.execute(query)]


def _of(announcement: int) -> tuple[ColumnElement[bool], ...]:
    return (AnnouncementAnswer.announcement_id == announcement, _NOT_ERASED)
