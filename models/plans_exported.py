"""Action plans and the reports on them as an export reads them: some people at a time, without who is being erased."""

from array import array
from collections.abc import Collection, Sequence
from datetime import date, datetime
from random import SystemRandom
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from models import freezes
from models.action_plans import ActionPlan, ProgressReport
from models.milestones import Milestone
from models.people import Person
from models.programmes import Cohort, Enrolment, Programme
from models.sealing import vault


class Owner(NamedTuple):
    """Whose plans they are: where she belongs, all activities in one."""

    person: int
    programme: str | None
    cohort: str | None
    state: str | None
    rank_band: str | None
    language: str | None
    channel: None = None


class Report(NamedTuple):
    """What was said of a plan."""

    at: datetime
    percent: int
    status: str
    hurdle: str | None
    people_trained: int | None
    event: str | None
    note: str | None


class Plan(NamedTuple):
    """A plan with its reports, the oldest first; `title`, `goal` and notes are the person's own words."""

    person: int
    title: str
    goal: str | None
    status: str
    percent: int
    due_on: date | None
    created_at: datetime
    reported_at: datetime | None
    milestones: int
    milestones_done: int
    reports: list[Report]


def people(db: Connection, *, frozen: bool = False) -> Sequence[int]:
    """Who has plans, shuffled; whom a freeze concerns only where `frozen`."""
    query = select(ActionPlan.person_id).distinct().join(Person, Person.id == ActionPlan.person_id)
    if not frozen:
        query = query.where(Person.id.not_in(freezes.frozen()))
    numbers = array("q", db.scalars(query.where(Person.blocked_at.is_(None))))
    SystemRandom().shuffle(numbers)
    return numbers


def owners(db: Connection, people: Collection[int]) -> dict[int, Owner]:
    """Whose plans they are, by number."""
    columns = (Person.id, Person.state, Person.rank_band, Person.language)
    activities = _activities(db, people)
    found = {}
    for row in db.execute(select(*columns).where(Person.id.in_(people), *_told_of())):
        programme, cohort = activities.get(row.id, (None, None))
        found[row.id] = Owner(row.id, programme, cohort, row.state, row.rank_band, row.language)
    return found


def read(db: Connection, people: Sequence[int]) -> list[Plan]:
    """The plans of these people, in their order."""
    place = {person: at for at, person in enumerate(people)}
    rows = db.execute(select(ActionPlan.__table__).where(ActionPlan.person_id.in_(people))).all()
    plans = [row.id for row in rows]
    reports, steps = _reports(db, plans), _milestones(db, plans)
    return [
        _plan(db, row, reports.get(row.id, []), steps.get(row.id, (0, 0)))
        for row in sorted(rows, key=lambda row: (place[row.person_id], row.id))
    ]


def _told_of() -> tuple[ColumnElement[bool], ...]:
    return Person.blocked_at.is_(None), Person.id.not_in(freezes.frozen())


def _activities(db: Connection, people: Collection[int]) -> dict[int, tuple[str, str]]:
    """Programmes and cohorts of each person, by name."""
    query = (
        select(Enrolment.person_id, Programme.name.label("programme"), Cohort.name)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Programme, Programme.id == Cohort.programme_id)
    )
    found: dict[int, tuple[set[str], set[str]]] = {}
    for row in db.execute(query.where(Enrolment.person_id.in_(people))):
        programmes, cohorts = found.setdefault(row.person_id, (set(), set()))
        programmes.add(row.programme)
        cohorts.add(row.name)
    return {person: ("; ".join(sorted(of)), "; ".join(sorted(these))) for person, (of, these) in found.items()}


def _reports(db: Connection, plans: Collection[int]) -> dict[int, list[Report]]:
    query = select(ProgressReport.__table__).where(ProgressReport.plan_id.in_(plans))
    found: dict[int, list[Report]] = {}
    for row in db.execute(query.order_by(ProgressReport.at, ProgressReport.id)):
        note = vault(db).open_text(row.note_sealed, "progress_report", "note", row.seal_id)
        said = Report(row.at, row.percent, row.status, row.hurdle, row.people_trained, row.event, note)
        found.setdefault(row.plan_id, []).append(said)
    return found


def _milestones(db: Connection, plans: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many milestones each plan has, and how many of them are done."""
    query = select(Milestone.plan_id, func.count(), func.count(Milestone.done_at)).where(Milestone.plan_id.in_(plans))
    return {plan: (every, done) for plan, every, done in db.execute(query.group_by(Milestone.plan_id))}


def _plan(db: Connection, row: Any, reports: list[Report], steps: tuple[int, int]) -> Plan:
    title = vault(db).open_text(row.title_sealed, "action_plan", "title", row.seal_id) or ""
    goal = vault(db).open_text(row.goal_sealed, "action_plan", "goal", row.seal_id)
    days = (row.due_on, row.created_at, row.reported_at)
    return Plan(row.person_id, title, goal, row.status, row.percent, *days, *steps, reports)
