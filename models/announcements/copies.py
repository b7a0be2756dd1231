"""The copies of announcements that may go out now, each with all that is to be known of whom it is for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, String, and_, bindparam, case, cast, literal, or_, select
from sqlalchemy.orm import aliased

from models.announcements.eligible import WORKS
from models.announcements.tables import Announcement
from models.contacts import Contact
from models.conversations import OPEN, Talk
from models.messages import ANNOUNCED, KNOCK, QUEUED, REPLY, SENDING, Message
from models.people import Municipality, Person
from models.preferences import Preference
from models.statements import Query

BUSY = timedelta(minutes=5)  # after a word of hers, as long as a question waits for her answer
#: Conversations whose question is no question: nobody is in the middle of anything there.
IDLE = ("menu", "resume", "staff", "help", "language")


class Copy(NamedTuple):
    """One copy, its contact and its person. `hers`: the contact works and is still hers; `talks`: see `BUSY`."""

    id: int
    contact_id: int
    channel: str
    lane: str
    tries: int
    person_id: int
    contact_seal_id: bytes
    address_sealed: bytes
    heard_at: datetime
    hers: bool
    phone_language: str | None
    person_seal_id: bytes
    given_name_sealed: bytes
    language: str | None
    state: str | None
    place_seal_id: bytes | None
    place_sealed: bytes | None
    gone: bool  # she wants nothing unasked, or had her data erased
    talks: bool
    chosen_seal_id: bytes | None
    chosen_sealed: bytes | None
    announcement_id: int
    revision: int  # that is sent now
    corrects: int | None  # the revision that she has, where this is a correction of it
    provider_id: str | None
    announcement_state: str
    valid_until: datetime


_other = aliased(Message)
_IN_THE_AIR = (
    select(_other.id)
    .where(
        _other.contact_id == Message.contact_id,
        _other.state.in_((QUEUED, SENDING)),
        or_(_other.state == SENDING, and_(_other.id < Message.id, _other.lane == REPLY)),
    )
    .exists()
)
_TALKS = and_(
    Contact.heard_at > bindparam("lately"),
    select(Talk.id)
    .where(Talk.owner == literal("p") + cast(Message.person_id, String), Talk.status == OPEN, Talk.flow.not_in(IDLE))
    .exists(),
)
_COLUMNS = (
    Message.id,
    Message.contact_id,
    Message.channel,
    Message.lane,
    Message.tries,
    Message.person_id,
    Contact.seal_id.label("contact_seal_id"),
    Contact.address_sealed,
    Contact.heard_at,
    case((and_(WORKS, Contact.person_id == Message.person_id), True), else_=False).label("hers"),
    Contact.language.label("phone_language"),
    Person.seal_id.label("person_seal_id"),
    Person.given_name_sealed,
    Person.language,
    Person.state,
    Municipality.seal_id.label("place_seal_id"),
    Municipality.name_sealed.label("place_sealed"),
    case((or_(Person.stopped_at.is_not(None), Person.blocked_at.is_not(None)), True), else_=False).label("gone"),
    _TALKS.label("talks"),
    Preference.seal_id.label("chosen_seal_id"),
    Preference.value_sealed.label("chosen_sealed"),
    Announcement.id.label("announcement_id"),
    Announcement.revision,
    Message.corrects,
    Message.provider_id,
    Announcement.state.label("announcement_state"),
    Announcement.valid_until,
)
_WITH_PERSON = (
    select(*_COLUMNS)
    .select_from(Message)
    .join(Announcement, Announcement.id == Message.announcement_id)
    .join(Contact, Contact.id == Message.contact_id)
    .join(Person, Person.id == Message.person_id)
    .outerjoin(Municipality, Municipality.id == Person.municipality_id)
    .outerjoin(Preference, Preference.person_id == Person.id)
)
_DUE = Query(
    _WITH_PERSON.where(
        Message.announcement_id == bindparam("announcement"),
        Message.state == QUEUED,
        Message.channel == bindparam("by"),
        Message.lane == ANNOUNCED,
        Message.due_at <= bindparam("moment"),
        ~_IN_THE_AIR,
    )
    .order_by(Message.due_at, Message.id)
    .limit(bindparam("most"))
    .with_for_update(of=Message.__table__, skip_locked=True),
    Copy,
)
_ASKED_FOR = Query(
    _WITH_PERSON.where(
        Message.channel == bindparam("by"),
        Message.lane == REPLY,
        Message.state == QUEUED,
        Message.announcement_id.is_not(None),
        ~_IN_THE_AIR,
    )
    .order_by(Message.due_at, Message.id)
    .limit(bindparam("most"))
    .with_for_update(of=Message.__table__, skip_locked=True),
    Copy,
)
_ONE = Query(_WITH_PERSON.where(Message.id == bindparam("message")), Copy)


class Knocking(NamedTuple):
    """A knock that may go out now; `rests_until` when WhatsApp wants it to wait."""

    id: int
    contact_id: int
    tries: int
    seal_id: bytes
    body_sealed: bytes
    contact_seal_id: bytes
    address_sealed: bytes
    rests_until: datetime | None


_KNOCKS = Query(
    select(
        Message.id,
        Message.contact_id,
        Message.tries,
        Message.seal_id,
        Message.body_sealed,
        Contact.seal_id.label("contact_seal_id"),
        Contact.address_sealed,
        Contact.rests_until,
    )
    .join(Contact, Contact.id == Message.contact_id)
    .where(
        Message.announcement_id == bindparam("announcement"),
        Message.state == QUEUED,
        Message.channel == bindparam("by"),
        Message.lane == KNOCK,
        Message.due_at <= bindparam("moment"),
        ~_IN_THE_AIR,
    )
    .order_by(Message.due_at, Message.id)
    .limit(bindparam("most"))
    .with_for_update(of=Message.__table__, skip_locked=True),
    Knocking,
)


def due(db: Connection, announcement: int, channel: str, moment: datetime, most: int) -> Sequence[Copy]:
    """Up to `most` copies of one announcement that are due on a channel."""
    return _DUE.all(db, announcement=announcement, by=channel, moment=moment, most=most, lately=moment - BUSY)


def asked_for(db: Connection, channel: str, moment: datetime, most: int) -> Sequence[Copy]:
    """Up to `most` copies whose people have written after a knock, of any announcement."""
    return _ASKED_FOR.all(db, by=channel, most=most, lately=moment - BUSY)


def one(db: Connection, message: int, moment: datetime) -> Copy | None:
    """One copy, whatever its state."""
    return _ONE.first(db, message=message, lately=moment - BUSY)


def knocks_due(db: Connection, announcement: int, channel: str, moment: datetime, most: int) -> Sequence[Knocking]:
    """Up to `most` knocks of one announcement that are due on a channel."""
    return _KNOCKS.all(db, announcement=announcement, by=channel, moment=moment, most=most)
