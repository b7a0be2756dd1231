"""What a wave counts from: for each person of it every enrolment, plan or date, and the moment at which she is asked.

A statement for people of any number. The hours of whole zones are worked out here, and put in as a table of days; for
people who have chosen hours of their own it is the small hours of that day, and what they chose is seen then.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    Integer,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    text,
    type_coerce,
)

from models.action_plans import ActionPlan, ProgressReport
from models.announcements.beginning import places
from models.base import Instant
from models.people import Person
from models.preferences import Preference
from models.programmes import Cohort, Enrolment
from models.surveys.opening import usual
from models.surveys.waves import Wave
from models.zones import DEFAULT

AHEAD = timedelta(days=95)  # for which people are planned
_DAY, _DAY_MS = timedelta(days=1), 24 * 60 * 60 * 1000
_EARLIER_MS = 8 * 60 * 60 * 1000  # than the usual hour: still the same day, however the clocks change

Occasions = Any  # a select of person_id, occasion, cohort_id, at


def counted_from(wave: Wave) -> Any:
    """The column with the date of a cohort that a wave counts from."""
    return Cohort.ends_on if wave.anchor == "end" else Cohort.starts_on


def days(db: Connection, wave: Wave, moment: datetime) -> list[date]:
    """The dates that a wave counts from, up to those whose people are asked within `AHEAD`; none where plans count."""
    if wave.on_date is not None:
        return [wave.on_date]
    if wave.anchor == "plan":
        return []
    counted, latest = counted_from(wave), (moment + AHEAD).date() - _DAY * wave.offset_days
    return list(db.scalars(select(counted).where(counted.is_not(None), counted <= latest).distinct()))


def which(wave: Wave, people: ColumnElement[bool]) -> Any:
    """The enrolments, plans or people that a wave counts for, without moments: person, occasion, and the date."""
    if wave.anchor == "date":
        return select(Person.id, literal(0, Integer).label("occasion"), literal(wave.on_date, Date).label("day")).where(
            people
        )
    if wave.anchor == "plan":
        mine = (people, ActionPlan.status == wave.plan_state)
        columns = (Person.id, ActionPlan.id.label("occasion"), null().label("day"))
        return select(*columns).join(ActionPlan, ActionPlan.person_id == Person.id).where(*mine)
    counted = counted_from(wave)
    enrolled = select(Person.id, Enrolment.cohort_id.label("occasion"), counted.label("day"))
    joined = enrolled.join(Enrolment, Enrolment.person_id == Person.id).join(Cohort, Cohort.id == Enrolment.cohort_id)
    return joined.where(people, counted.is_not(None))


def with_moments(
    db: Connection, wave: Wave, people: ColumnElement[bool], here: ColumnElement[bool], some: Iterable[date]
) -> Occasions:
    """All occasions of these `people` on `some` of the days, with the moment of each; `here` are people around them."""
    if wave.anchor == "plan":
        return _of_plans(wave, people)
    elsewhere = list(places(db, here))
    moments = _moments(wave, some, {DEFAULT, *(zone for _where, zone in elsewhere)})
    hers = case(*elsewhere, else_=DEFAULT)
    on = and_(moments.c.column2 == hers, moments.c.column1 == _day(wave))
    at = type_coerce(moments.c.column3 - case((_has_chosen(), _EARLIER_MS), else_=0), Instant)
    if wave.anchor == "date":
        columns = (Person.id.label("person_id"), literal(0, Integer).label("occasion"), _no_cohort())
        return select(*columns, at.label("at")).join(moments, on).where(people)
    columns = (Person.id.label("person_id"), Enrolment.cohort_id.label("occasion"), Enrolment.cohort_id)
    enrolled = select(*columns, at.label("at")).select_from(Person)
    joined = enrolled.join(Enrolment, Enrolment.person_id == Person.id).join(Cohort, Cohort.id == Enrolment.cohort_id)
    return joined.join(moments, on).where(people)


def _of_plans(wave: Wave, people: ColumnElement[bool]) -> Occasions:
    """So many days after a plan first came to its state, at that time of day; the next decent hour is found then."""
    reports = select(func.min(ProgressReport.at)).where(
        ProgressReport.plan_id == ActionPlan.id, ProgressReport.status == wave.plan_state
    )
    came = func.coalesce(reports.scalar_subquery(), ActionPlan.reported_at, ActionPlan.created_at)
    at = type_coerce(type_coerce(came, BigInteger) + wave.offset_days * _DAY_MS, Instant)
    columns = (Person.id.label("person_id"), ActionPlan.id.label("occasion"), _no_cohort(), at.label("at"))
    joined = select(*columns).join(ActionPlan, ActionPlan.person_id == Person.id)
    return joined.where(people, ActionPlan.status == wave.plan_state)


def _moments(wave: Wave, some: Iterable[date], zones: Iterable[str]) -> Any:
    """A table of day, zone, and when people are asked there who count from that day.

    It is written out, since a thousand parameters would take longer than all the rest. Nothing in it comes from people.
    """
    there = sorted(zones)
    rows = (
        f"('{day}', '{zone}', {_milliseconds(usual(wave.window, zone, _asked_on(wave, day)))})"
        for day in some
        for zone in there
    )
    table = text(f"VALUES {', '.join(rows)}").columns(column1=String, column2=String, column3=BigInteger)
    return table.cte("moments")


def _asked_on(wave: Wave, day: date) -> date:
    return day + _DAY * wave.offset_days


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000


def _day(wave: Wave) -> Any:
    return literal(str(wave.on_date)) if wave.anchor == "date" else cast(counted_from(wave), String)


def _has_chosen() -> ColumnElement[bool]:
    return select(Preference.person_id).where(Preference.person_id == Person.id).correlate(Person).exists()


def _no_cohort() -> Any:
    return cast(null(), BigInteger).label("cohort_id")
