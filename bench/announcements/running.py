"""The whole program at work on announcements, and what is seen of it from the provider's side."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.announcements.callbacks import Callbacks
from bench.announcements.watching import Watch
from bench.announcements.writing import handful
from bench.end_to_end import AWAY
from bench.filled import Filled
from bench.load import Crowd
from bench.processes import cpu_seconds, started
from bench.provider import Provider


class Rates(NamedTuple):
    """Messages a second, as they are set."""

    telegram: float
    whatsapp: float

    @property
    def both(self) -> float:
        return self.telegram + self.whatsapp


class Window(NamedTuple):
    """What came in a while: copies of announcements and receipts a second; the shares of both cores that it took."""

    copies: float
    receipts: float
    cpu: float
    other_side: float


class Running(NamedTuple):
    """A program under way."""

    pid: int
    people: Crowd
    watch: Watch
    callbacks: Callbacks

    async def window(self, seconds: float) -> Window:
        """Watch it for so long."""
        began, computed, own = time.perf_counter(), cpu_seconds(self.pid), time.process_time()
        taken = self.callbacks.taken
        await asyncio.sleep(seconds)
        ended, computed, own = time.perf_counter(), cpu_seconds(self.pid) - computed, time.process_time() - own
        span = ended - began
        receipts = (self.callbacks.taken - taken) / span
        return Window(self.watch.rate(began, ended), receipts, computed / span, own / span)


@asynccontextmanager
async def running(filled: Filled, rates: Rates, address: str) -> AsyncIterator[Running]:
    """The program with both channels at these rates on this database, the provider 50 ms away."""
    settings = filled.at(address)
    with TemporaryDirectory() as folder, _undisturbed():
        async with Provider() as provider:
            provider.latency = AWAY
            arguments = provider.url, folder, *map(str, rates)
            async with started("bench.contenders.announcing", *arguments, settings=settings) as (pid, url):
                people, callbacks = handful(f"{url}/telegram", rates.telegram), Callbacks(url)
                watch = Watch(people, callbacks)
                provider.arrived, provider.texted = watch.arrived, watch.texted
                try:
                    yield Running(pid, people, watch, callbacks)
                finally:
                    callbacks.close()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Whoever collects garbage notes late what came meanwhile."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
