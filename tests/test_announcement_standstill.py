"""The program stands still for some seconds in the middle of an announcement and goes on: nothing twice, no hurry after.

`make faults` lets it stand for 20 seconds, again and again (LAZOS_STANDSTILLS=20).
"""

import asyncio
import os
import random
from pathlib import Path

import pytest

from models.messages import UNCERTAIN
from tests.campaign import Campaign, arrived, campaign, closest_together
from tests.double import Double
from tests.measured import measured

TIMES = int(os.environ.get("LAZOS_STANDSTILLS", "1"))
STILL = 20.0 if TIMES > 1 else 6.0  # seconds: longer than a lease on PostgreSQL lasts
RATE = 20  # messages a second on each of the two channels
PEOPLE = 40 * TIMES  # on each channel
LATENCY = 0.05
JITTER = 1.2  # a busy machine brings messages closer together that were sent at a distance
SEED = 20261124


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"] if TIMES > 1 else ["postgresql"], indirect=True)
async def test_it_goes_on_at_its_pace_and_sends_nothing_twice(
    double: Double, database_url: str, tmp_path: Path
) -> None:
    double.options.latency = LATENCY
    chance = random.Random(SEED)  # noqa: S311  # repeatable, not secret
    rates = {f"LAZOS_{name}_RATE": str(RATE) for name in ("TELEGRAM", "TWILIO")}
    async with campaign(double, database_url, tmp_path, PEOPLE, PEOPLE, **rates) as ours:
        number = await ours.announce()
        await ours.house.start()
        for _ in range(TIMES):
            await arrived(ours, chance.randrange(10, 50))
            ours.house.freeze()
            await asyncio.sleep(STILL)
            ours.house.thaw()
        ended = await ours.over(number, 120)
        await ours.judge(number)
    most = closest_together(double.record.moments)
    figures = {"times": TIMES, "seconds": STILL, "uncertain": ended[UNCERTAIN]}
    measured("stands still", database_url, **figures, most_in_a_second=most, rate=2 * RATE)
    assert most <= JITTER * 2 * RATE
    assert ended[UNCERTAIN] <= TIMES * in_the_air(ours)
    assert double.faults == []


def in_the_air(ours: Campaign) -> int:
    """How many may be in the air at once on both channels, with those that have their turn next."""
    return 2 * (int(RATE * (LATENCY + 0.15 + 0.1)) + 8)
