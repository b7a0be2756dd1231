"""What is pinned when a survey begins: the moment, chance, and what the programme knows already of the person.

Only what the form asks for is looked up: its rows name it in `bot::prefill`.
"""

from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, select

from models import action_plans, milestones, people, plan_reading
from models.action_plans import Plan
from models.base import now
from models.programmes import Cohort, Enrolment, Programme
from models.states import STATES
from models.surveys import forms, invitations, previous
from models.surveys.tables import SurveyInvitation


def pin(db: Connection, person: str, form: str, invitation: int | None) -> dict[str, Any]:
    """The moment in the person's zone (ISO), a seed, and what is known by the names that the form asks for."""
    number = int(person)
    wanted = {field.prefill for field in forms.load(db, int(form)).fields() if field.prefill}
    began = now().astimezone(plan_reading.zone_of(db, number))
    found = _all(db, number, wanted, invitation) if wanted else {}
    return {
        "began": began.isoformat(timespec="milliseconds"),
        "seed": uuid4().hex,
        "known": {name: value for name, value in found.items() if name in wanted and value},
    }


def _all(db: Connection, person: int, wanted: set[str], invitation: int | None) -> dict[str, str]:
    found: dict[str, str] = {}
    kinds = {name.partition(".")[0] for name in wanted}
    if "person" in kinds:
        found |= _person(db, person)
    if kinds & {"cohort", "programme", "activity"}:
        found |= _activity(db, person, invitation)
    if "plan" in kinds:
        found |= _plan(db, person, invitation)
    if "previous" in kinds:
        found |= previous.known(db, person, wanted)
    return found


def _person(db: Connection, person: int) -> dict[str, str]:
    profile = people.profile(db, person)
    return {"person.given_name": profile.given_name, "person.state": STATES.get(profile.state or "", "")}


def _activity(db: Connection, person: int, invitation: int | None) -> dict[str, str]:
    """The activity that the invitation counts from, or else the last one."""
    about = select(SurveyInvitation.cohort_id).where(SurveyInvitation.id == invitation).scalar_subquery()
    query = (
        select(Cohort.name, Programme.name.label("programme"), Cohort.ends_on)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .join(Programme, Programme.id == Cohort.programme_id)
        .where(Enrolment.person_id == person)
        .order_by((Cohort.id == about).desc(), Cohort.ends_on.is_not(None).desc(), Cohort.ends_on.desc(), Cohort.id)
    )
    row = db.execute(query.limit(1)).one_or_none()
    if row is None:
        return {}
    ended = row.ends_on.isoformat() if row.ends_on else ""
    return {"cohort.name": row.name, "programme.name": row.programme, "activity.ended": ended}


def _plan(db: Connection, person: int, invitation: int | None) -> dict[str, str]:
    plan = _which(db, person, invitation)
    if plan is None:
        return {}
    steps = milestones.of(db, person, int(plan.id))
    return {
        "plan.title": plan.title,
        "plan.percent": str(plan.percent),
        "plan.status": plan.status,
        "plan.milestones": str(len(steps)),
        "plan.milestones_done": str(sum(1 for step in steps if step.done_on is not None)),
    }


def _which(db: Connection, person: int, invitation: int | None) -> Plan | None:
    """The open plan that the invitation is about, else the one that she has last reported on, else the newest."""
    plans = action_plans.open_for(db, person, plan_reading.zone_of(db, person))
    about = None if invitation is None else invitations.find(db, person, invitation)
    if about is not None and about.anchor == "plan":
        plans = [plan for plan in plans if int(plan.id) == about.occasion] or plans
    return max(plans, key=lambda plan: (plan.reported_on or "", int(plan.id)), default=None)
