"""When each plan and each milestone is to be asked after: one moment in its row, moved on whenever something changes.

A plan is due 30 days after the last sign of it, a milestone three days before its date and again on the day after it.
A moment that the person was told herself is `promised`: it stays when her hours change.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from models import hours, preferences, reminders
from models.action_plans import ActionPlan
from models.hours import Rhythm
from models.milestones import Milestone
from models.people import Person
from models.reminders import IS_OPEN_STEP, IS_WANTED, DueReminder, Kind
from models.statements import Query

SILENCE = timedelta(days=30)  # without a report
BEFORE, AFTER = timedelta(days=3), timedelta(days=1)  # of a milestone's date


class _Plan(NamedTuple):
    id: int
    created_at: datetime
    reported_at: datetime | None
    remind_at: datetime | None
    promised: bool
    wanted: bool


class _Milestone(NamedTuple):
    id: int
    due_on: date | None
    remind_at: datetime | None
    promised: bool
    wanted: bool


class _Her(NamedTuple):
    """Whose rows they are: since when she is with us, and when she may be written to."""

    joined_at: datetime
    rhythm: Rhythm


class _Joined(NamedTuple):
    joined_at: datetime


_JOINED = Query(
    select(Person.joined_at).where(
        Person.id == bindparam("person"),
        Person.joined_at.is_not(None),
        Person.stopped_at.is_(None),
        Person.blocked_at.is_(None),
    ),
    _Joined,
)
_PLANS = select(
    ActionPlan.id,
    ActionPlan.created_at,
    ActionPlan.reported_at,
    ActionPlan.remind_at,
    ActionPlan.promised,
    IS_WANTED.label("wanted"),
).where(ActionPlan.person_id == bindparam("person"))
_MILESTONES = (
    select(
        Milestone.id,
        Milestone.due_on,
        Milestone.remind_at,
        Milestone.promised,
        (IS_WANTED & IS_OPEN_STEP).label("wanted"),
    )
    .join(ActionPlan, ActionPlan.id == Milestone.plan_id)
    .where(ActionPlan.person_id == bindparam("person"))
)
_HER_PLANS, _HER_MILESTONES = Query(_PLANS, _Plan), Query(_MILESTONES, _Milestone)
_THIS = ActionPlan.id == bindparam("plan")
_ONE_PLAN, _ITS_MILESTONES = Query(_PLANS.where(_THIS), _Plan), Query(_MILESTONES.where(_THIS), _Milestone)


def plan_moved(db: Connection, person: int, plan: int, moment: datetime) -> None:
    """Something about a plan of `person` or its milestones is new: reckon anew when to ask after them."""
    here = {"person": person, "plan": plan}
    _reckon(db, person, _ONE_PLAN.all(db, **here), _ITS_MILESTONES.all(db, **here), moment)


def person_joined(db: Connection, person: int, moment: datetime) -> None:
    """Begin to ask after the plans that `person` brought along from the roster."""
    rhythm_changed(db, person, moment)


def rhythm_changed(db: Connection, person: int, moment: datetime) -> None:
    """The hours of `person` are new, or whether to write to her at all: reckon anew for all her plans."""
    whose = {"person": person}
    _reckon(db, person, _HER_PLANS.all(db, **whose), _HER_MILESTONES.all(db, **whose), moment)


def sent(db: Connection, reminder: DueReminder, moment: datetime) -> None:
    """She was asked: on to the next date, if there is one."""
    rhythm = preferences.rhythm_of(db, reminder.person)
    if reminder.kind == "plan":
        return reminders.put_off(
            db, "plan", reminder.id, hours.at_her_hour(rhythm, hours.local_date(rhythm, moment) + SILENCE)
        )
    due_on = db.execute(select(Milestone.due_on).where(Milestone.id == reminder.id)).scalar()
    return reminders.put_off(db, "milestone", reminder.id, min(ahead(due_on, rhythm, moment), default=None))


def off(db: Connection, person: int, plan: int) -> None:
    """She wants no reminders for this plan, nor for its milestones."""
    reminders.switch(db, person, plan, off=True)


def on(db: Connection, person: int, plan: int, moment: datetime) -> None:
    """She wants reminders for this plan again."""
    reminders.switch(db, person, plan, off=False)
    plan_moved(db, person, plan, moment)


def _reckon(
    db: Connection, person: int, plans: Sequence[_Plan], milestones: Sequence[_Milestone], moment: datetime
) -> None:
    joined = _JOINED.first(db, person=person)
    her = None if joined is None else _Her(joined.joined_at, preferences.rhythm_of(db, person))
    for plan in plans:
        _move(db, "plan", plan, None if her is None or not plan.wanted else _of_plan(plan, her, moment), moment)
    for step in milestones:
        at = None if her is None or not step.wanted else _of_milestone(step, her.rhythm, moment)
        _move(db, "milestone", step, at, moment)


def _move(db: Connection, kind: Kind, row: _Plan | _Milestone, at: datetime | None, moment: datetime) -> None:
    if at is not None and _is_promised(row, moment):
        return
    if (at, False) != (row.remind_at, row.promised):
        reminders.put_off(db, kind, row.id, at)


def _is_promised(row: _Plan | _Milestone, moment: datetime) -> bool:
    return row.promised and row.remind_at is not None and row.remind_at > moment


def _of_plan(plan: _Plan, her: _Her, moment: datetime) -> datetime:
    """30 days after the last sign of it; where those are over, what was reckoned before, or tomorrow."""
    last = max(plan.created_at, plan.reported_at or plan.created_at, her.joined_at)
    at = hours.at_her_hour(her.rhythm, hours.local_date(her.rhythm, last) + SILENCE)
    if at > moment:
        return at
    return _kept(plan.remind_at, her.rhythm, moment) or hours.tomorrow(her.rhythm, moment)


def _of_milestone(step: _Milestone, rhythm: Rhythm, moment: datetime) -> datetime | None:
    """The next of its two moments, or an earlier one that was put off."""
    kept = _kept(step.remind_at, rhythm, moment)
    return min((*ahead(step.due_on, rhythm, moment), *(() if kept is None else (kept,))), default=None)


def ahead(due_on: date | None, rhythm: Rhythm, moment: datetime) -> list[datetime]:
    """The moments at which a milestone of that date is still to be asked after, the earlier first."""
    days = () if due_on is None else (due_on - BEFORE, due_on + AFTER)
    return [at for at in (hours.at_her_hour(rhythm, day) for day in days) if at > moment]


def _kept(at: datetime | None, rhythm: Rhythm, moment: datetime) -> datetime | None:
    """A moment reckoned before: what is due or comes today stays as it is, a later day gets her hour of today."""
    if at is None or at <= moment:
        return at
    day = hours.local_date(rhythm, at)
    return at if day == hours.local_date(rhythm, moment) else hours.at_her_hour(rhythm, day)
