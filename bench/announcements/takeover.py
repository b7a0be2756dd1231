"""Two senders on one PostgreSQL, and the one that sends is killed: how long until the other goes on, and what became of
the messages that were queued.
"""

import asyncio
import os
import signal
import time
from collections import defaultdict
from itertools import groupby, pairwise
from typing import NamedTuple

import aiohttp
from sqlalchemy import Connection

from bench.announcements.begun import spread
from bench.announcements.watching import TELEGRAM, Watch, busiest
from bench.announcements.webs import Process, processes
from bench.end_to_end import AWAY
from bench.filled import POSTGRESQL, Filled
from bench.load import FIRST_CHAT
from bench.provider import Provider
from bot.roles import Role
from tests.outgoing import queue

RATE = 200.0  # messages a second
RECIPIENTS = 2_000
TO = f"channel = {TELEGRAM}"  # which are half of them
PEOPLE, EACH = 200, 5  # who wait for replies, and how many of them each
KILLED_AFTER = PEOPLE * EACH // 2  # messages
PATIENCE = 60.0  # seconds for the holder to be found, and for the other to go on
OVER = 3.0  # seconds without a message after which nothing more comes
LOOK = 0.02
HELD = f'lazos_held{{channel="{TELEGRAM}"}} 1.0'


class Takeover(NamedTuple):
    """Seconds without a message around the kill; the most in any second, of the rate; how many people got their replies
    in another order or not all of them; how many recipients got the announcement twice, or nothing.
    """

    silence: float
    most: float
    disordered: int
    twice: int
    nothing: int


async def taken_over(filled: Filled) -> Takeover:
    """Kill the one that sends in the middle of the replies; the announcement comes after them."""
    with filled.fresh(POSTGRESQL, RECIPIENTS) as address:
        store = filled.store(address)
        store.run(_queue)
        spread(store, TO)
        store.close()
        watch, read = Watch(), defaultdict[int, list[str]](list)
        async with Provider() as provider:
            provider.latency = AWAY

            def arrived(chat: int, text: str, buttons: list[tuple[str, str]]) -> None:
                watch.arrived(chat, text, buttons)
                read[chat].append(text)

            provider.arrived = arrived
            roles = (Role.sender, Role.sender)
            async with processes(filled, provider.url, address, RATE, *roles) as senders:
                killed = await _kill(senders, watch)
                await _over(watch, killed)
        return _told(watch.everything[TELEGRAM], killed, read)


def _queue(db: Connection) -> None:
    for person in range(PEOPLE):
        queue(db, str(FIRST_CHAT + person), *map(str, range(EACH)))


async def _kill(senders: list[Process], watch: Watch) -> float:
    """Kill whoever sends once so much has been sent; when that was."""
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while len(watch.everything[TELEGRAM]) < KILLED_AFTER:  # noqa: ASYNC110  # the provider counts
            await asyncio.sleep(LOOK)
        for sender in senders:
            async with session.get(f"{sender.url}/metrics") as answer:
                if HELD in await answer.text():
                    os.kill(sender.pid, signal.SIGKILL)
                    return time.perf_counter()
    raise LookupError("nobody sends")


async def _over(watch: Watch, killed: float) -> None:
    """Until it has gone on, and nothing has come for a while."""
    moments = watch.everything[TELEGRAM]
    async with asyncio.timeout(PATIENCE):
        while moments[-1] < killed + AWAY or time.perf_counter() < moments[-1] + OVER:  # noqa: ASYNC110
            await asyncio.sleep(LOOK)


def _told(moments: list[float], killed: float, read: dict[int, list[str]]) -> Takeover:
    silence = max(later - earlier for earlier, later in pairwise(moments) if later > killed)
    people = [[text for text, _ in groupby(read[FIRST_CHAT + person])] for person in range(PEOPLE)]
    copies = [len(texts) for chat, texts in read.items() if chat >= FIRST_CHAT + PEOPLE]
    return Takeover(
        silence=silence,
        most=busiest(moments) / RATE,
        disordered=sum(texts != list(map(str, range(EACH))) for texts in people),
        twice=sum(count > 1 for count in copies),
        nothing=RECIPIENTS // 2 - len(copies),
    )
