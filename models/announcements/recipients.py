"""Gives everybody of an audience a row in the outbox, some thousands at a time, each of them once and for all.

The rows are made by the database itself, and the place that was reached is moved on in the same transaction: after a
crash it goes on where it was. What differs from person to person within a day is looked at when a copy goes out.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, func, insert, literal, select, true, update

from models import audience
from models.announcements.beginning import due_at
from models.announcements.eligible import MAY, WORKS, best_contacts
from models.announcements.reading import Standing
from models.announcements.tables import Announcement
from models.base import Instant
from models.contacts import Contact
from models.messages import ANNOUNCED, QUEUED, Message
from models.people import Person

CHUNK = 2_000  # people that are looked at in one transaction: some 30 ms


def materialise(db: Connection, announcement: Standing, moment: datetime, most: int = CHUNK) -> int:
    """Look at the next `most` people and queue a copy for those it is for; how many were looked at."""
    ids = select(Person.id).where(Person.id > announcement.cursor).order_by(Person.id).limit(most).subquery()
    last, looked_at = db.execute(select(func.max(ids.c.id), func.count())).one()
    if not looked_at:
        _move_on(db, announcement.id, complete=True)
        return 0
    here = and_(Person.id > announcement.cursor, Person.id <= last)
    expression = audience.parse(announcement.audience)
    wanted = and_(here, MAY, audience.condition(db, expression, moment))
    seen = announcement.seen
    if announcement.first_percent and not announcement.whole:
        people, seen = _first_part(db, announcement, wanted)
    else:
        rest = ~_has_copy(announcement.id) if announcement.whole else true()
        people = select(Person.id).where(wanted, rest)
    _queue(db, announcement, people, here, moment)
    _move_on(db, announcement.id, cursor=last, seen=seen, complete=looked_at < most)
    return int(looked_at)


def _move_on(db: Connection, announcement: int, **values: object) -> None:
    db.execute(update(Announcement).where(Announcement.id == announcement).values(values))


def _has_copy(announcement: int) -> ColumnElement[bool]:
    copies = select(Message.id).where(Message.announcement_id == announcement, Message.person_id == Person.id)
    return copies.exists()


def _first_part(db: Connection, announcement: Standing, wanted: ColumnElement[bool]) -> tuple[Select[int], int]:
    """Every so manyth of those who can be reached, beginning with the first; and how many were counted so far."""
    reached = and_(wanted, select(Contact.id).where(Contact.person_id == Person.id, WORKS).exists())
    counted = db.execute(select(func.count()).select_from(Person).where(reached)).scalar_one()
    place = announcement.seen + func.row_number().over(order_by=Person.id) - 1
    numbered = select(Person.id, place.label("place")).where(reached).subquery()
    percent = announcement.first_percent
    chosen = (numbered.c.place * percent) % 100 < percent
    return select(numbered.c.id).where(chosen), announcement.seen + counted


def _queue(
    db: Connection, announcement: Standing, people: Select[int], here: ColumnElement[bool], moment: datetime
) -> None:
    best = best_contacts(people, moment).subquery()
    due = due_at(db, announcement, here, moment)
    columns = {
        "contact_id": best.c.id,
        "channel": best.c.channel,
        "lane": literal(ANNOUNCED),
        "state": literal(QUEUED),
        "seal_id": literal(b""),
        "created_at": literal(moment, Instant),
        "due_at": due,
        "tries": literal(0),
        "announcement_id": literal(announcement.id),
        "person_id": best.c.person_id,
    }
    rows = select(*columns.values()).select_from(best).join(Person, Person.id == best.c.person_id)
    db.execute(insert(Message).from_select(list(columns), rows.order_by(best.c.person_id), include_defaults=False))
