"""Whom to invite: people on a roster who have not joined yet, each in the cohort they were in last."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Select, func, select

from models.access import AccessCode
from models.base import now
from models.names import folded
from models.people import Person
from models.programmes import Cohort, Enrolment, Programme


class NoSuchCohort(Exception):
    """No cohort, or more than one, has the name that was given; the text tells which there are."""


class NoSuchPerson(Exception):
    """Nobody on the roster has this number."""


class Guest(NamedTuple):
    """Somebody to be invited."""

    person: int
    cohort_id: int
    cohort: str
    language: str | None


def cohort_called(db: Connection, name: str) -> int:
    """The id of the cohort called `name` ("2024-1", or "Online course/2024-1" where several are). `NoSuchCohort`."""
    query = select(Cohort.id, Cohort.name, Programme.name.label("programme")).join(Programme)
    all_ = db.execute(query.order_by(Programme.name, Cohort.name)).all()
    found = [row for row in all_ if folded(name) in (folded(row.name), folded(f"{row.programme}/{row.name}"))]
    if len(found) == 1:
        return int(found[0].id)
    known = "; ".join(f"{row.programme}/{row.name}" for row in found or all_) or "none"
    raise NoSuchCohort(f"{'several cohorts are' if found else 'no cohort is'} called so; there are: {known}")


def guests(db: Connection, cohort: int | None = None, only: Collection[int] = ()) -> list[Guest]:
    """Everybody enrolled (in `cohort`, if given) who has not joined, once, in the order of their ids; nobody blocked.

    With `only`, just these people, whether or not they have joined: somebody may have lost every phone.
    """
    query = (
        select(Person.id, Person.language, Cohort.id.label("cohort_id"), Cohort.name, Cohort.starts_on)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Person.id.in_(only) if only else Person.joined_at.is_(None), Person.blocked_at.is_(None))
    )
    if cohort is not None:
        query = query.where(Cohort.id == cohort)
    rows = sorted(db.execute(query), key=lambda row: (row.id, row.starts_on or date.min, row.cohort_id))
    latest = {row.id: Guest(row.id, row.cohort_id, row.name, row.language) for row in rows}
    return list(latest.values())


def open_codes(
    db: Connection, cohort: int | None = None, only: Collection[int] = (), moment: datetime | None = None
) -> int:
    """How many codes of people who would be invited again can still be used, and will not after that."""
    people: Select[tuple[int]] = select(Enrolment.person_id)
    if cohort is not None:
        people = people.where(Enrolment.cohort_id == cohort)
    query = (
        select(func.count())
        .select_from(AccessCode)
        .join(Person, Person.id == AccessCode.person_id)
        .where(AccessCode.used_at.is_(None), AccessCode.expires_at > (moment or now()))
        .where(Person.id.in_(only) if only else Person.joined_at.is_(None), AccessCode.person_id.in_(people))
    )
    return db.execute(query).scalar_one()
