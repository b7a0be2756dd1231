"""Who may be written to for an announcement, and at which of their phones: conditions for statements of any size."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from models.consents import Consent
from models.contacts import SILENCE, Contact
from models.knocks import WINDOW
from models.people import Person

PURPOSE = "announcements"

_consent = aliased(Consent)
_last = (
    select(_consent.given)
    .where(_consent.person_id == Person.id, _consent.purpose == PURPOSE)
    .order_by(_consent.id.desc())
    .limit(1)
    .scalar_subquery()
)

JOINED = and_(Person.joined_at.is_not(None), Person.blocked_at.is_(None))
WANTS = Person.stopped_at.is_(None)
AGREES = func.coalesce(_last, literal(False)).is_(True)
#: Everything about a person but her phones and her pauses.
MAY = and_(JOINED, WANTS, AGREES)
#: A contact that is hers beyond doubt and takes messages.
WORKS = and_(Contact.revoked_at.is_(None), Contact.doubted_at.is_(None), Contact.unreachable_at.is_(None))


def writable(moment: datetime) -> ColumnElement[bool]:
    """Whether a contact may be written to at once: as `models.knocks.can_be_written_to` says of one."""
    return _writable(Contact, moment)


def best_contacts(people: Select[int], moment: datetime, *only: ColumnElement[bool]) -> Select[int, int, str, bool]:
    """For each of `people` (a select of ids) one contact that works: (person_id, id, channel, writable now).

    The one that may be written to at once comes first, then the one that was heard last. `only` are conditions on
    `Contact`.
    """
    person, chosen = aliased(Person), aliased(Contact)
    now_first = case((writable(moment), 1), else_=0)
    best = (
        select(Contact.id)
        .where(Contact.person_id == person.id, WORKS, *only)
        .order_by(now_first.desc(), Contact.heard_at.desc(), Contact.id)
        .limit(1)
        .correlate(person)
        .scalar_subquery()
    )
    picked = select(person.id, best.label("contact_id")).where(person.id.in_(people)).subquery()
    columns = (picked.c.id.label("person_id"), chosen.id, chosen.channel, _writable(chosen, moment).label("at_once"))
    return select(*columns).join_from(picked, chosen, chosen.id == picked.c.contact_id)


def _writable(contact: type[Contact], moment: datetime) -> ColumnElement[bool]:
    in_window = or_(contact.channel != "whatsapp", contact.heard_at > moment - WINDOW)
    return and_(contact.heard_at > moment - SILENCE, in_window)
