"""Messages of which nobody knows whether they arrived, and what becomes of them once the provider's list has told.

Only of those that must not arrive twice: a reply is simply sent again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, select, update

from dialogue.drawing.content import Content
from models import hours, outbox, preferences
from models.announcements import steps
from models.announcements.attached import attached
from models.announcements.claiming import content_of_copy
from models.announcements.eligible import MAY, WANTS, WORKS
from models.announcements.resending import BEGUN
from models.announcements.tables import DONE, Announcement
from models.contacts import Contact
from models.messages import CANCELLED, KNOCK, QUEUED, REPLY, SENT, UNCERTAIN, WAITING, Message
from models.people import Person
from models.prompts import Prompt
from models.sealing import vault

EARLIEST = timedelta(minutes=2)  # by then the provider's list has it, if it was accepted
LATEST = timedelta(hours=6)  # after that staff decide
REMEMBERED = timedelta(days=7)


class Lost(NamedTuple):
    """An uncertain message: what it said, with a file of which type, and between which moments it was sent."""

    id: int
    contact: int
    address: str
    content: Content
    file: str | None
    since: datetime
    until: datetime


def lost(db: Connection, channel: str, moment: datetime, most: int, but: Iterable[int] = ()) -> list[Lost]:
    """Up to `most` messages that can be looked for now, the oldest first, `but` for those."""
    asked_for = (Message.lane == REPLY) & Message.announcement_id.is_(None)
    query = (
        select(Message.__table__, Contact.seal_id.label("contact_seal_id"), Contact.address_sealed)
        .join(Contact, Contact.id == Message.contact_id)
        .where(
            Message.channel == channel,
            Message.state == UNCERTAIN,
            Message.moved_at.between(moment - LATEST, moment - EARLIEST),
            ~asked_for,
            Message.id.not_in(list(but)),
        )
        .order_by(Message.moved_at, Message.id)
        .limit(most)
    )
    return [each for row in db.execute(query) if (each := _opened(db, row)) is not None]


def known(db: Connection, contact: int, moment: datetime) -> set[str]:
    """The provider's ids of what was sent to a contact in the last days, as far as they are known."""
    theirs = (Message.contact_id == contact, Message.created_at > moment - REMEMBERED)
    return {id for id in db.scalars(select(Message.provider_id).where(*theirs)) if id is not None}


def found(db: Connection, message: int, provider_id: str, moment: datetime) -> bool:
    """The provider has it; False when that has been told meanwhile."""
    uncertain = update(Message).where(Message.id == message, Message.state == UNCERTAIN)
    values = {"state": SENT, "provider_id": provider_id, "error": None, "moved_at": moment}
    return bool(db.execute(uncertain.values(values)).rowcount)


def not_there(db: Connection, message: Lost, moment: datetime) -> str | None:
    """The provider never had it: it goes out again if it may, else it is cancelled. Its state; None as `found`."""
    row = db.execute(select(Message.__table__).where(Message.id == message.id, Message.state == UNCERTAIN)).first()
    if row is None or row.moved_at != message.until:
        return None
    again = _may(db, row, message)
    due = _next_moment(db, row, moment) if again else moment
    values = {"state": QUEUED if again else CANCELLED, "due_at": due, "moved_at": moment}
    db.execute(update(Message).where(Message.id == row.id).values(values))
    if again and row.announcement_id is not None:
        _go_on(db, row.announcement_id, moment)
    return str(values["state"])


def _opened(db: Connection, row: Row[*tuple[Any, ...]]) -> Lost | None:
    address = vault(db).open_text(row.address_sealed, "contact", "address", row.contact_seal_id) or ""
    try:
        content = _content(db, row)
    except LookupError:  # whose copy it is was deleted meanwhile
        return None
    file = attached(db, row.announcement_id) if content.shows is not None else None
    return Lost(row.id, row.contact_id, address, content, file and file.type, row.due_at, row.moved_at)


def _content(db: Connection, row: Row[*tuple[Any, ...]]) -> Content:
    if row.body_sealed is None:
        return content_of_copy(db, row.id, row.moved_at)
    return outbox.content_of(db, row.seal_id, row.body_sealed)


def _may(db: Connection, row: Row[*tuple[Any, ...]], message: Lost) -> bool:
    """Whether it is still wanted: the same is looked at as before it was sent, and whether she has written since."""
    hers = select(Contact.id).join(Person, Person.id == Contact.person_id).where(Contact.id == row.contact_id, WORKS)
    if row.announcement_id is None:
        ended = select(Prompt.id).where(Prompt.message_id == row.id, Prompt.ended_at.is_not(None)).exists()
        return _any(db, hers.where(WANTS, Contact.heard_at <= message.since, ~ended))
    valid = select(Announcement.id).where(
        Announcement.id == row.announcement_id, Announcement.state.in_(BEGUN), Announcement.valid_until > row.moved_at
    )
    waits = select(Message.id).where(
        Message.announcement_id == row.announcement_id,
        Message.contact_id == row.contact_id,
        Message.state == WAITING,
    )
    if row.lane == KNOCK:
        hers = hers.where(waits.exists())  # else there is nothing any more to knock for
    return _any(db, hers.where(MAY, valid.exists()))


def _any(db: Connection, query: Select[*tuple[Any, ...]]) -> bool:
    return db.execute(query).first() is not None


def _next_moment(db: Connection, row: Row[*tuple[Any, ...]], moment: datetime) -> datetime:
    """What is not looked at again before it goes out must not go out at night."""
    person = db.execute(select(Contact.person_id).where(Contact.id == row.contact_id)).scalar()
    if row.person_id is not None or person is None:
        return moment
    return hours.next_allowed(preferences.rhythm_of(db, person), moment)


def _go_on(db: Connection, announcement: int, moment: datetime) -> None:
    done = select(Announcement.id).where(Announcement.id == announcement, Announcement.state == DONE)
    if _any(db, done):
        steps.again(db, announcement, moment)
