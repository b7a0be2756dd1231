"""kill -9 in the middle of announcements: everybody is dealt with, nobody twice, and what was in the air is shown.

Two kills on each database here; `make faults` does as many as docs/reliability.md promises, four in each announcement to
1,000 people (LAZOS_ANNOUNCEMENT_KILLS=200).
"""

import asyncio
import os
import random
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Connection, select

from models import put_right
from models.announcements.tables import Announcement
from models.base import now
from models.claims import Room, turn_over
from models.holders import NOBODY_ELSE
from models.messages import QUEUED, SENDING, UNCERTAIN
from models.store import Store
from tests.announced import announced, copies, watch
from tests.campaign import Campaign, arrived, campaign
from tests.crowd import crowd
from tests.double import Double
from tests.measured import measured

KILLS = int(os.environ.get("LAZOS_ANNOUNCEMENT_KILLS", "2"))
IN_FULL = KILLS > 2
EACH = 4 if IN_FULL else 2  # kills in one announcement
RECIPIENTS, RATE = (1000, 100) if IN_FULL else (160, 60)  # in all; messages a second on each of the two channels
LATENCY = 0.05  # seconds to the provider and back
SOON = 5.0  # seconds until sending goes on
SEED = 20261124

#: What a channel may have taken on: in the air, with its turn in the next 0.15 seconds, landed and not recorded yet.
TAKEN_ON = int(RATE * (LATENCY + 0.15 + 0.1)) + 8
BETWEEN = (RECIPIENTS - 2 * EACH * TAKEN_ON) // EACH  # messages that arrive between two kills at the most

databases = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"] if IN_FULL else ["sqlite"], indirect=True)
SPREADS = max(1, KILLS // 10)
CROWD = 9_000  # whose copies are made in several transactions


async def test_everybody_is_dealt_with_and_nobody_gets_it_twice(
    double: Double, database_url: str, tmp_path: Path
) -> None:
    double.options.latency = LATENCY
    toll = Toll(random.Random(SEED))  # noqa: S311  # repeatable, not secret
    rates = {f"LAZOS_{name}_RATE": str(RATE) for name in ("TELEGRAM", "TWILIO")}
    async with campaign(double, database_url, tmp_path, RECIPIENTS // 2, RECIPIENTS // 2, **rates) as ours:
        for _ in range(KILLS // EACH):
            await killed_in_one(ours, toll)
        told = ours.told()
        for number in ours.texts:  # what was uncertain and never came to Twilio may have gone out again since
            await ours.judge(number, told)
    toll.told(database_url)
    assert toll.uncertain <= sum(toll.in_the_air)
    assert max(toll.in_the_air) <= 2 * TAKEN_ON
    assert max(toll.waits) <= SOON
    assert double.faults == []


@dataclass
class Toll:
    """What the kills cost: the copies in the air at each, those that stayed uncertain, and seconds until the next one
    arrived after a restart."""

    chance: random.Random
    in_the_air: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    uncertain: int = 0
    arrived: int = 0

    def told(self, database_url: str) -> None:
        measured(
            "killed while sending",
            database=database_url,
            kills=len(self.in_the_air),
            recipients=RECIPIENTS * KILLS // EACH,
            arrived=self.arrived,
            in_the_air=sum(self.in_the_air),
            in_the_air_at_once=max(self.in_the_air),
            uncertain=self.uncertain,
            slowest_to_go_on=round(max(self.waits), 2),
        )


async def killed_in_one(ours: Campaign, toll: Toll) -> None:
    """One announcement from its beginning to its end, with kills in between."""
    number = await ours.announce(stop_at_percent=10)
    await ours.house.start()
    for _ in range(EACH):
        await arrived(ours, toll.chance.randrange(1, BETWEEN))
        await ours.house.kill()
        toll.in_the_air.append((await ours.states(number))[SENDING])
        toll.waits.append(await going_on(ours))
    ended, told = await ours.over(number), ours.told()
    toll.uncertain += ended[UNCERTAIN]
    toll.arrived += sum(times for (_, text), times in told.items() if text == ours.texts[number])
    await ours.judge(number, told)
    await ours.done()
    await ours.house.kill()


async def going_on(ours: Campaign) -> float:
    """Start it again; seconds from when it is ready until the next message has arrived."""
    arriving = asyncio.create_task(arrived(ours, 1))
    await ours.house.start()
    began = time.monotonic()
    await arriving
    return time.monotonic() - began


def test_what_was_in_the_air_says_nothing_against_an_announcement(store: Store, clock: time_machine.Traveller) -> None:
    """Else it would stop by itself after a kill, where a person would have to let it go on."""
    store.run(crowd, 4)
    number = announced(store)
    assert len(store.run(turn_over, "telegram", NOBODY_ELSE, [], Room(3, 3), now()).bulk) == 3
    store.run(put_right.recover, "telegram", now())
    assert copies(store, number) == {UNCERTAIN: 3, QUEUED: 1}
    assert watch(store).state == "sending"


@databases
async def test_killed_while_copies_are_made_nobody_is_left_out(
    double: Double, database_url: str, tmp_path: Path
) -> None:
    chance, halfway = random.Random(SEED), 0  # noqa: S311  # repeatable, not secret
    async with campaign(double, database_url, tmp_path, CROWD, 0) as ours:
        for killed in range(SPREADS):
            number = await ours.announce(starts_at=now() + timedelta(hours=3))
            await ours.house.start()
            await begun(ours, number)
            await asyncio.sleep(chance.random() * 0.3 * (killed > 0))
            await ours.house.kill()
            halfway += not await ours.store.read(is_complete, number)
            await ours.house.start()
            states = await ours.until(number, lambda states: states.total() >= CROWD)
            assert states == {QUEUED: CROWD}
            await ours.judge(number)
            await ours.house.kill()
    assert halfway
    assert double.record.arrivals.total() == 0, "it begins in three hours"
    measured("killed while copies are made", database_url, kills=SPREADS, people=CROWD, halfway=halfway)


async def begun(ours: Campaign, number: int) -> None:
    """Wait until the first copies are there."""
    async with asyncio.timeout(30):
        while not await ours.store.read(cursor, number):  # noqa: ASYNC110  # the database tells nobody
            await asyncio.sleep(0.002)


def cursor(db: Connection, number: int) -> int:
    return db.execute(select(Announcement.cursor).where(Announcement.id == number)).scalar_one()


def is_complete(db: Connection, number: int) -> bool:
    return db.execute(select(Announcement.complete).where(Announcement.id == number)).scalar_one()
