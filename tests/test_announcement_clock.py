"""The clock is moved while an announcement runs, or the clocks change: nobody gets it twice, and nobody in the night."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Connection

from models import people
from models.base import now
from models.hours import Rhythm, allowed
from models.people import Municipality
from models.store import Store
from models.zones import zone_of
from tests import house, moved_clock
from tests.announced import copies, deliver, sent_off, spread
from tests.campaign import Campaign, arrived, campaign
from tests.crowd import address, crowd
from tests.double import Double
from tests.writing import on_sqlite

EVENING = datetime(2026, 11, 25, 2, 40, tzinfo=UTC)  # 20:40 in the capital, 18:40 in Tijuana
NIGHT = EVENING + timedelta(hours=1)  # quiet hours in the capital, and not yet in Tijuana
MORNING = datetime(2026, 11, 25, 14, 1, tzinfo=UTC)  # 8:01 in the capital
EACH = 20

#: Where clocks change on these days, where they change at another hour, and where they never change.
PLACES: tuple[tuple[str, str | None], ...] = (
    *(("BCN", None), ("CHH", "Ciudad Juárez"), ("CHH", "Ojinaga"), ("TAM", "Matamoros")),
    *(("CHH", "Chihuahua"), ("CMX", None), ("ROO", None), ("SON", None)),
)
NIGHTS = {
    "clocks go back": datetime(2026, 10, 31, 18, tzinfo=UTC),
    "and forward": datetime(2027, 3, 13, 18, tzinfo=UTC),
}


@pytest.fixture
def evening() -> Iterator[None]:
    """Here it is that evening; the program's own clock is moved."""
    with time_machine.travel(EVENING, tick=True):
        yield


@on_sqlite
@pytest.mark.usefixtures("evening")
async def test_an_hour_forward_an_hour_back_and_into_the_morning(
    double: Double, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lazos, file = [sys.executable, moved_clock.__file__], tmp_path / "clock"
    monkeypatch.setattr(house, "_lazos", lambda *words: [*lazos, *words])
    settings = {moved_clock.FILE: str(file), "LAZOS_QUIET_HOURS": "21-8", "LAZOS_TELEGRAM_RATE": "20"}
    async with campaign(double, database_url, tmp_path, EACH, 0, **settings) as ours:
        capital = set(ours.people.values())
        tijuana = await asyncio.to_thread(ours.store.run, lambda db: crowd(db, EACH, state="BCN"))
        ours.people |= {person: address("telegram", person) for person in tijuana}
        number = await ours.announce()
        set_clock(file, EVENING)
        await ours.house.start()
        await arrived(ours, 8)
        at_nine = await at(ours, file, NIGHT)
        await ours.until(number, lambda states: states["sent"] == EACH + len(capital & at_nine.keys()))
        assert await at(ours, file, EVENING) == await at(ours, file, EVENING + timedelta(minutes=5))
        by_night = Counter(to for to, _ in ours.told())
        assert capital & by_night.keys() == capital & at_nine.keys(), "nobody in the capital after nine"
        assert capital - by_night.keys(), "somebody is left for the morning"
        await at(ours, file, MORNING)
        await ours.over(number)
        await ours.judge(number)
        assert await ours.states(number) == {"sent": 2 * EACH}
        for hours in (5, 4):  # back again, once the ticks have gone on from there
            await at(ours, file, MORNING + timedelta(hours=hours))
            number = await ours.announce()
            await ours.over(number, 20)
            await ours.judge(number)


def set_clock(file: Path, moment: datetime) -> None:
    """What `moved_clock` reads."""
    file.write_text(moment.isoformat())


async def at(ours: Campaign, file: Path, moment: datetime) -> Counter[str]:
    """The program's clock is set to `moment`; who has got it once what was on its way has arrived."""
    set_clock(file, moment)
    os.kill(ours.house.pid, signal.SIGUSR1)
    await asyncio.sleep(0.7)
    return Counter(to for to, _ in ours.told())


@pytest.mark.parametrize("began", NIGHTS.values(), ids=NIGHTS)
def test_when_the_clocks_change(store: Store, began: datetime) -> None:
    """Spread over two days and nights; whatever her clock does, she gets it once, and not while it is night there."""
    with time_machine.travel(began, tick=False) as clock:
        zones = store.run(settled)
        number = sent_off(store, spread_minutes=2 * 24 * 60)
        spread(store)
        told: Counter[str] = Counter()
        for _ in range(3 * 24 * 6):
            for message in deliver(store):
                told[message.address] += 1
                assert allowed(Rhythm(zones[message.address]), now()), (zones[message.address], now())
            clock.shift(timedelta(minutes=10))
    assert told == dict.fromkeys(zones, 1)
    assert copies(store, number) == {"sent": len(zones)}


def settled(db: Connection) -> dict[str, str]:
    """People in all these places, by their addresses: the zone of each."""
    found = {}
    for state, place in PLACES:
        id = None if place is None else people.named(db, Municipality, place)
        for person in crowd(db, EACH, state=state, municipality_id=id):
            found[address("telegram", person)] = zone_of(state, place)
    return found
