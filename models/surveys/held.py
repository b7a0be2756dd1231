"""What a person may read of her own surveys: what she was asked and when, and what she has answered."""

from typing import Any

from sqlalchemy import Connection, select

from models.surveys import responses
from models.surveys.tables import SurveyForm, SurveyInvitation, SurveyResponse, SurveyWave


def held(db: Connection, person: int) -> dict[str, list[dict[str, Any]]]:
    """`asked`: her invitations; `answered`: her responses with the answers by row. Anonymous answers are nobody's."""
    return {"asked": _asked(db, person), "answered": _answered(db, person)}


def _asked(db: Connection, person: int) -> list[dict[str, Any]]:
    query = (
        select(SurveyWave.name, SurveyInvitation.state, SurveyInvitation.invited_at, SurveyInvitation.moved_at)
        .join(SurveyWave, SurveyWave.id == SurveyInvitation.wave_id)
        .where(SurveyInvitation.person_id == person)
    )
    return [row._asdict() for row in db.execute(query.order_by(SurveyInvitation.id))]


def _answered(db: Connection, person: int) -> list[dict[str, Any]]:
    query = (
        select(SurveyForm.name.label("survey"), SurveyForm.version, SurveyResponse.__table__)
        .join(SurveyForm, SurveyForm.id == SurveyResponse.form_id)
        .where(SurveyResponse.person_id == person)
    )
    return [
        {
            "survey": row.survey,
            "version": row.version,
            "begun_at": row.begun_at,
            "completed_at": row.completed_at,
            "answers": responses.answers(db, bytes(row.seal_id), bytes(row.answers_sealed)),
        }
        for row in db.execute(query.order_by(SurveyResponse.id))
    ]
