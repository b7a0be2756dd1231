"""Who has joined: counts for staff, by cohort, and no names."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from models.people import Person
from models.programmes import Cohort, Enrolment, Programme

WEEK = timedelta(days=7)


class CohortCount(NamedTuple):
    """How many of a cohort are on the roster, and how many of them have joined."""

    programme: str
    cohort: str
    people: int
    joined: int


class Totals(NamedTuple):
    """How many people there are, how many have joined, and how many of these within the last seven days."""

    people: int
    joined: int
    this_week: int


def totals(db: Connection, moment: datetime) -> Totals:
    """Everybody on the rosters, once each, but for those whose data are blocked."""
    columns = (
        func.count(Person.id),
        func.count(Person.joined_at),
        func.count(Person.id).filter(Person.joined_at > moment - WEEK),
    )
    return Totals(*db.execute(select(*columns).where(Person.blocked_at.is_(None))).one())


def by_cohort(db: Connection) -> list[CohortCount]:
    """Every cohort, the newest first; somebody in two of them counts in both."""
    query = (
        select(Programme.name, Cohort.name, func.count(Person.id), func.count(Person.joined_at))
        .join(Cohort, Cohort.programme_id == Programme.id)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Person.blocked_at.is_(None))
        .group_by(Cohort.id, Programme.name, Cohort.name, Cohort.starts_on)
        .order_by(Cohort.starts_on.is_(None), Cohort.starts_on.desc(), Programme.name, Cohort.name)
    )
    return [CohortCount._make(row) for row in db.execute(query)]
