"""An expression as a condition on people."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, and_, not_, or_, true

from models import office_hours
from models.audience import belonging
from models.audience.expressions import (
    Active,
    AllOf,
    Among,
    Answered,
    AnyOf,
    Before,
    Everybody,
    Expression,
    Joined,
    Last,
    Not,
    Received,
    Term,
    When,
)
from models.contacts import Contact
from models.people import Person


def condition(db: Connection, expression: Expression, moment: datetime) -> ColumnElement[bool]:
    """Whether a person belongs to an audience at `moment`; whoever is being erased never does. Raises `Unclear`."""
    return and_(Person.blocked_at.is_(None), _holds(db, expression, moment))


def starts(db: Connection, when: When, moment: datetime) -> datetime:
    """The moment that a time speaks of."""
    return moment - timedelta(days=when.days) if isinstance(when, Last) else _midnight(db, when.day)


def _holds(db: Connection, expression: Expression, moment: datetime) -> ColumnElement[bool]:
    if isinstance(expression, AnyOf):
        return or_(*(_holds(db, part, moment) for part in expression.parts))
    if isinstance(expression, AllOf):
        return _all_hold(db, expression.parts, moment)
    if isinstance(expression, Not):
        return not_(_holds(db, expression.of, moment))
    return _term(db, expression, moment)


def _all_hold(db: Connection, parts: Sequence[Expression], moment: datetime) -> ColumnElement[bool]:
    """A cohort beside a programme is one of that programme, and not merely another one of hers."""
    programmes = [
        name for part in parts if isinstance(part, Among) and part.field == "programme" for name in part.values
    ]
    return and_(
        *(
            belonging.of_programmes(db, part.values, programmes)
            if programmes and isinstance(part, Among) and part.field == "cohort"
            else _holds(db, part, moment)
            for part in parts
        )
    )


def _term(db: Connection, term: Term, moment: datetime) -> ColumnElement[bool]:
    if isinstance(term, Among):
        return belonging.among(db, term)
    if isinstance(term, Answered):
        return belonging.answered(db, term)
    if isinstance(term, Received):
        return belonging.received(db, term)
    if isinstance(term, Joined):
        return _joined(db, term, moment)
    if isinstance(term, Everybody):
        return true()
    heard = _heard_since(starts(db, term.when, moment))
    return heard if isinstance(term, Active) else and_(Person.joined_at.is_not(None), not_(heard))


def _joined(db: Connection, term: Joined, moment: datetime) -> ColumnElement[bool]:
    joined = Person.joined_at.is_not(None)
    if term.when is None:
        return joined
    start = starts(db, term.when, moment)
    return and_(joined, Person.joined_at < start if isinstance(term.when, Before) else Person.joined_at >= start)


def _heard_since(start: datetime) -> ColumnElement[bool]:
    """Something came from a phone that is hers beyond doubt."""
    beyond_doubt = and_(Contact.revoked_at.is_(None), Contact.doubted_at.is_(None))
    return belonging.hers(Contact.person_id, beyond_doubt, Contact.heard_at >= start)


def _midnight(db: Connection, day: date) -> datetime:
    return datetime.combine(day, time(), office_hours.of(db).zone)
