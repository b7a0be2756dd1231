"""What an invitation tells a person: what it is about, how many questions there are, and where she left off."""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from models import conversations
from models.action_plans import ActionPlan
from models.programmes import Cohort, Programme
from models.sealing import vault
from models.statements import Query
from models.surveys import forms
from models.surveys.invitations import Invitation
from models.surveys.tables import SurveyResponse
from surveys.form import Field, Text


class Occasion(NamedTuple):
    """The activity that a wave counts from, and when it began and ended."""

    programme: str
    cohort: str
    starts_on: date | None
    ends_on: date | None


class Unfinished(NamedTuple):
    """A conversation that she left in the middle; `words` are those of the row at which she did."""

    talk: int
    answered: int
    words: Text
    languages: tuple[str, ...]


class _Kept(NamedTuple):
    talk: int
    form: int
    answered: int


class _Title(NamedTuple):
    seal_id: bytes
    title_sealed: bytes


_COHORT = Query(
    select(Programme.name, Cohort.name.label("cohort"), Cohort.starts_on, Cohort.ends_on)
    .join(Programme, Programme.id == Cohort.programme_id)
    .where(Cohort.id == bindparam("cohort")),
    Occasion,
)
_PLAN = Query(select(ActionPlan.seal_id, ActionPlan.title_sealed).where(ActionPlan.id == bindparam("plan")), _Title)
_KEPT = Query(
    select(SurveyResponse.talk_id, SurveyResponse.form_id, SurveyResponse.answered)
    .where(SurveyResponse.invitation_id == bindparam("invitation"), SurveyResponse.completed_at.is_(None))
    .order_by(SurveyResponse.id.desc())
    .limit(1),
    _Kept,
)


def activity(db: Connection, invitation: Invitation) -> Occasion | None:
    """The activity that it counts from, if it counts from one."""
    return None if invitation.cohort is None else _COHORT.first(db, cohort=invitation.cohort)


def plan_title(db: Connection, invitation: Invitation) -> str | None:
    """The title of the plan that it counts from, if it counts from one."""
    row = _PLAN.first(db, plan=invitation.occasion) if invitation.anchor == "plan" else None
    return None if row is None else vault(db).open_text(row.title_sealed, "action_plan", "title", row.seal_id)


def questions(db: Connection, invitation: Invitation) -> tuple[int, int] | None:
    """The newest version of its questionnaire, and how many questions that has; None when there is none."""
    newest = forms.find(db, invitation.form)
    return None if newest is None else (newest.id, len(forms.places(db, newest.id).asked))


def unfinished(db: Connection, invitation: Invitation) -> Unfinished | None:
    """What she left in the middle and can take up again."""
    kept = _KEPT.first(db, invitation=invitation.id)
    held = None if kept is None else conversations.left(db, f"p{invitation.person}", kept.talk)
    if kept is None or held is None:
        return None
    places = forms.places(db, kept.form)
    waiting = (conversations.state(db, held).waiting or "").rsplit("/", 1)[-1]
    rows = [place.item for place in places.every if isinstance(place.item, Field) and place.item.name == waiting]
    words = rows[0].reminder if rows else {}
    if any("${" in each for each in words.values()):  # answers are put in only while the form is walked
        words = {}
    return Unfinished(kept.talk, kept.answered, words, places.form.languages)


def days_since(day: date | None, zone: str, moment: datetime) -> int | None:
    """How many days of her calendar lie between `day` and `moment`."""
    return None if day is None else max(0, (moment.astimezone(ZoneInfo(zone)).date() - day).days)
