"""Responses: written again with each answer, in the transaction of its turn, and sealed."""

from collections.abc import Mapping
from datetime import datetime
from secrets import token_bytes
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from models.sealing import new_seal_id, vault
from models.statements import Prepared, Query
from models.surveys.tables import SurveyAnonymous, SurveyInvitation, SurveyResponse

TABLE = "survey_response"


class Kept(NamedTuple):
    """A response as it is now; `answers` are lexical texts by key."""

    talk: int
    form: int
    person: int
    invitation: int | None
    channel: str
    language: str
    answered: int
    answers: Mapping[str, str]


class _Row(NamedTuple):
    id: int
    seal_id: bytes


_FIND = Query(
    select(SurveyResponse.id, SurveyResponse.seal_id).where(SurveyResponse.talk_id == bindparam("talk")), _Row
)
_MOVING = ("channel", "language", "answered", "moved_at", "completed_at", "answers_sealed")
_CHANGE = Prepared(
    update(SurveyResponse)
    .where(SurveyResponse.id == bindparam("response"))
    .values({name: bindparam(name) for name in _MOVING})
)
_NAMES = (*_MOVING, "talk_id", "invitation_id", "form_id", "person_id", "begun_at", "seal_id")
_INSERT = Prepared(insert(SurveyResponse).values({name: bindparam(name) for name in _NAMES}))


def keep(db: Connection, kept: Kept, moment: datetime, *, finished: bool) -> None:
    """Write down where a response is."""
    row = _FIND.first(db, talk=kept.talk)
    seal_id = new_seal_id() if row is None else bytes(row.seal_id)
    sealed = vault(db).seal(msgspec.json.encode(kept.answers), TABLE, "answers", seal_id)
    values = {
        "channel": kept.channel,
        "language": kept.language,
        "answered": kept.answered,
        "moved_at": moment,
        "completed_at": moment if finished else None,
        "answers_sealed": sealed,
    }
    if row is not None:
        _CHANGE.run(db, response=row.id, **values)
        return
    ids = {"talk_id": kept.talk, "invitation_id": kept.invitation, "form_id": kept.form, "person_id": kept.person}
    _INSERT.run(db, begun_at=moment, seal_id=seal_id, **ids, **values)


def keep_anonymous(db: Connection, kept: Kept, answers: Mapping[str, str], moment: datetime) -> None:
    """Keep answers without whose they are: of when, only the month."""
    wave = db.execute(select(SurveyInvitation.wave_id).where(SurveyInvitation.id == kept.invitation)).scalar()
    for key, answer in answers.items():
        id = token_bytes(16)
        values = {
            "id": id,
            "form_id": kept.form,
            "wave_id": wave,
            "key": key,
            "month": f"{moment:%Y-%m}",
            "answer_sealed": vault(db).seal(answer.encode(), "survey_anonymous", "answer", id),
        }
        db.execute(insert(SurveyAnonymous).values(values))


def answers(db: Connection, seal_id: bytes, sealed: bytes) -> dict[str, str]:
    """The answers of a response, by key."""
    return msgspec.json.decode(vault(db).open(sealed, TABLE, "answers", seal_id), type=dict[str, str])
