"""An invented alumna with a plan, and a clock that a test sets: every job runs as the real one does."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from sqlalchemy import Connection, select, update

from models import installation, milestones, people, preferences, reminding
from models.action_plans import ActionPlan
from models.base import now
from models.contacts import Contact
from models.knocks import KEPT_AS
from models.milestones import Milestone
from models.people import Person
from models.store import Store
from scheduler.jobs import JOBS
from tests.alumni import enrol
from tests.phones import Phone, phone_of

HOME = ZoneInfo("America/Chihuahua")  # of the people of tests/alumni.py; it keeps UTC-6 all year
JOINED = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
PLAN = "Patrullaje de proximidad"


@dataclass
class Alumna:
    """Somebody who joined on 24 November 2026, a Tuesday, at 9:00, and has not written since."""

    store: Store
    clock: time_machine.Traveller
    person: int
    phone: Phone

    def at(self, moment: str, zone: ZoneInfo = HOME) -> "Alumna":
        """The clock, hers and ours, shows `moment` ("2026-12-24 10:00")."""
        self.phone.moment = datetime.fromisoformat(moment).replace(tzinfo=zone).astimezone(UTC)
        self.clock.move_to(self.phone.moment)
        return self

    def tick(self) -> int:
        """Everything that is due is dealt with; how much it was."""
        return run(self.store, "remind")

    def hears(self) -> list[str]:
        """What the tick of this moment brings to her phone."""
        self.tick()
        return self.phone.hears()

    def prefers(self, **chosen: Any) -> None:
        """She changes her settings."""
        self.store.run(lambda db: preferences.change(db, self.person, **chosen))
        self.store.run(reminding.rhythm_changed, self.person, now())

    @property
    def plan(self) -> int:
        """Her first plan."""
        return self.store.run(_first_plan, self.person)

    def adds(self, title: str, due_on: date | None, plan: int | None = None) -> int:
        """A milestone is added to a plan of hers."""
        return self.store.run(_add, self.person, plan or self.plan, title, due_on)


def alumna(
    store: Store,
    clock: time_machine.Traveller,
    plans: tuple[str, ...] = (PLAN,),
    channel: str = "telegram",
    address: str = "500001",
    language: str = "es",
) -> Alumna:
    """Somebody joins at this moment of the clock."""
    person = store.run(_join, plans, language)
    phone = phone_of(store, person, channel, address, language)
    phone.moment = now()
    return Alumna(store, clock, person, phone)


def run(store: Store, name: str) -> int:
    """One job, again and again while its batches are full, at this moment."""
    job = next(job for job in JOBS if job.name == name)
    done = count = store.run(job.run, now())
    while job.batch is not None and count >= job.batch:
        count = store.run(job.run, now())
        done += count
    return done


def remind_at(store: Store, table: type[ActionPlan | Milestone], id: int) -> datetime | None:
    """When a row is due, on her clock."""
    found = store.run(lambda db: db.execute(select(table.remind_at).where(table.id == id)).scalar_one())
    return None if found is None else found.astimezone(HOME).replace(tzinfo=None)


def approve(db: Connection, *templates: str) -> None:
    """WhatsApp has approved these templates."""
    installation.keep(db, KEPT_AS, " ".join(templates))


def silent_for(db: Connection, person: int, time: timedelta) -> None:
    """She has not written for so long."""
    db.execute(update(Contact).where(Contact.person_id == person).values(heard_at=now() - time))


def _join(db: Connection, plans: tuple[str, ...], language: str) -> int:
    person = enrol(db, plans=plans)
    people.speak(db, person, language)
    db.execute(update(Person).where(Person.id == person).values(joined_at=now()))
    reminding.person_joined(db, person, now())
    return person


def _first_plan(db: Connection, person: int) -> int:
    query = select(ActionPlan.id).where(ActionPlan.person_id == person)
    return db.execute(query.order_by(ActionPlan.id)).scalars().first() or 0


def _add(db: Connection, person: int, plan: int, title: str, due_on: date | None) -> int:
    added = milestones.add(db, person, plan, title, due_on)
    assert added is not None
    reminding.plan_moved(db, person, plan, now())
    return int(added)
