"""What waves cost: planning five of them, a tick when nothing is due, and the ticks when a day's invitations are.

Run as a process of its own on what `fill` has filled, with the database and its keys in the environment:
`python -m bench.surveys.due`.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select

from bench.processes import MEASURED, most_memory, pin
from bot.settings import Settings
from dialogue import catalogues
from models.contacts import Contact
from models.people import Person
from models.programmes import Cohort, Enrolment, Programme
from models.sealing import new_seal_id, vault
from models.store import Store
from models.surveys import forms, waves
from models.surveys.opening import Window
from models.surveys.tables import INVITED, SurveyInvitation
from models.surveys.waves import Wanted
from scheduler.surveys import ask, catch_up, plan
from surveys.form import Field, Form

MANY = 1_000_000  # people
OFFSETS = (0, 20, 35, 50, 65)  # days, all of them within the time for which people are planned
IDLE = 200  # ticks without anything due
DUE = 5_000  # people whose day it is, and as many on the day after; all others come later
DOWN = timedelta(days=3)
MADE = datetime(2027, 1, 11, 18, tzinfo=UTC)
DAYS = (date(2027, 1, 12), date(2027, 1, 13), date(2027, 1, 31))  # on which activities end
NOON = datetime(2027, 1, 12, 16, 30, tzinfo=UTC)  # of that day, half an hour after they became due

_AT_ONCE = 5_000


class Waves(msgspec.Struct):
    """Seconds to plan everybody, and how many that made; a tick without anything due, in ms; all that is due, in s.

    `longest_planning` and `longest` are the longest transactions of both, in ms, for which others wait; `memory` is the
    most in MB; `lost` are those who were never invited after three days down, of as many as were due then.
    """

    planning: float
    planned: int
    longest_planning: float
    idle: float
    drain: float
    asked: int
    longest: float
    memory: float
    lost: int

    @property
    def planning_each(self) -> float:
        """ms for each person and wave."""
        return self.planning / self.planned * 1000

    @property
    def drain_each(self) -> float:
        """ms for each who was due."""
        return self.drain / self.asked * 1000


def fill(db: Connection, number: int) -> None:
    """So many people who have joined, each with a phone, of an activity that ends today, tomorrow or later."""
    programme = db.execute(insert(Programme).values(name="bench").returning(Programme.id)).scalar_one()
    cohorts = [
        db.execute(insert(Cohort).values(programme_id=programme, name=f"{day}", ends_on=day).returning(Cohort.id))
        for day in DAYS
    ]
    numbers = [cohort.scalar_one() for cohort in cohorts]
    for first in range(1, number + 1, _AT_ONCE):
        some = range(first, min(first + _AT_ONCE, number + 1))
        db.execute(insert(Person), [_person(db, each) for each in some])
        db.execute(insert(Contact), [_contact(db, each) for each in some])
        enrolled = [{"person_id": each, "cohort_id": numbers[min((each - 1) // DUE, 2)]} for each in some]
        db.execute(insert(Enrolment), enrolled)
    _begin(db)


def _begin(db: Connection) -> None:
    row = Field(name="shares", kind="text", row=2, label={"es": "¿Qué cambió?", "en": "What has changed?"})
    forms.keep(db, Form(name="bench", title={}, version="1", languages=("es", "en"), items=(row,)), "bench")
    for days in OFFSETS:
        wanted = Wanted(name=f"day_{days}", form="bench", anchor="end", offset_days=days, window=Window("1234567"))
        waves.add(db, wanted, "bench")


def _person(db: Connection, number: int) -> dict[str, Any]:
    seal_id = new_seal_id()
    names = {name: vault(db).seal_text("Ana", "person", name, seal_id) for name in ("given_name", "family_name")}
    sealed = {f"{name}_sealed": value for name, value in names.items()}
    where = {"id": number, "seal_id": seal_id, "state": "CHH", "language": "es"}
    return {**where, **sealed, "created_at": MADE, "joined_at": MADE}


def _contact(db: Connection, number: int) -> dict[str, Any]:
    seal_id = new_seal_id()
    sealed = {"seal_id": seal_id, "address_sealed": vault(db).seal_text(str(number), "contact", "address", seal_id)}
    return {"person_id": number, "channel": "telegram", **sealed, "created_at": MADE, "heard_at": MADE}


def measure(store: Store) -> Waves:
    """Plan everybody, let nothing be due for a while, then much; and then again after three days down."""
    planning = _until_done(lambda: _tick(store, plan, MADE))
    planned = store.run(lambda db: db.execute(select(func.count(SurveyInvitation.id))).scalar_one())
    idle = [_tick(store, ask, MADE)[0] for _ in range(IDLE)]
    took = _until_done(lambda: _tick(store, ask, NOON))
    asked = store.run(_invited)
    _down(store)
    return Waves(
        planning=sum(planning),
        planned=planned,
        longest_planning=max(planning) * 1000,
        idle=median(idle) * 1000,
        drain=sum(took),
        asked=asked,
        longest=max(took) * 1000,
        memory=most_memory(),
        lost=DUE - (store.run(_invited) - asked),
    )


def _down(store: Store) -> None:
    """Nothing ran for three days; what became due meanwhile goes out within an hour."""
    back = NOON + timedelta(days=1) + DOWN
    while store.run(catch_up, back):
        pass
    for minutes in range(0, 61, 5):
        while store.run(ask, back + timedelta(minutes=minutes)):
            pass


def _until_done(tick: Callable[[], tuple[float, int]]) -> list[float]:
    took = []
    while True:
        seconds, count = tick()
        took.append(seconds)
        if not count:
            return took


def _tick(store: Store, job: Callable[[Connection, datetime], int], moment: datetime) -> tuple[float, int]:
    began = time.perf_counter()
    count = store.run(job, moment)
    return time.perf_counter() - began, count


def _invited(db: Connection) -> int:
    query = select(func.count(SurveyInvitation.id)).where(SurveyInvitation.state == INVITED)
    return db.execute(query).scalar_one()


def main() -> None:
    settings = Settings()
    store = Store(settings.database_url, settings.vault())
    catalogues.load(("es", "en"))  # as whoever serves has done before anything happens
    measured = measure(store)
    store.close()
    sys.stdout.write(msgspec.json.encode(measured).decode())


if __name__ == "__main__":
    pin(MEASURED)
    main()
