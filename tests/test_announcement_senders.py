"""Two processes that send, one of which is killed in the middle of an announcement: each message once, at the one pace.

`make faults` kills whichever sends twenty times (LAZOS_SENDER_KILLS=20); the killed one stands by again after that.
"""

import asyncio
import os
import random
import time
from pathlib import Path

from models.messages import UNCERTAIN
from tests.campaign import arrived, campaign, closest_together
from tests.double import Double
from tests.house import House
from tests.measured import measured
from tests.writing import on_postgresql

KILLS = int(os.environ.get("LAZOS_SENDER_KILLS", "1"))
RATE = 25  # messages a second
PEOPLE = 80 if KILLS == 1 else 400 * KILLS  # enough to be busy until the killed one stands by again
LATENCY = 0.05
SOON = 8.0  # seconds until the other one sends on
JITTER = 1.2  # a busy machine brings messages closer together that were sent at a distance
TAKEN_ON = int(RATE * (LATENCY + 0.15 + 0.1)) + 8
SEED = 20261124


@on_postgresql
async def test_whoever_sends_is_killed_and_the_other_goes_on(double: Double, database_url: str, tmp_path: Path) -> None:
    double.options.latency = LATENCY
    chance, waits = random.Random(SEED), list[float]()  # noqa: S311  # repeatable, not secret
    rate = {"LAZOS_TELEGRAM_RATE": str(RATE)}
    async with campaign(double, database_url, tmp_path, PEOPLE, 0, role="clock", **rate) as ours:
        senders = [ours.house.beside("sender") for _ in range(2)]
        number = await ours.announce()
        try:
            await asyncio.gather(*(house.start() for house in (ours.house, *senders)))
            for kill in range(KILLS):
                await arrived(ours, chance.randrange(20, 50))
                holder = await holding(senders)
                await holder.kill()
                killed = time.monotonic()
                await arrived(ours, 1)
                waits.append(time.monotonic() - killed)
                if kill + 1 < KILLS:
                    await holder.start()
            ended = await ours.over(number, 600)
            await ours.judge(number)
        finally:
            await asyncio.gather(*(sender.kill() for sender in senders))
    most = closest_together(double.record.moments)
    figures = {
        "kills": KILLS,
        "people": PEOPLE,
        "uncertain": ended[UNCERTAIN],
        "slowest_to_go_on": round(max(waits), 2),
    }
    measured("two senders", database_url, **figures, most_in_a_second=most, rate=RATE)
    assert ended[UNCERTAIN] <= KILLS * TAKEN_ON
    assert max(waits) <= SOON
    assert most <= JITTER * RATE
    assert double.faults == []


async def holding(senders: list[House]) -> House:
    """The one that sends now."""
    async with asyncio.timeout(SOON):
        while True:
            for house in senders:
                if (await house.metrics()).get('lazos_held{channel="telegram"}'):
                    return house
            await asyncio.sleep(0.05)
