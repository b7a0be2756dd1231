"""Everything that is held about one person, opened for her: counted for the chat, and whole for a file.

Rows are taken as their tables describe them, so that a column that is added is shown too. What only the machine needs
is left out, and so is what would tell of somebody else.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, LargeBinary, Row, func, select

from dialogue.conversation import Kind
from dialogue.questions.clock_times import as_clock
from models import conversations, freeze_desk, installation, my_messages, people, postings, preferences, rights, tickets
from models.access import AccessCode
from models.action_plans import ActionPlan, ProgressReport
from models.announcements.tables import AnnouncementAnswer
from models.base import Base, now
from models.consents import Consent
from models.contacts import Contact
from models.conversations import ASIDE, OPEN, Held, Talk
from models.files import StoredFile
from models.milestones import Milestone
from models.peers.held import held as held_of_peers
from models.people import Agency, Municipality, Person
from models.programmes import Cohort, Enrolment, Programme
from models.prompts import Prompt
from models.resources import news, uses
from models.sealing import vault
from models.states import STATES
from models.surveys.held import held
from models.surveys.tables import SurveyResponse
from models.tags import PersonTag
from models.tickets import Ticket

_CLOCKS = ("quiet_from", "quiet_until", "hour")  # minutes of the day, in the preferences
_Record = dict[str, Any]


class Counts(NamedTuple):
    """How much of each kind is held: `surveys` she has answered or begun to, `answers` to announcements.

    `since` is the day of the first message that is kept (ISO).
    """

    plans: int
    reports: int
    files: int
    surveys: int
    answers: int
    messages: int
    since: str | None
    phones: int


def counts(db: Connection, person: int) -> Counts:
    """How much is held about `person`."""
    plans = _count(db, ActionPlan.person_id == person)
    reports = _count(db, ProgressReport.person_id == person)
    files = _count(db, StoredFile.person_id == person)
    surveys = _count(db, SurveyResponse.person_id == person)
    answers = _count(db, AnnouncementAnswer.person_id == person)
    messages, first = my_messages.count(db, person)
    phones = _count(db, Contact.person_id == person, Contact.revoked_at.is_(None))
    since = None if first is None else f"{first:%Y-%m-%d}"
    return Counts(plans, reports, files, surveys, answers, messages, since, phones)


def as_file(db: Connection, person: int) -> _Record:
    """Everything held about `person`, in JSON's own kinds: names of fields in English, moments in ISO 8601 and UTC.

    Raises `LookupError` when there is no such person.
    """
    return {
        "held_by": installation.kept(db, "organisation") or "Lazos",
        "made_at": _value(now()),
        "profile": _profile(db, person),
        "activities": list(_activities(db, person)),
        "posts": [_told(post._asdict()) for post in postings.history(db, person)],
        "plans": [_plan(db, row) for row in _rows(db, ActionPlan, ActionPlan.person_id == person)],
        "files": _records(db, StoredFile, StoredFile.person_id == person),
        "consents": _records(db, Consent, Consent.person_id == person),
        "settings": _settings(db, person),
        "phones": _records(db, Contact, Contact.person_id == person),
        "access_codes": _records(db, AccessCode, AccessCode.person_id == person),
        "reminders": _records(db, Prompt, Prompt.person_id == person),
        "answers_to_announcements": _records(db, AnnouncementAnswer, AnnouncementAnswer.person_id == person),
        "tags": [row.tag for row in _rows(db, PersonTag, PersonTag.person_id == person)],
        "surveys": {kind: [_told(each) for each in records] for kind, records in held(db, person).items()},
        "peers": {kind: [_told(each) for each in records] for kind, records in held_of_peers(db, person).items()},
        "rests": [_told(each) for each in freeze_desk.held(db, person)],
        "resources": uses.held(db, person),
        "topics_followed": news.following(db, person),
        "messages": my_messages.all_of(db, person),
        "unfinished": list(_unfinished(db, person)),
        "questions_to_the_team": [_ticket(db, row) for row in _rows(db, Ticket, Ticket.person_id == person)],
        "requests_by_law": [_request(each) for each in rights.everything(db, person)],
    }


def _profile(db: Connection, person: int) -> _Record:
    row = next(iter(_rows(db, Person, Person.id == person)), None)
    if row is None:
        raise LookupError("no such person")
    places = {
        "agency": people.place_name(db, Agency, row.agency_id),
        "municipality": people.place_name(db, Municipality, row.municipality_id),
    }
    return _told(_record(db, Person, row) | places)


def _activities(db: Connection, person: int) -> Iterator[_Record]:
    columns = (Programme.name.label("programme"), Cohort.name.label("cohort"), Cohort.starts_on, Cohort.ends_on)
    query = select(*columns).join(Cohort, Cohort.programme_id == Programme.id).join(Enrolment)
    for row in db.execute(query.where(Enrolment.person_id == person).order_by(Cohort.starts_on, Cohort.id)):
        yield _told(row._asdict())


def _plan(db: Connection, row: Row[Any]) -> _Record:
    reports = _rows(db, ProgressReport, ProgressReport.plan_id == row.id)
    return _record(db, ActionPlan, row) | {
        "milestones": _records(db, Milestone, Milestone.plan_id == row.id),
        "reports": [_report(db, report) for report in reports],
    }


def _report(db: Connection, row: Row[Any]) -> _Record:
    return _record(db, ProgressReport, row) | {"files": _records(db, StoredFile, StoredFile.report_id == row.id)}


def _settings(db: Connection, person: int) -> _Record:
    chosen = msgspec.structs.asdict(preferences.of(db, person))
    settings: _Record = msgspec.to_builtins(chosen)
    return settings | {name: as_clock(chosen[name]) for name in _CLOCKS}


def _unfinished(db: Connection, person: int) -> Iterator[_Record]:
    """What she has answered in conversations that may still go on."""
    open_ones = (Talk.owner == f"p{person}", Talk.status.in_((OPEN, ASIDE)))
    columns = [getattr(Talk, name) for name in Held._fields]
    for row in db.execute(select(*columns).where(*open_ones).order_by(Talk.id)):
        log = conversations.state(db, Held._make(row)).log
        answers = {key: entry.value for key, entry in log.items() if entry.kind is Kind.ANSWER}
        if answers:
            yield {"about": row.flow, "answers": answers, "updated_at": _value(row.updated_at)}


def _ticket(db: Connection, row: Row[Any]) -> _Record:
    authors = {tickets.PERSON: "you", tickets.STAFF: "the team"}
    said = [
        {"from": authors[each.author], "text": each.text, "at": _value(each.at)} for each in tickets.thread(db, row.id)
    ]
    return _record(db, Ticket, row) | {"messages": said}


def _request(request: rights.Request) -> _Record:
    names = ("kind", "purpose", "asked_on", "answer_by", "answered_on", "carry_out_by", "done_on", "withdrawn_on")
    return {name: _value(getattr(request, name)) for name in names}


def _rows(db: Connection, model: type[Base], where: ColumnElement[bool]) -> list[Row[Any]]:
    table = model.__table__
    return list(db.execute(select(table).where(where).order_by(*table.primary_key)))


def _records(db: Connection, model: type[Base], where: ColumnElement[bool]) -> list[_Record]:
    return [_record(db, model, row) for row in _rows(db, model, where)]


def _record(db: Connection, model: type[Base], row: Row[Any]) -> _Record:
    """A row as she may read it: what is sealed is opened, and numbers and keys of rows are left out."""
    told: _Record = {}
    for column in model.__table__.columns:
        name = column.name.removesuffix("_sealed")
        value = getattr(row, column.name)
        if name != column.name:
            told[name] = vault(db).open_text(value, model.__tablename__, name, row.seal_id)
        elif name != "id" and not name.endswith("_id") and not isinstance(column.type, LargeBinary):
            told[name] = _value(value)
    return told


def _told(values: Mapping[str, Any]) -> _Record:
    """Values as JSON holds them; a state by its name."""
    told = {name: _value(value) for name, value in values.items()}
    return told | {"state": STATES.get(told["state"], told["state"])} if told.get("state") else told


def _value(value: Any) -> Any:
    """A moment in UTC to the second, or a day, in ISO 8601; anything else as it is."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def _count(db: Connection, *where: ColumnElement[bool]) -> int:
    return db.execute(select(func.count()).where(*where)).scalar_one()
