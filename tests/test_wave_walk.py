"""A wave from its planning to the record: invited on her day, put off, taken up again, reminded, or let go."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update

from models.programmes import Cohort
from models.store import Store
from models.surveys import forms, waves
from models.surveys.tables import BEGUN, COMPLETE, EXPIRED, HELD, INVITED, PLANNED, REFUSED, SurveyInvitation
from models.surveys.waves import Wanted
from tests.reminded import Alumna, alumna, run
from tests.surveyed import FOLLOW_UP

ENDED = date(2026, 11, 25)  # 30 days later it is a Friday, and Christmas: it is asked on Monday the 28th
ASKED = (
    "El 25 de noviembre terminó Generación de muestra. ¿Nos ayuda con 4 preguntas? Toma más o menos 1 minuto. [Empezar]"
)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-24 15:00Z", tick=False) as traveller:
        yield traveller


def wave(store: Store, **more: Any) -> None:
    store.run(lambda db: forms.keep(db, FOLLOW_UP, "test"))
    wanted: dict[str, Any] = {"name": "day_30", "form": "seguimiento", "anchor": "end", "offset_days": 30} | more
    store.run(lambda db: waves.add(db, Wanted(**wanted), "test"))


def joined(store: Store, clock: time_machine.Traveller, ended: date = ENDED, **where: Any) -> Alumna:
    her = alumna(store, clock, plans=(), **where)
    store.run(lambda db: db.execute(update(Cohort).values(ends_on=ended)))
    run(store, "plan_waves")
    return her


def tick(her: Alumna, moment: str) -> list[str]:
    """All jobs of surveys at this moment; what comes to her phone."""
    her.at(moment)
    for job in ("plan_waves", "catch_up_surveys", "ask_surveys", "clear_waves"):
        run(her.store, job)
    return her.phone.hears()


def states(store: Store) -> list[str]:
    return store.run(lambda db: list(db.scalars(select(SurveyInvitation.state).order_by(SurveyInvitation.id))))


def test_she_is_asked_on_the_first_good_day_and_her_answers_end_it(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    her = joined(store, clock)
    assert tick(her, "2026-12-20 10:00") == []
    assert states(store) == [PLANNED]
    assert tick(her, "2026-12-25 12:00") == []
    heard = tick(her, "2026-12-28 10:01")
    assert len(heard) == 1
    assert "[Empezar]" in heard[0], heard
    assert states(store) == [INVITED]
    her.phone.write("[Empezar]")
    her.phone.write("3")
    assert states(store) == [BEGUN]
    for line in ("no", "Ya hay bitácora", "sí"):
        her.phone.write(line)
    assert states(store) == [COMPLETE]
    assert tick(her, "2027-01-08 10:01") == []


def test_no_thanks_is_an_answer(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    her = joined(store, clock)
    tick(her, "2026-12-28 10:01")
    her.phone.write("[No, gracias]")
    assert states(store) == [REFUSED]
    assert tick(her, "2027-01-08 10:01") == []


def test_tomorrow_is_kept(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    her = joined(store, clock)
    tick(her, "2026-12-28 10:01")
    her.phone.write("[Mañana]")
    assert tick(her, "2026-12-28 18:00") == []
    assert len(tick(her, "2026-12-29 10:01")) == 1


def test_a_reminder_takes_up_what_was_left_unfinished(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    her = joined(store, clock)
    tick(her, "2026-12-28 10:01")
    her.phone.write("[Empezar]")
    her.phone.write("3")
    assert tick(her, "2027-01-04 10:30") == []  # after hours without a tick all that is late is spread over an hour
    heard = tick(her, "2027-01-04 10:31")
    assert len(heard) == 1
    assert [each.text for each in her.phone.write("sí")] == [
        "¿Ha capacitado a alguien? (2\N{NO-BREAK SPACE}de\N{NO-BREAK SPACE}4)"
    ]
    assert states(store) == [BEGUN]


def test_silence_is_reminded_twice_and_then_let_go(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    her = joined(store, clock)
    heard = [len(tick(her, f"{day} 10:01")) for day in _days("2026-12-28", 40)]
    assert sum(heard) == 3
    assert states(store) == [EXPIRED]


def test_who_joins_late_is_asked_if_it_is_not_too_late_and_else_it_is_left_to_staff(
    store: Store, clock: time_machine.Traveller
) -> None:
    wave(store)
    clock.move_to("2027-03-01 16:00Z")
    her = joined(store, clock)
    assert tick(her, "2027-03-02 10:01") == []
    assert states(store) == [HELD]


def test_whoever_said_stop_is_not_asked(store: Store, clock: time_machine.Traveller) -> None:
    wave(store, insists=True)
    her = joined(store, clock)
    her.phone.write("baja")
    assert [tick(her, f"{day} 10:01") for day in _days("2026-12-26", 10)] == [[]] * 10


def _days(first: str, count: int) -> list[str]:
    start = date.fromisoformat(first).toordinal()
    return [date.fromordinal(start + number).isoformat() for number in range(count)]
