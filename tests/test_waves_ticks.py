"""One tick of the jobs of surveys: everything is dealt with, in transactions none of which is long."""

import pytest
import time_machine
from sqlalchemy import select

from models.base import now
from models.store import Store
from models.surveys.tables import INVITED, SurveyWave
from scheduler import surveys
from tests.crowd import crowd
from tests.reminded import run
from tests.waved import states, wave


def test_every_wave_is_planned_although_the_first_one_is_for_nobody(
    store: Store, clock: time_machine.Traveller
) -> None:
    wave(store, "day_30")
    wave(store, "day_90", anchor="end", offset_days=90)
    run(store, "plan_waves")
    assert store.run(lambda db: list(db.scalars(select(SurveyWave.planned_at)))) == [now(), now()]


def test_what_took_long_enough_leaves_the_others_to_the_next_transaction(
    store: Store, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surveys, "LONG_ENOUGH", 0)
    store.run(crowd, 5)
    wave(store, anchor="date", on_date=now().date())
    run(store, "plan_waves")
    clock.move_to("2026-11-24 16:01Z")
    assert store.run(surveys.ask, now()) == 1
    assert run(store, "ask_surveys") == 4
    assert states(store) == [INVITED] * 5
