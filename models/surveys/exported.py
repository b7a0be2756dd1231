"""Responses as an export reads them: in an order that tells nothing, some people at a time, so that memory stays flat.

People who are being erased are not in it.
"""

from array import array
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from random import SystemRandom
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select

from models import consents, freezes
from models.consents import QUOTES
from models.people import Person
from models.programmes import Cohort, Programme
from models.sealing import vault
from models.surveys import forms, responses
from models.surveys.tables import SurveyAnonymous, SurveyForm, SurveyInvitation, SurveyResponse, SurveyWave
from surveys.form import QUOTE, Form

AT_ONCE = 500  # people whose responses are read in one go


class Selection(NamedTuple):
    """What is exported: versions of a form, of one wave or of all; `invited` leaves out who began by herself.

    Rows of people leave out whom a freeze concerns (`models.freezes`); figures, which hold no rows, count `frozen` too.
    """

    forms: tuple[int, ...]
    wave: int | None = None
    invited: bool = False
    frozen: bool = False


class About(NamedTuple):
    """What is told of a response beside its answers."""

    id: int
    person: int
    form: int
    wave: str | None
    status: str
    moved_at: datetime
    programme: str | None
    cohort: str | None
    state: str | None
    rank_band: str | None
    language: str
    channel: str


class Response(NamedTuple):
    """A response with its answers by key."""

    about: About
    answers: dict[str, str]


class Anonymous(NamedTuple):
    """An answer of nobody's."""

    form: int
    wave: str | None
    key: str
    month: str
    answer: str


def versions(db: Connection, name: str) -> dict[int, int]:
    """The versions of a questionnaire: what each is called, by number."""
    query = select(SurveyForm.id, SurveyForm.version).where(SurveyForm.name == name).order_by(SurveyForm.id)
    return {row.id: row.version for row in db.execute(query)}


def every_form(db: Connection) -> list[Form]:
    """All versions of all questionnaires."""
    return [forms.load(db, number) for number in db.scalars(select(SurveyForm.id))]


def wave_named(db: Connection, name: str) -> int | None:
    """The number of a wave."""
    return db.execute(select(SurveyWave.id).where(SurveyWave.name == name)).scalar()


def people(db: Connection, wanted: Selection) -> Sequence[int]:
    """Who has answered, shuffled, so that the order of an export does not tell when."""
    numbers = array("q", db.scalars(_from(select(SurveyResponse.person_id).distinct(), wanted)))
    SystemRandom().shuffle(numbers)
    return numbers


def count(db: Connection, wanted: Selection) -> int:
    """How many responses there are."""
    size: int = db.execute(_from(select(func.count()).select_from(SurveyResponse), wanted)).scalar_one()
    return size


def about(db: Connection, wanted: Selection, people: Collection[int]) -> list[About]:
    """What is told of the responses of these people, those of each together."""
    query = _from(select(*_COLUMNS), wanted).where(SurveyResponse.person_id.in_(people))
    return [_about(row) for row in db.execute(query.order_by(SurveyResponse.person_id, SurveyResponse.id))]


def read(db: Connection, wanted: Selection, people: Sequence[int]) -> list[Response]:
    """The responses of these people, in their order. Whoever took back being quoted never agreed."""
    sealed = (SurveyResponse.seal_id, SurveyResponse.answers_sealed)
    query = _from(select(*_COLUMNS, *sealed), wanted).where(SurveyResponse.person_id.in_(people))
    place = {person: at for at, person in enumerate(people)}
    rows = sorted(db.execute(query), key=lambda row: (place[row.person_id], row.id))
    consent = {form: _led(db, form, QUOTE) for form in wanted.forms}
    unquoted = consents.refused(db, people, QUOTES) if any(consent.values()) else set()
    found = []
    for row in rows:
        answers = responses.answers(db, row.seal_id, row.answers_sealed)
        taken_back = consent[row.form_id] & answers.keys() if row.person_id in unquoted else ()
        found.append(Response(_about(row), answers | dict.fromkeys(taken_back, "")))
    return found


