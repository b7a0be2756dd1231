"""People whom WhatsApp wants to be left alone for a day: Meta caps how much marketing one person gets, from anybody.

Whom it refused so (code 63049) gets no knock for 24 hours; the one that was refused goes out again after that, while
its announcement is valid.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, or_, select, true, update

from models.announcements import steps
from models.announcements.resending import BEGUN
from models.announcements.tables import DONE, Announcement
from models.contacts import Contact
from models.messages import FAILED, KNOCK, QUEUED, Message

CODE = "63049"
REST = timedelta(hours=24)


def rest(db: Connection, message: int, moment: datetime, provider_id: str | None = None) -> bool:
    """WhatsApp has refused `message` so, at once or by a receipt for `provider_id`; whether it goes out again.

    To be called once that is recorded. Told twice, it counts once; of another sending of the message it says nothing.
    """
    row = db.execute(select(Message.contact_id, Message.lane).where(Message.id == message, _is_of(provider_id))).first()
    if row is None:
        return False
    until = moment + REST
    rested = or_(Contact.rests_until.is_(None), Contact.rests_until <= moment)
    db.execute(update(Contact).where(Contact.id == row.contact_id, rested).values(rests_until=until))
    return row.lane == KNOCK and _again(db, message, row.contact_id, moment)


def _again(db: Connection, message: int, contact: int, moment: datetime) -> bool:
    """Queue a refused knock for after the rest, if there is still something to announce then."""
    until = db.execute(select(Contact.rests_until).where(Contact.id == contact)).scalar_one()
    of = select(Announcement.id, Announcement.state).join(Message, Message.announcement_id == Announcement.id)
    row = db.execute(of.where(Message.id == message, Announcement.valid_until > until)).first()
    if row is None or row.state not in BEGUN:
        return False
    refused = update(Message).where(Message.id == message, Message.state.in_((FAILED, QUEUED)))
    if not db.execute(refused.values(state=QUEUED, due_at=until, moved_at=moment, error=CODE)).rowcount:
        return False
    if row.state == DONE:
        steps.again(db, row.id, moment)
    return True


def _is_of(provider_id: str | None) -> ColumnElement[bool]:
    """Whether the message lies with the provider as `provider_id` now; one that told no id is meant as well."""
    return true() if provider_id is None else or_(Message.provider_id.is_(None), Message.provider_id == provider_id)
