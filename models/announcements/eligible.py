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
    in_window = or_(Contact.channel != "whatsapp", Contact.heard_at > moment - WINDOW)
    return and_(Contact.heard_at > moment - SILENCE, in_window)


def best_contacts(people: Select[int], moment: datetime, *only: ColumnElement[bool]) -> Select[int, int, str, bool]:
    """For each of `people` (a select of ids) one contact that works: (person_id, id, channel, writable now).

    The one that may be written to at once comes first, then the one that was heard last.
    """
    now_first = case((writable(moment), 1), else_=0)
    order = (now_first.desc(), Contact.heard_at.desc(), Contact.id)
    place = func.row_number().over(partition_by=Contact.person_id, order_by=order).label("place")
    columns = (Contact.person_id, Contact.id, Contact.channel, writable(moment).label("at_once"), place)
    ranked = select(*columns).where(WORKS, Contact.person_id.in_(people), *only).subquery()
    return select(ranked.c.person_id, ranked.c.id, ranked.c.channel, ranked.c.at_once).where(ranked.c.place == 1)