def _led(db: Connection, form: int, to: str) -> set[str]:
    """The rows of a form whose answers lead there."""
    return {field.name for field in forms.load(db, form).fields() if field.leads == to}


def anonymous_counts(db: Connection, wanted: Selection) -> dict[tuple[int, str, str | None, str], int]:
    """How many anonymous answers there are by form, key, wave and month."""
    by = (SurveyAnonymous.form_id, SurveyAnonymous.key, SurveyWave.name, SurveyAnonymous.month)
    query = select(*by, func.count().label("size")).select_from(SurveyAnonymous)
    query = query.outerjoin(SurveyWave, SurveyWave.id == SurveyAnonymous.wave_id).where(*_anonymous(wanted))
    return {(form, key, wave, month): size for form, key, wave, month, size in db.execute(query.group_by(*by))}


def anonymous(
    db: Connection, wanted: Selection, after: bytes = b"", most: int = 2_000
) -> tuple[list[Anonymous], bytes]:
    """So many anonymous answers, in the order of their random ids; and the last of these, to go on `after`."""
    table = SurveyAnonymous
    columns = (table.id, table.form_id, table.key, table.month, table.answer_sealed, SurveyWave.name.label("wave"))
    query = select(*columns).outerjoin(SurveyWave, SurveyWave.id == table.wave_id)
    query = query.where(*_anonymous(wanted), table.id > after).order_by(table.id).limit(most)
    rows = db.execute(query).all()
    return [_opened(db, row) for row in rows], bytes(rows[-1].id) if rows else b""


def _opened(db: Connection, row: Any) -> Anonymous:
    answer = vault(db).open(row.answer_sealed, "survey_anonymous", "answer", bytes(row.id)).decode()
    return Anonymous(row.form_id, row.wave, row.key, row.month, answer)


def _anonymous(wanted: Selection) -> Iterator[ColumnElement[bool]]:
    yield SurveyAnonymous.form_id.in_(wanted.forms)
    if wanted.wave is not None:
        yield SurveyAnonymous.wave_id == wanted.wave


def _from(query: Select[Any], wanted: Selection) -> Select[Any]:
    """Responses with their people, invitations and activities."""
    joined = (
        query.join(Person, Person.id == SurveyResponse.person_id)
        .outerjoin(SurveyInvitation, SurveyInvitation.id == SurveyResponse.invitation_id)
        .outerjoin(SurveyWave, SurveyWave.id == SurveyInvitation.wave_id)
        .outerjoin(Cohort, Cohort.id == SurveyInvitation.cohort_id)
        .outerjoin(Programme, Programme.id == Cohort.programme_id)
    )
    joined = joined.where(SurveyResponse.form_id.in_(wanted.forms), Person.blocked_at.is_(None))
    if not wanted.frozen:
        joined = joined.where(Person.id.not_in(freezes.frozen()))
    if wanted.invited:
        joined = joined.where(SurveyInvitation.id.is_not(None))
    return joined if wanted.wave is None else joined.where(SurveyInvitation.wave_id == wanted.wave)


_COLUMNS: tuple[Any, ...] = (
    SurveyResponse.id,
    SurveyResponse.person_id,
    SurveyResponse.form_id,
    SurveyWave.name.label("wave"),
    SurveyInvitation.state.label("status"),
    SurveyResponse.moved_at,
    Programme.name.label("programme"),
    Cohort.name.label("cohort"),
    Person.state,
    Person.rank_band,
    SurveyResponse.language,
    SurveyResponse.channel,
    SurveyResponse.completed_at,
)


def _about(row: Any) -> About:
    status = "complete" if row.completed_at is not None else (row.status or "begun")
    told = {name: getattr(row, name) for name in About._fields if name not in ("person", "form", "status")}
    return About(person=row.person_id, form=row.form_id, status=status, **told)
