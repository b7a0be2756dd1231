"""When an announcement goes out: by day, by everybody's own clock, spread, and not too late."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from models import preferences
from models.announcements import progress
from models.base import now
from models.store import Store
from tests.announced import announced, copies, sent_off, spread, watch
from tests.announced_people import NOON, at_noon, told
from tests.crowd import address, crowd


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    yield from at_noon()


def test_at_night_it_waits_for_the_morning_of_each_ones_own_clock(store: Store, clock: time_machine.Traveller) -> None:
    capital = store.run(crowd, 1)
    tijuana = store.run(lambda db: crowd(db, 1, state="BCN"))
    clock.move_to(datetime(2026, 11, 25, 5, 30, tzinfo=UTC))  # 23:30 and 21:30
    announced(store)
    assert told(store) == []
    clock.move_to(datetime(2026, 11, 25, 14, 0, tzinfo=UTC))  # 8:00 and 6:00
    assert [each for each, _ in told(store)] == [address("telegram", capital[0])]
    clock.move_to(datetime(2026, 11, 25, 16, 0, tzinfo=UTC))
    assert [each for each, _ in told(store)] == [address("telegram", tijuana[0])]


def test_at_one_hour_of_everybodys_clock(store: Store, clock: time_machine.Traveller) -> None:
    capital = store.run(crowd, 1)
    tijuana = store.run(lambda db: crowd(db, 1, state="BCN"))
    ten = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)  # 10:00 in the capital
    sent_off(store, starts_at=ten, local=True)
    clock.move_to(ten - timedelta(hours=3))
    spread(store)
    assert told(store) == []
    clock.move_to(ten)
    assert [each for each, _ in told(store)] == [address("telegram", capital[0])]
    clock.move_to(ten + timedelta(hours=2))
    assert [each for each, _ in told(store)] == [address("telegram", tijuana[0])]


def test_a_pause_of_hers_outlasts_it_or_does_not(store: Store, clock: time_machine.Traveller) -> None:
    short, long = store.run(crowd, 2)
    store.run(lambda db: preferences.change(db, short, paused_until="2026-11-26"))
    store.run(lambda db: preferences.change(db, long, paused_until="2027-03-01"))
    number = announced(store)
    assert told(store) == []
    assert copies(store, number) == {"queued": 1, "skipped": 1}
    clock.move_to(datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    assert [each for each, _ in told(store)] == [address("telegram", short)]


def test_what_comes_too_late_is_not_sent(store: Store, clock: time_machine.Traveller) -> None:
    store.run(crowd, 2)
    number = announced(store, valid_until=NOON + timedelta(hours=2))
    clock.shift(timedelta(hours=3))
    assert told(store) == []
    store.run(progress.expire, now())
    assert copies(store, number) == {"expired": 2}
    assert watch(store).state == "done"


def test_spread_over_a_time(store: Store, clock: time_machine.Traveller) -> None:
    store.run(crowd, 200)
    announced(store, spread_minutes=100)
    early = len(told(store))
    clock.shift(timedelta(minutes=50))
    half = early + len(told(store))
    clock.shift(timedelta(minutes=51))
    assert early < 20
    assert 70 < half < 130
    assert half + len(told(store)) == 200
