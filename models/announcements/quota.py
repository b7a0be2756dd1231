"""How many people may be written to outside of their window within 24 hours: WhatsApp counts them, and refuses others.

It counts people, in any 24 hours; so does this, by the moment at which each was last knocked at.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from models import hours, installation
from models.contacts import Contact
from models.hours import Rhythm
from models.messages import KNOCK, QUEUED, Message
from models.statements import Prepared, Query
from models.zones import DEFAULT

KEPT_AS = "daily contacts"
USUAL = 250  # of an account that Meta has not verified
DAY = timedelta(days=1)
CHANNEL = "whatsapp"


class _Count(NamedTuple):
    people: int


_USED = Query(
    select(func.count())
    .select_from(Contact)
    .where(Contact.knocked_at > bindparam("since", type_=Contact.knocked_at.type)),
    _Count,
)
_KNOCKED = Prepared(
    update(Contact)
    .where(Contact.id == bindparam("contact"))
    .values(knocked_at=bindparam("moment", type_=Contact.knocked_at.type))
)


def knocked(db: Connection, contacts: Collection[int], moment: datetime) -> None:
    """These contacts of WhatsApp are being sent a knock. It counts from now on, whatever becomes of it."""
    if contacts:
        _KNOCKED.run_many(db, [{"contact": contact, "moment": moment} for contact in sorted(set(contacts))])


def used(db: Connection, moment: datetime) -> int:
    """How many people were knocked at in the 24 hours before `moment`."""
    found = _USED.first(db, since=moment - DAY)
    return 0 if found is None else found.people


def limit(db: Connection) -> int:
    """How many people it may be in any 24 hours."""
    return int(installation.kept(db, KEPT_AS) or USUAL)


def room(db: Connection, moment: datetime) -> int:
    """How many more people may be knocked at now."""
    return max(0, limit(db) - used(db, moment))


def frees(db: Connection, moment: datetime) -> datetime:
    """When there is room for the next one."""
    return hours.next_allowed(Rhythm(DEFAULT), _freed(db, moment, used(db, moment) - limit(db)))


def finishes(db: Connection, closed: int, moment: datetime) -> datetime:
    """When `closed` more people will have been knocked at, from `moment` on and behind those who wait already.

    Everybody who was knocked at makes room for somebody else a day later, at night in the morning after.
    """
    if closed <= 0:
        return moment
    most, clock = limit(db), Rhythm(DEFAULT)
    days, place = divmod(closed + _waiting(db) - 1, most)
    first = hours.next_allowed(clock, _freed(db, moment, place - (most - used(db, moment))))
    return hours.next_allowed(clock, first + days * DAY)


def _freed(db: Connection, moment: datetime, place: int) -> datetime:
    """When there is room for one more, `place` others having gone before; now, if that is below nothing."""
    if place < 0:
        return moment
    times = select(Contact.knocked_at).where(Contact.knocked_at > moment - DAY).order_by(Contact.knocked_at)
    knocked_at = db.execute(times.offset(place).limit(1)).scalar()
    return moment if knocked_at is None else knocked_at + DAY


def _waiting(db: Connection) -> int:
    """How many knocks of announcements wait for their turn."""
    waits = (Message.channel == CHANNEL, Message.lane == KNOCK, Message.state == QUEUED)
    return db.execute(select(func.count()).select_from(Message).where(*waits)).scalar_one()
