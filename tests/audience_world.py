"""A little world of invented people for audiences: each known in plain values, and written to a store from these."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, insert, select

from models import people
from models.action_plans import STATUSES, ActionPlan
from models.announcements import drafts
from models.announcements.drafts import Draft, Words
from models.announcements.tables import AnnouncementAnswer
from models.contacts import Contact
from models.messages import ANNOUNCED, Message
from models.people import Agency, Person
from models.programmes import Cohort, Enrolment, Programme
from models.ranks import BANDS
from models.sealing import new_seal_id, vault
from models.tags import PersonTag

COHORTS = (("Curso", "Generación 12"), ("Curso", "2024"), ("Instituto", "2024"), ("Instituto", "Otoño y fin"))
AGENCIES = ("Secretaría Ejemplo", "Fiscalía de Prueba", 'Centro "Uno"')
TAGS = ("trainer", "más formación")
STATES = ("CHH", "SON", "MEX", "OAX")
STANDING = ("hers", "hers", "hers", "doubted", "revoked", "unreachable")
ANSWERS = ("yes", "no", "maybe")


@dataclass(frozen=True)
class Phone:
    """How one of her phones stands."""

    channel: str
    heard: datetime
    language: str | None
    standing: str


@dataclass
class Her:
    """Everything about a person that an audience may ask for."""

    id: int = 0
    state: str | None = None
    rank: str | None = None
    agency: str | None = None
    language: str | None = None
    joined: datetime | None = None
    erased: bool = False
    cohorts: set[tuple[str, str]] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    plans: list[str] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    answers: dict[int, str] = field(default_factory=dict)
    received: dict[int, str] = field(default_factory=dict)  # the state of her copy, by announcement


def random_people(random: Random, count: int, moment: datetime) -> list[Her]:
    """So many of them, no two alike; little is known of some."""
    return [_somebody(random, moment) for _ in range(count)]


def _somebody(random: Random, moment: datetime) -> Her:
    def maybe(values: Sequence[Any]) -> Any:
        return random.choice([None, *values])

    def ago(days: int) -> datetime:
        return moment - timedelta(days=random.randrange(days), hours=random.randrange(24))

    her = Her(state=maybe(STATES), rank=maybe(BANDS), agency=maybe(AGENCIES), language=maybe(["es", "en", "fr"]))
    her.erased = random.random() < 0.05
    her.joined = maybe([ago(200)] * 4)
    her.cohorts = set(random.sample(COHORTS, random.randrange(3)))
    her.tags = set(random.sample(TAGS, random.randrange(3)))
    her.plans = random.choices(STATUSES, k=random.randrange(3))
    if her.joined:
        her.phones = [
            Phone(random.choice(["telegram", "whatsapp"]), ago(200), maybe(["es", "en"]), random.choice(STANDING))
            for _ in range(random.randrange(4))
        ]
        her.answers = {1: random.choice(ANSWERS)} if random.random() < 0.4 else {}
        her.received = {1: random.choice(["sent", "read", "queued", "failed"])} if random.random() < 0.6 else {}
    return her


def write(db: Connection, everybody: Sequence[Her], moment: datetime) -> None:
    """Write them, and announcement 1, which asks whether they come, and 2, which has no buttons."""
    for choices in ("rsvp", "none"):
        drafts.write(db, Draft("all", {"es": Words("Hola")}, choices), "staff 1", moment)
    cohorts = {each: _cohort(db, *each) for each in COHORTS}
    for name in AGENCIES:
        people.named(db, Agency, name)
    for her in everybody:
        _write(db, her, cohorts, moment)


def _write(db: Connection, her: Her, cohorts: dict[tuple[str, str], int], moment: datetime) -> None:
    seal_id = new_seal_id()
    values = {
        "seal_id": seal_id,
        "given_name_sealed": vault(db).seal_text("Ana", "person", "given_name", seal_id),
        "family_name_sealed": vault(db).seal_text("Ejemplo", "person", "family_name", seal_id),
        "agency_id": her.agency and people.named(db, Agency, her.agency),
        "state": her.state,
        "rank_band": her.rank,
        "language": her.language,
        "created_at": moment,
        "joined_at": her.joined,
        "blocked_at": moment if her.erased else None,
    }
    her.id = db.execute(insert(Person).values(values).returning(Person.id)).scalar_one()
    for cohort in her.cohorts:
        db.execute(insert(Enrolment).values(person_id=her.id, cohort_id=cohorts[cohort]))
    for tag in her.tags:
        db.execute(insert(PersonTag).values(person_id=her.id, tag=tag))
    for status in her.plans:
        sealed = vault(db).seal_text("Plan", "action_plan", "title", seal_id)
        plan = {"person_id": her.id, "seal_id": seal_id, "title_sealed": sealed, "status": status, "created_at": moment}
        db.execute(insert(ActionPlan).values(plan))
    contacts = [add_phone(db, her.id, phone, moment) for phone in her.phones]
    for number, answer in her.answers.items():
        row = {"announcement_id": number, "person_id": her.id, "answer": answer, "at": moment}
        db.execute(insert(AnnouncementAnswer).values(row))
    for number, state in her.received.items():
        if contacts:
            _copy(db, number, her.id, contacts[0], state, moment)
    if not contacts:
        her.received = {}


def add_phone(db: Connection, person: int, phone: Phone, moment: datetime) -> int:
    """Another phone of hers; the number of its contact."""
    seal_id = new_seal_id()
    ends = {"doubted": "doubted_at", "revoked": "revoked_at", "unreachable": "unreachable_at"}
    values: dict[str, Any] = {
        "channel": phone.channel,
        "seal_id": seal_id,
        "address_sealed": vault(db).seal_text("1001", "contact", "address", seal_id),
        "person_id": person,
        "language": phone.language,
        "created_at": phone.heard,
        "heard_at": phone.heard,
    }
    if phone.standing in ends:
        values[ends[phone.standing]] = moment
    return db.execute(insert(Contact).values(values).returning(Contact.id)).scalar_one()


def _cohort(db: Connection, programme: str, name: str) -> int:
    known = db.execute(select(Programme.id).where(Programme.name == programme)).scalar()
    if known is None:
        known = db.execute(insert(Programme).values(name=programme).returning(Programme.id)).scalar_one()
    return db.execute(insert(Cohort).values(programme_id=known, name=name).returning(Cohort.id)).scalar_one()


def _copy(db: Connection, number: int, person: int, contact: int, state: str, moment: datetime) -> None:
    values = {"contact_id": contact, "channel": "telegram", "lane": ANNOUNCED, "state": state, "seal_id": b""}
    values |= {"created_at": moment, "due_at": moment, "announcement_id": number, "person_id": person}
    db.execute(insert(Message).values(values))
