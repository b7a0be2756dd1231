"""One provider answers after ten seconds: on the other channel everything goes as before, announcements and replies.

A few people here; `make faults` takes 600 recipients and 200 writers on each channel (LAZOS_SLOW_PROVIDER=1).
"""

import asyncio
import os
import time
from collections import Counter
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

import pytest
from sqlalchemy import Connection, select

from models.messages import Message
from tests.campaign import LOOK, REACHED, Campaign, campaign, open_windows
from tests.crowd import address, crowd
from tests.double import Double, slow
from tests.measured import measured

IN_FULL = os.environ.get("LAZOS_SLOW_PROVIDER") == "1"
PEOPLE, WRITERS = (600, 200) if IN_FULL else (40, 20)  # on each channel
RATE, WRITE = 60, 20  # messages a second, sent and written
METHODS = {"telegram": "sendMessage", "whatsapp": "messages"}
NOISE = 0.4  # seconds by which a busy machine may hold up something

databases = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"] if IN_FULL else ["sqlite"], indirect=True)


class Took(NamedTuple):
    """Seconds: of the announcement from its first to its last copy, and of 95% of the replies at the most."""

    announcement: float
    reply: float


@databases
async def test_the_other_channel_goes_on_as_before(double: Double, database_url: str, tmp_path: Path) -> None:
    rates = {f"LAZOS_{name}_RATE": str(RATE) for name in ("TELEGRAM", "TWILIO")}
    async with campaign(double, database_url, tmp_path, WRITERS, WRITERS, **rates) as ours:
        for state in ("CHH", "SON", "YUC"):
            await asyncio.to_thread(join, ours, state)
        await ours.house.start()
        before = await timed(ours, "Chihuahua", *METHODS)
        double.mix(METHODS["whatsapp"], {slow(10.0): 1.0})
        beside = await timed(ours, "Sonora", "telegram")
        double.scripted.clear()
        double.mix(METHODS["telegram"], {slow(10.0): 1.0})
        beside |= await timed(ours, "Yucatán", "whatsapp")
    figures = {"people": PEOPLE, "writers": WRITERS, "before": before, "beside": beside}
    measured("one provider 10 s slow", database_url, **figures)
    for channel in METHODS:
        assert beside[channel].announcement < 1.25 * before[channel].announcement + NOISE
        assert beside[channel].reply < 1.25 * before[channel].reply + NOISE
    assert double.faults == []


def join(ours: Campaign, state: str) -> None:
    """People on both channels who get an announcement of their own."""
    for channel in METHODS:
        people = ours.store.run(lambda db, channel=channel: crowd(db, PEOPLE, channel, state=state))  # type: ignore[misc]
        open_windows(ours.double, [address(channel, person) for person in people])


async def timed(ours: Campaign, state: str, *channels: str) -> dict[str, Took]:
    """An announcement to these people, while others write: how long it took on these channels."""
    number = await ours.announce(audience=f"state = {state}")
    tasks = {channel: asyncio.create_task(_timed(ours, number, channel)) for channel in channels}
    return {channel: await task for channel, task in tasks.items()}


async def _timed(ours: Campaign, number: int, channel: str) -> Took:
    await _reached(ours, number, channel, 1)
    began = time.monotonic()
    writers = [to for to in ours.people.values() if to.startswith("whatsapp") == (channel == "whatsapp")]
    replies = asyncio.gather(*(_reply(ours, to, place / WRITE) for place, to in enumerate(writers)))
    await _reached(ours, number, channel, PEOPLE)
    ended = time.monotonic()
    return Took(round(ended - began, 3), round(quantiles(await replies, n=20)[-1], 3))


async def _reached(ours: Campaign, number: int, channel: str, count: int) -> None:
    """Wait until so many copies have been sent and recorded on this channel."""
    async with asyncio.timeout(120):
        while await ours.store.read(_count, number, channel) < count:  # noqa: ASYNC110  # it tells nobody of itself
            await asyncio.sleep(LOOK)


async def _reply(ours: Campaign, whom: str, after: float) -> float:
    """Seconds from when she writes until her reply has arrived."""
    await asyncio.sleep(after)
    awaited, began = len(ours.double.sent(whom)) + 1, time.monotonic()
    assert 200 <= (await ours.double.say(whom, "menú")).status < 300
    await ours.double.settled(awaited, whom, seconds=60)
    return time.monotonic() - began


def _count(db: Connection, number: int, channel: str) -> int:
    which = (Message.announcement_id == number, Message.channel == channel)
    return sum(Counter(db.scalars(select(Message.state).where(*which)))[state] for state in REACHED)
