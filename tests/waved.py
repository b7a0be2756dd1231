"""Waves in tests: invented alumnae of an activity that ended on a day, and all jobs of surveys run as time passes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine
from sqlalchemy import Connection, insert, select, update

from models import people
from models.base import now
from models.contacts import Contact
from models.people import Municipality, Person
from models.programmes import Cohort, Enrolment, Programme
from models.store import Store
from models.surveys import forms, waves
from models.surveys.tables import SurveyInvitation
from models.surveys.waves import Wanted, Wave
from tests.alumni import enrol
from tests.phones import phone_of
from tests.reminded import HOME, Alumna, run
from tests.surveyed import FOLLOW_UP

ENDED = date(2026, 11, 3)  # 30 days later it is Thursday, 3 December
JOBS = ("clear_waves", "plan_waves", "catch_up_surveys", "ask_surveys")


def wave(store: Store, name: str = "day_30", **more: Any) -> Wave:
    """A wave 30 days after an activity, unless told otherwise, begun at this moment."""
    anchored: dict[str, Any] = {"anchor": "end", "offset_days": 30} if "anchor" not in more else {}
    store.run(lambda db: forms.keep(db, FOLLOW_UP, "test"))
    return store.run(lambda db: waves.add(db, Wanted(name=name, form="seguimiento", **anchored | more), "test"))


def activity(db: Connection, name: str, ended: date | None, began: date | None = None) -> int:
    """An activity that ended then; its number."""
    programme = db.execute(insert(Programme).values(name=f"Academia {name}").returning(Programme.id)).scalar_one()
    values = {"programme_id": programme, "name": name, "ends_on": ended, "starts_on": began}
    return db.execute(insert(Cohort).values(values).returning(Cohort.id)).scalar_one()


def member(
    db: Connection,
    *cohorts: int,
    state: str = "CHH",
    municipality: str | None = None,
    language: str = "es",
    joined: bool = True,
) -> int:
    """An alumna of these activities; her number."""
    person = enrol(db)
    place = None if municipality is None else people.named(db, Municipality, municipality)
    values = {"state": state, "municipality_id": place, "language": language, "joined_at": now() if joined else None}
    db.execute(update(Person).where(Person.id == person).values(values))
    for cohort in cohorts:
        db.execute(insert(Enrolment).values(person_id=person, cohort_id=cohort))
    return person


def alumna_of(
    store: Store,
    clock: time_machine.Traveller,
    *ended: date,
    channel: str = "telegram",
    address: str = "500001",
    **more: Any,
) -> Alumna:
    """Somebody with a phone, who took part in activities that ended on these days."""
    cohorts = [store.run(activity, f"de muestra {number}", day) for number, day in enumerate(ended, 1)]
    person = store.run(lambda db: member(db, *cohorts, **more))
    phone = phone_of(store, person, channel, address, more.get("language", "es"))
    phone.moment = now()
    return Alumna(store, clock, person, phone)


def tick(store: Store) -> int:
    """All jobs of surveys at this moment; how much there was to ask."""
    return [run(store, job) for job in JOBS][-1]


def hears(her: Alumna, moment: str) -> list[str]:
    """What comes to her phone until this moment of her clock, the jobs having run every hour for a day before."""
    until, at = at_home(moment), max(now(), at_home(moment) - timedelta(hours=30))
    while at < until:
        her.clock.move_to(at)
        tick(her.store)
        at += timedelta(hours=1)
    her.at(moment)
    tick(her.store)
    return her.phone.hears()


def through(her: Alumna, first: str, days: int, hour: str = "10:01") -> dict[str, list[str]]:
    """What she hears at this hour on so many days, by day; days of silence left out. Unanswered prompts end in time."""
    heard = {}
    for number in range(days):
        day = (date.fromisoformat(first) + timedelta(days=number)).isoformat()
        if said := hears(her, f"{day} {hour}"):
            heard[day] = said
        run(her.store, "end_prompts")
    return heard


def rows(store: Store, *columns: Any) -> list[Any]:
    """Of all invitations, in their order."""
    return store.run(lambda db: list(db.execute(select(*columns).order_by(SurveyInvitation.id))))


def states(store: Store) -> list[str]:
    return [row.state for row in rows(store, SurveyInvitation.state)]


def planned(store: Store) -> Iterator[datetime]:
    """When everybody is asked, in UTC."""
    for row in rows(store, SurveyInvitation.due_at):
        yield row.due_at


def at_home(moment: str) -> datetime:
    """A moment of the clock of Chihuahua."""
    return datetime.fromisoformat(moment).replace(tzinfo=HOME).astimezone(UTC)


def heard_again(db: Connection, person: int) -> None:
    """She has written just now, so that WhatsApp's window is open."""
    db.execute(update(Contact).where(Contact.person_id == person).values(heard_at=now()))
