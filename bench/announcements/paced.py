"""The whole program at a pace: how well it is kept, what that costs, and how long people wait who write meanwhile."""

import asyncio
import time
from typing import NamedTuple

from bench.announcements.begun import begun
from bench.announcements.running import Rates, running
from bench.announcements.watching import TELEGRAM, WHATSAPP
from bench.announcements.writing import last, waited
from bench.filled import SQLITE, Filled
from bench.processes import memory

RECIPIENTS, FEW = 100_000, 10_000
SETTLES = 1.0  # seconds
ENOUGH = 600.0  # copies that tell a pace to a fraction of a hundredth
PATIENCE = 120.0  # seconds


class Paced(NamedTuple):
    """What became of one pace in one round. Shares are of 1, memory is in MB, waits are in ms.

    `kept`: of the pace, while nobody writes; `beside`: while somebody does. `most`: in the second in which most came,
    of the rate of that channel. `idle` and `busy`: how long each reply took before the announcement, and beside it.
    """

    kept: float
    beside: float
    most: float
    cpu: float
    receipts: float
    memory_before: float
    memory_after: float
    idle: list[float]
    busy: list[float]
    other_side: float

    @property
    def idle_last(self) -> float:
        return last(self.idle)

    @property
    def busy_last(self) -> float:
        return last(self.busy)

    @property
    def slower(self) -> float:
        return self.busy_last / self.idle_last

    @property
    def samples(self) -> int:
        return len(self.idle) + len(self.busy)

    def __repr__(self) -> str:
        told = f"kept {self.kept:.3f}, beside {self.beside:.3f}, most {self.most:.3f}, cpu {self.cpu:.0%}"
        waits = f"p99 {self.idle_last:.1f} and {self.busy_last:.1f} ms of {len(self.idle)} and {len(self.busy)}"
        used = f"{self.memory_before:.0f} and {self.memory_after:.0f} MB, other side {self.other_side:.0%}"
        return f"{told}, {self.receipts:.0f} receipts/s, {waits}, {used}"


async def paced(filled: Filled, rates: Rates, seconds: float) -> Paced:
    """First people write, then the announcement goes out, then both."""
    with filled.fresh(SQLITE, RECIPIENTS) as address:
        async with running(filled, rates, address) as here:
            idle, before = await waited(here.people, seconds), memory(here.pid)
            await _announced(filled, address)
            alone = await here.window(max(seconds, ENOUGH / rates.both))
            began = time.perf_counter()
            busy = await waited(here.people, seconds)
            ended = time.perf_counter()
            watch = here.watch
            return Paced(
                kept=alone.copies / rates.both,
                beside=watch.rate(began, ended) / rates.both,
                most=max(watch.most(TELEGRAM) / rates.telegram, watch.most(WHATSAPP) / rates.whatsapp),
                cpu=alone.cpu,
                receipts=alone.receipts,
                memory_before=before,
                memory_after=memory(here.pid),
                idle=idle,
                busy=busy,
                other_side=alone.other_side,
            )


async def _announced(filled: Filled, address: str) -> None:
    """An announcement goes out at its pace, as long as nobody says otherwise."""
    store = filled.store(address)
    await begun(store)
    store.close()
    await asyncio.sleep(SETTLES)


class Used(NamedTuple):
    """Memory in use, in MB, before an announcement and when so many of its recipients have been written to."""

    before: float
    after: float


async def used(filled: Filled, recipients: int, rates: Rates) -> Used:
    """The same for more and fewer recipients, of whom `FEW` are written to."""
    with filled.fresh(SQLITE, recipients) as address:
        async with running(filled, rates, address) as here:
            before = memory(here.pid)
            await _announced(filled, address)
            async with asyncio.timeout(PATIENCE):
                while here.watch.copies < FEW:  # noqa: ASYNC110  # the provider counts
                    await asyncio.sleep(SETTLES / 10)
            await asyncio.sleep(SETTLES)
            return Used(before, memory(here.pid))
