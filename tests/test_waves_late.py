"""What is late when it is planned or after a downtime: within the grace it goes out within the hour, else staff decide."""

from datetime import date, timedelta

import pytest
import time_machine

from models.base import now
from models.store import Store
from models.surveys.tables import HELD, PLANNED
from tests.waved import activity, member, planned, states, tick, wave


@pytest.mark.parametrize(
    ("days", "insists", "expected"),
    [(36, False, [PLANNED]), (42, False, [HELD]), (200, False, [HELD]), (200, True, [PLANNED])],
)
def test_a_late_import_within_the_grace_is_asked_and_later_it_is_left_to_staff(
    store: Store, clock: time_machine.Traveller, days: int, insists: bool, expected: list[str]
) -> None:
    wave(store, insists=insists)
    clock.shift(timedelta(days=250))
    tick(store)
    members(store, now().date() - timedelta(days=days))
    tick(store)
    clock.shift(timedelta(hours=1))
    tick(store)
    assert states(store) == expected


def test_what_was_over_before_the_wave_was_made_is_held_even_if_it_insists(
    store: Store, clock: time_machine.Traveller
) -> None:
    members(store, date(2025, 1, 15))
    wave(store, insists=True)
    tick(store)
    assert states(store) == [HELD]


def test_late_ones_are_spread_over_an_hour(store: Store, clock: time_machine.Traveller) -> None:
    cohort = store.run(activity, "de muestra", now().date() - timedelta(days=32))
    store.run(lambda db: [member(db, cohort) for _ in range(300)])
    wave(store)
    tick(store)
    moments = sorted(planned(store))
    assert moments[0] < now() + timedelta(seconds=30)
    assert timedelta(minutes=9) < moments[-1] - now() <= timedelta(minutes=10)  # two seconds for each
    assert len(set(moments)) > 250


def members(store: Store, ended: date, **more: object) -> int:
    return store.run(lambda db: member(db, activity(db, "de muestra", ended), **more))  # type: ignore[arg-type]
