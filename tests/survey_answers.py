"""An invented survey with waves, and the answers of a crowd: written straight into the store, as responses lie there."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from secrets import token_bytes
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, update

from models.people import Person
from models.programmes import Cohort, Programme
from models.sealing import new_seal_id, vault
from models.surveys import forms
from models.surveys.tables import SurveyAnonymous, SurveyInvitation, SurveyResponse, SurveyWave
from surveys.form import Field, Form, Group, Option, Repeat
from tests.crowd import crowd

MOMENT = datetime(2026, 11, 24, 3, tzinfo=UTC)  # still the day before in Mexico City
SCALE = tuple(Option(value=str(n), label={"es": f"{n} veces", "en": f"{n} times"}) for n in range(5))
COLOURS = tuple(
    Option(value=value, label={"es": es, "en": en})
    for value, es, en in (("red", "Rojo", "Red"), ("blue", "=Azul", "=Blue"))
)
_talks = count(1)


def form(name: str = "day_0", *more: Field) -> Form:
    """A questionnaire with a row of each kind that columns know."""
    inner = Repeat(
        name="child", row=10, items=(Field(name="age", kind="integer", row=11, label={"es": "Edad", "en": "Age"}),)
    )
    return Form(
        name=name,
        title={"es": "Seguimiento", "en": "Follow-up"},
        version="1",
        languages=("es", "en"),
        items=(
            Field(name="greeting", kind="hidden", row=2, prefill="person.given_name"),
            Field(name="hello", kind="calculate", row=3, calculation="concat('Hola ', ${greeting})"),
            Group(
                name="work",
                row=4,
                items=(
                    Field(
                        name="applies",
                        kind="select_one",
                        row=5,
                        options="scale",
                        label={"es": "¿Aplica?", "en": "Applies?"},
                    ),
                    Field(
                        name="colours",
                        kind="select_multiple",
                        row=6,
                        options="colours",
                        label={"es": "Colores", "en": "Colours"},
                    ),
                ),
            ),
            Field(name="colour", kind="select_one", row=7, options="colours", label={"es": "Color", "en": "Colour"}),
            Field(name="trained", kind="integer", row=8, label={"es": "Personas", "en": "People"}),
            Field(name="since", kind="date", row=8, label={"es": "Desde", "en": "Since"}),
            Field(name="story", kind="text", row=9, label={"es": "Historia", "en": "Story"}),
            Repeat(name="household", row=9, items=(Field(name="who", kind="text", row=10), inner)),
            Field(
                name="support",
                kind="select_one",
                row=12,
                options="scale",
                anonymous=True,
                label={"es": "Apoyo", "en": "Support"},
            ),
            *more,
        ),
        lists={"scale": SCALE, "colours": COLOURS},
    )


def kept(db: Connection, made: Form | None = None) -> int:
    """A questionnaire in the store; its number."""
    return forms.keep(db, made or form(), "tests").id


def wave(db: Connection, name: str = "day_0", survey: str = "day_0") -> int:
    """A wave; its number."""
    seal_id = new_seal_id()
    values = {
        "name": name,
        "form": survey,
        "state": "active",
        "anchor": "end",
        "offset_days": 0,
        "seal_id": seal_id,
        "audience_sealed": vault(db).seal(b"all", "survey_wave", "audience", seal_id),
        "created_at": MOMENT,
        "created_by": "tests",
    }
    return db.execute(insert(SurveyWave).values(values).returning(SurveyWave.id)).scalar_one()


def cohort(db: Connection, name: str, programme: str) -> int:
    """A cohort; its number."""
    of = db.execute(insert(Programme).values(name=programme).returning(Programme.id)).scalar_one()
    return db.execute(insert(Cohort).values(name=name, programme_id=of).returning(Cohort.id)).scalar_one()


def people(db: Connection, size: int, **columns: Any) -> list[int]:
    """So many people, who have joined."""
    return crowd(db, size, **columns)


def invited(db: Connection, wave: int, person: int, state: str = "complete", cohort: int | None = None) -> int:
    """An invitation; its number."""
    values = {
        "wave_id": wave,
        "person_id": person,
        "occasion": cohort or 0,
        "cohort_id": cohort,
        "state": state,
        "planned_for": MOMENT,
        "moved_at": MOMENT,
    }
    return db.execute(insert(SurveyInvitation).values(values).returning(SurveyInvitation.id)).scalar_one()


def answered(
    db: Connection, form: int, person: int, answers: Mapping[str, str], invitation: int | None = None, **columns: Any
) -> None:
    """A response as it lies in the store."""
    seal_id = new_seal_id()
    values = {
        "talk_id": next(_talks),
        "invitation_id": invitation,
        "form_id": form,
        "person_id": person,
        "channel": "telegram",
        "language": "es",
        "answered": len(answers),
        "begun_at": MOMENT - timedelta(days=1),
        "moved_at": MOMENT,
        "completed_at": MOMENT,
        "seal_id": seal_id,
        "answers_sealed": vault(db).seal(msgspec.json.encode(answers), "survey_response", "answers", seal_id),
    }
    db.execute(insert(SurveyResponse).values(values | columns))


def answered_by_nobody(
    db: Connection, form: int, wave: int | None, key: str, answer: str, month: str = "2026-11"
) -> None:
    """An anonymous answer as it lies in the store."""
    id = token_bytes(16)
    sealed = vault(db).seal(answer.encode(), "survey_anonymous", "answer", id)
    values = {"id": id, "form_id": form, "wave_id": wave, "key": key, "month": month, "answer_sealed": sealed}
    db.execute(insert(SurveyAnonymous).values(values))


def change(db: Connection, person: int, **columns: Any) -> None:
    """Write something else into the row of a person."""
    db.execute(update(Person).where(Person.id == person).values(columns))
