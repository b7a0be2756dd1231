"""The clock of a process: it ticks while it holds its lease, and has ended once it was stopped."""

import asyncio
from datetime import timedelta

from bot.clock import Clock
from bot.leases import NobodysElse
from bot.ticks import Tick


async def test_on_sqlite_a_stopped_clock_ends_and_does_not_begin_anew() -> None:
    ticked = asyncio.Event()

    async def tick() -> None:
        ticked.set()

    clock = Clock([Tick("tick", timedelta(hours=1), tick)], NobodysElse("clock"))
    running = asyncio.create_task(clock.run())
    async with asyncio.timeout(5):
        await ticked.wait()
        ticked.clear()
        await clock.stop()
        await running
    assert not ticked.is_set()
