"""A whole round as the clock makes it: read, computed in a process of its own, written some at a time.

Run as a process of its own: `python -m bench.rounds.whole`, with the database and its keys in the environment.
"""

import asyncio
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import msgspec

from bench.processes import MEASURED, most_memory, pin
from bot import peer_rounds
from bot.settings import Settings
from models import installation
from models.base import now
from models.peers.rounds import gathering, months
from models.store import Store


class Made(msgspec.Struct):
    """One round: reading, computing and writing in s, the longest transaction in ms, memory in MB, share matched.

    `computing` is that of the process with its start; `memory` the most of this process, `beside` of the other.
    """

    reading: float
    computing: float
    total: float
    longest: float
    memory: float
    beside: float
    matched: float


class _Timed(Store):
    """A store that knows how long its longest transaction that writes took."""

    longest = 0.0

    async def write(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await super().write(self._timing(fn), *args, **kwargs)

    def _timing(self, fn: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return fn(*args, **kwargs)
            finally:
                self.longest = max(self.longest, (time.perf_counter() - began) * 1000)

        return timed


async def measure(store: _Timed) -> Made:
    """Make the round of this month, after one that is only read and computed."""
    store.run(installation.keep, months.KEPT_AS, f"{min(28, now().day)} UTC")
    round_ = store.run(months.begin, now()) or 0
    began = time.perf_counter()
    facts = await store.read(gathering.gather, round_)
    read = time.perf_counter()
    await peer_rounds.matched(facts)
    computed = time.perf_counter()
    pairs = await peer_rounds.make_rounds(store)
    total = time.perf_counter() - computed
    beside = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    share = 2 * pairs / len(facts.members)
    return Made(read - began, computed - read, total, store.longest, most_memory(), beside, share)


def main() -> None:
    settings = Settings()
    store = _Timed(settings.database_url, settings.vault())
    measured = asyncio.run(measure(store))
    store.close()
    sys.stdout.write(msgspec.json.encode(measured).decode())


if __name__ == "__main__":
    pin(MEASURED)
    main()
