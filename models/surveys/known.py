"""What is pinned when a survey begins: the moment, chance, and what the programme knows already of the person.

Only what the form asks for is looked up: its rows name it in `bot::prefill`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, select

from models import action_plans, people, plan_reading
from models.base import now
from models.programmes import Cohort, Enrolment, Programme
from models.states import STATES
from models.surveys import forms, responses
from models.surveys.tables import SurveyInvitation, SurveyResponse
from surveys.form import Form
from surveys.wording import in_language

PREVIOUS, LABEL = "previous.", "previous.label."


class _Last(NamedTuple):
    """The last response of a person before this one."""

    form: Form
    on: date
    answers: Mapping[str, str]
    language: str


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
        found |= _plan(db, person)
    if "previous" in kinds:
        found |= _previous(db, person, wanted)
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


def _plan(db: Connection, person: int) -> dict[str, str]:
    plans = action_plans.open_for(db, person, plan_reading.zone_of(db, person))
    if not plans:
        return {}
    plan = plans[0]
    return {"plan.title": plan.title, "plan.percent": str(plan.percent), "plan.status": plan.status}


def _previous(db: Connection, person: int, wanted: set[str]) -> dict[str, str]:
    last = _last(db, person)
    if last is None:
        return {}
    found = {f"{PREVIOUS}date": last.on.isoformat()}
    fields = {field.name: field for field in last.form.fields()}
    for name in wanted:
        if name.startswith(LABEL) and (row := name.removeprefix(LABEL)) in fields:
            options = last.form.lists.get(fields[row].options, ())
            label = next((each.label for each in options if each.value == last.answers.get(row)), {})
            found[name] = in_language(label, last.language, last.form.languages)
        elif name.startswith(PREVIOUS) and name != f"{PREVIOUS}date":
            found[name] = last.answers.get(name.removeprefix(PREVIOUS), "")
    return found


def _last(db: Connection, person: int) -> _Last | None:
    query = select(SurveyResponse).where(SurveyResponse.person_id == person, SurveyResponse.completed_at.is_not(None))
    row = db.execute(
        query.order_by(SurveyResponse.completed_at.desc(), SurveyResponse.id.desc()).limit(1)
    ).one_or_none()
    if row is None or row.completed_at is None:
        return None
    on = row.completed_at.astimezone(plan_reading.zone_of(db, person)).date()
    answers = responses.answers(db, bytes(row.seal_id), bytes(row.answers_sealed))
    return _Last(forms.load(db, row.form_id), on, answers, row.language)
