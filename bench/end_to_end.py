"""From an update at the webhook to the reply at the provider, with 64 people who write at once."""

import asyncio
import importlib.util
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.figures import share
from bench.filled import POSTGRESQL, SQLITE, Filled
from bench.load import Crowd
from bench.processes import cpu_seconds, started
from bench.provider import Provider

AT_ONCE = 64
AWAY = 0.05  # seconds until the provider has answered, where it is far away
LAZOS, LAZOS_POSTGRESQL = f"Lazos on {SQLITE}", f"Lazos on {POSTGRESQL}"
PTB, AIOGRAM = "python-telegram-bot, `PicklePersistence`", "aiogram, memory storage"
PTB_PERIOD = f"{PTB}, a whole period"
PERIOD = 60.0  # seconds until python-telegram-bot writes its file; it stands still meanwhile


class Took(NamedTuple):
    """One contender in one round: replies a second, latencies and CPU time a reply in ms, the share of its core that
    the other side needed."""

    rate: float
    middle: float
    last: float
    cpu: float
    other_side: float


class EndToEnd:
    """Measures every contender there is; `seconds` each, after `warm_up` seconds."""

    def __init__(self, filled: Filled, seconds: float, warm_up: float) -> None:
        self._filled, self._seconds, self._warm_up = filled, seconds, warm_up

    def contenders(self) -> list[str]:
        """Their names; aiogram is only there where it is installed, PostgreSQL where a server answers."""
        found = [PTB_PERIOD, PTB, AIOGRAM, LAZOS, LAZOS_POSTGRESQL]
        if importlib.util.find_spec("aiogram") is None:
            found.remove(AIOGRAM)
        if POSTGRESQL not in self._filled.kinds:
            found.remove(LAZOS_POSTGRESQL)
        return found

    async def measure(self, contender: str, latency: float) -> Took:
        """Start a contender afresh and let people write to it."""
        module, database = {
            PTB_PERIOD: ("ptb", None),
            PTB: ("ptb", None),
            AIOGRAM: ("aiogram", None),
            LAZOS: ("lazos", SQLITE),
            LAZOS_POSTGRESQL: ("lazos", POSTGRESQL),
        }[contender]
        copy: AbstractContextManager[str] = nullcontext("") if database is None else self._filled.fresh(database)
        with copy as address, TemporaryDirectory() as folder:
            settings = self._filled.at(address) if address else {}
            async with Provider() as provider:
                provider.latency = latency
                arguments = provider.url, folder
                async with started(f"bench.contenders.{module}", *arguments, settings=settings) as (pid, url):
                    crowd = Crowd(f"{url}/telegram", at_once=AT_ONCE)
                    provider.arrived = crowd.arrived
                    return await self._listen(crowd, pid, period=contender == PTB_PERIOD)

    async def _listen(self, crowd: Crowd, pid: int, *, period: bool) -> Took:
        talk = asyncio.create_task(crowd.talk())
        await _while(talk, self._warm_up)
        window = _a_period(crowd, talk) if period else _while(talk, self._seconds)
        took = await _window(crowd, window, lambda: cpu_seconds(pid))
        crowd.stop()
        await talk
        return took


async def _window(crowd: Crowd, window: Awaitable[None], cpu: Callable[[], float]) -> Took:
    began, computed, own = time.perf_counter(), cpu(), time.process_time()
    await window
    ended, computed, own = time.perf_counter(), cpu() - computed, time.process_time() - own
    took = [seconds * 1000 for at, seconds in crowd.took if began <= at < ended]
    if not took:
        raise TimeoutError("no reply at all")
    span = ended - began
    return Took(len(took) / span, share(took, 0.5), share(took, 0.99), computed * 1000 / len(took), own / span)


async def _a_period(crowd: Crowd, talk: "asyncio.Task[None]") -> None:
    """Until the file is written and the first reply after it has come."""
    await _while(talk, PERIOD)
    so_far = -1
    while so_far != len(crowd.took):
        so_far = len(crowd.took)
        await _while(talk, 1.0)
    while so_far == len(crowd.took):
        await _while(talk, 0.1)


async def _while(talk: "asyncio.Task[None]", seconds: float) -> None:
    """Let people talk; whatever ends their talk before is raised."""
    done, _ = await asyncio.wait([talk], timeout=seconds)
    if done:
        talk.result()
