"""What a person has answered before, row by row: each as she has said it last."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from models import plan_reading
from models.surveys import forms, responses
from models.surveys.tables import SurveyResponse
from surveys.form import Form
from surveys.wording import in_language

DATE, LABEL, ROW = "previous.date", "previous.label.", "previous."
MOST = 12  # responses that are looked through


class _Response(NamedTuple):
    form: Form
    on: date
    answers: Mapping[str, str]
    language: str


def known(db: Connection, person: int, wanted: Collection[str]) -> dict[str, str]:
    """What there is of `wanted`: `previous.<row>`, `previous.label.<row>` in the words of then, `previous.date`."""
    found: dict[str, str] = {}
    missing = {name for name in wanted if name.startswith(ROW)}
    for response in _responses(db, person):
        told = {DATE: response.on.isoformat()} | {name: _said(response, name) for name in missing - {DATE}}
        found |= {name: said for name, said in told.items() if said and name in missing}
        missing -= found.keys()
        if not missing:
            break
    return found


def _said(response: _Response, name: str) -> str:
    if not name.startswith(LABEL):
        return response.answers.get(name.removeprefix(ROW), "")
    row = name.removeprefix(LABEL)
    field = next((each for each in response.form.fields() if each.name == row), None)
    options = () if field is None else response.form.lists.get(field.options, ())
    label = next((each.label for each in options if each.value == response.answers.get(row)), {})
    return in_language(label, response.language, response.form.languages)


def _responses(db: Connection, person: int) -> Iterator[_Response]:
    """Her finished responses, the newest first; each is opened when it is asked for."""
    query = select(SurveyResponse).where(SurveyResponse.person_id == person, SurveyResponse.completed_at.is_not(None))
    newest = query.order_by(SurveyResponse.completed_at.desc(), SurveyResponse.id.desc()).limit(MOST)
    zone = plan_reading.zone_of(db, person)
    for row in db.execute(newest).all():
        answers = responses.answers(db, bytes(row.seal_id), bytes(row.answers_sealed))
        yield _Response(forms.load(db, row.form_id), row.completed_at.astimezone(zone).date(), answers, row.language)
