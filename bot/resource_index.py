"""Keeps the search index of this process up with the store, beside the turns and in transactions that only read."""

import asyncio
from contextlib import suppress

from models.resources import indexed
from models.store import Store, Unavailable

OFTEN = 10.0  # seconds


async def keep_up(store: Store) -> int:
    """Read what has changed since the last time; how many items. A process does so before it takes messages in."""
    total = 0
    while (count := await store.read(indexed.catch_up)) > 0:
        total += count
    return total


class IndexKeeper:
    """A part of the program: looks every so often for what has changed."""

    def __init__(self, store: Store) -> None:
        self._store, self._stopped = store, asyncio.Event()

    async def run(self) -> None:
        """Keep up until `stop`; while the store is away, what was read goes on being found."""
        while not self._stopped.is_set():
            with suppress(Unavailable):
                await keep_up(self._store)
            with suppress(TimeoutError):
                async with asyncio.timeout(OFTEN):
                    await self._stopped.wait()

    async def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
