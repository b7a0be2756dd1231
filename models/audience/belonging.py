"""What is known of a person, each field as a condition for statements of any size.

Each is true or false and never neither, so that “not” means what it says also where nothing is known of somebody.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, select

from dialogue.catalogues import languages
from models.action_plans import CLOSED, STATUSES, ActionPlan
from models.announcements.correcting import REACHED
from models.announcements.eligible import WORKS
from models.announcements.tables import AnnouncementAnswer
from models.audience.expressions import Among, Answered, Received
from models.audience.names import check_announcement, found
from models.audience.values import ANY, OPEN
from models.contacts import Contact
from models.messages import Message
from models.people import Person
from models.programmes import Cohort, Enrolment
from models.tags import PersonTag


def among(db: Connection, term: Among) -> ColumnElement[bool]:
    """One of the values is hers. Raises `Unclear` for a name that is not on record."""
    return _FIELDS[term.field](db, term.values)


def of_programmes(db: Connection, cohorts: Sequence[str], programmes: Sequence[str]) -> ColumnElement[bool]:
    """One of these cohorts, and one of these programmes, is hers in one and the same enrolment. Raises `Unclear`."""
    in_both = (Cohort.id.in_(_ids(db, "cohort", cohorts)), Cohort.programme_id.in_(_ids(db, "programme", programmes)))
    return _enrolled(select(Cohort.id).where(*in_both))


def answered(db: Connection, term: Answered) -> ColumnElement[bool]:
    """She has answered that announcement; what a survey asks would be looked for here as well. Raises `Unclear`."""
    check_announcement(db, term)
    answer = [AnnouncementAnswer.answer.in_(term.answers)] if term.answers else []
    which = AnnouncementAnswer.announcement_id == term.announcement
    return hers(AnnouncementAnswer.person_id, which, *answer)


def received(db: Connection, term: Received) -> ColumnElement[bool]:
    """That announcement was sent to her. Raises `Unclear`."""
    check_announcement(db, term)
    which = Message.announcement_id == term.announcement
    return hers(Message.person_id, which, REACHED)


def hers(whose: Any, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """There is a row of hers; `whose` is the column with her number. It stays itself within any statement on people."""
    return exists().where(whose == Person.id, *which).correlate(Person)


def _cohort(db: Connection, names: Sequence[str]) -> ColumnElement[bool]:
    return _enrolled(_ids(db, "cohort", names))


def _programme(db: Connection, names: Sequence[str]) -> ColumnElement[bool]:
    return _enrolled(select(Cohort.id).where(Cohort.programme_id.in_(_ids(db, "programme", names))))


def _enrolled(cohorts: Any) -> ColumnElement[bool]:
    return hers(Enrolment.person_id, Enrolment.cohort_id.in_(cohorts))


def _agency(db: Connection, names: Sequence[str]) -> ColumnElement[bool]:
    return _known(Person.agency_id, _ids(db, "agency", names))


def _language(_db: Connection, values: Sequence[str]) -> ColumnElement[bool]:
    """The one she is written to in: hers, or else that of the phone she was heard from last."""
    usual, spoken = languages()[0], languages()
    phone = select(Contact.language).where(Contact.person_id == Person.id, WORKS).correlate(Person)
    heard_last = phone.order_by(Contact.heard_at.desc(), Contact.id).limit(1).scalar_subquery()
    speaks = case(
        (Person.language.in_(spoken), Person.language),
        (and_(Person.language.is_(None), heard_last.in_(spoken)), heard_last),
        else_=usual,
    )
    return speaks.in_(values)


def _channel(_db: Connection, values: Sequence[str]) -> ColumnElement[bool]:
    return hers(Contact.person_id, WORKS, Contact.channel.in_(values))


def _plan(_db: Connection, values: Sequence[str]) -> ColumnElement[bool]:
    statuses = {status for value in values for status in _STATUSES.get(value, (value,))}
    return hers(ActionPlan.person_id, ActionPlan.status.in_(sorted(statuses)))


def _tag(db: Connection, names: Sequence[str]) -> ColumnElement[bool]:
    return hers(PersonTag.person_id, PersonTag.tag.in_(_ids(db, "tag", names)))


def _known(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    return and_(column.is_not(None), column.in_(values))


def _ids(db: Connection, field: str, names: Sequence[str]) -> list[int | str]:
    return [each.id for name in names for each in found(db, field, name)]


_STATUSES = {OPEN: tuple(status for status in STATUSES if status not in CLOSED), ANY: STATUSES}
_FIELDS: Mapping[str, Callable[[Connection, Sequence[str]], ColumnElement[bool]]] = {
    "cohort": _cohort,
    "programme": _programme,
    "state": lambda _db, values: _known(Person.state, values),
    "agency": _agency,
    "rank": lambda _db, values: _known(Person.rank_band, values),
    "language": _language,
    "channel": _channel,
    "plan": _plan,
    "tag": _tag,
}
