"""A phone on which a questionnaire has begun in a test, and what is on record of its answers."""

from typing import Any

from sqlalchemy import select

from models.store import Store
from models.surveys import responses
from models.surveys.tables import SurveyResponse
from surveys.form import Form
from tests.alumni import enrol
from tests.phones import Phone, phone_of
from tests.surveyed import begin


def begun(store: Store, asked: Form, **where: Any) -> Phone:
    """Ana's phone, on which it begins now."""
    phone = phone_of(store, store.run(enrol), **where)
    begin(store, phone, asked)
    return phone


def answers(store: Store) -> dict[str, str]:
    """What is on record of the only response."""
    row = store.run(lambda db: db.execute(select(SurveyResponse.__table__)).one())
    return store.run(responses.answers, bytes(row.seal_id), bytes(row.answers_sealed))


def answers_of(store: Store, person: int) -> dict[str, str]:
    """What is on record of the response of a person; nothing where she gave none."""
    here = select(SurveyResponse.__table__).where(SurveyResponse.person_id == person)
    row = store.run(lambda db: db.execute(here).one_or_none())
    return {} if row is None else store.run(responses.answers, bytes(row.seal_id), bytes(row.answers_sealed))


def completed(store: Store) -> bool:
    """Whether the only response is complete."""
    return store.run(lambda db: db.execute(select(SurveyResponse.completed_at)).scalar_one()) is not None
