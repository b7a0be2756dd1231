"""An announcement as fast as it goes, with the provider 50 ms away: Lazos, and what else could send it."""

import asyncio
import importlib.util
import time
from collections.abc import Mapping
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.announcements.begun import spread
from bench.announcements.running import Rates, running
from bench.announcements.watching import TELEGRAM, Watch
from bench.channels import NO_LIMIT
from bench.end_to_end import AWAY
from bench.filled import SQLITE, Filled
from bench.processes import cpu_seconds, started
from bench.provider import Provider

LAZOS, BOTH = "Lazos, Telegram", "Lazos, both channels, with receipts"
UNTRACKED = "Lazos, Telegram, nothing is kept"
LOOP, ROWS = "python-telegram-bot, one after the other", "python-telegram-bot at its best, a row each by the ORM"
GROUPED = "aiogram, kept track of in groups"
RECIPIENTS = 100_000
WARM_UP = 1.0  # seconds, of those who begin at once
AUDIENCES = {LAZOS: "channel = telegram", BOTH: "all"}
OTHERS: Mapping[str, tuple[str, ...]] = {
    LOOP: ("sending_ptb", "loop"),
    ROWS: ("sending_ptb", "rows"),
    GROUPED: ("sending_aiogram",),
}


class Unpaced(NamedTuple):
    """Messages a second, CPU time of one in ms, the share of its core that the other side needed."""

    rate: float
    cpu: float
    other_side: float = 0.0


def contenders() -> list[str]:
    """Who sends; aiogram only where it is installed."""
    found = [LAZOS, BOTH, UNTRACKED, LOOP, ROWS, GROUPED]
    if importlib.util.find_spec("aiogram") is None:
        found.remove(GROUPED)
    return found


async def unpaced(filled: Filled, audience: str, seconds: float) -> Unpaced:
    """The whole program, everybody having a copy already. Raises `ValueError` when all of them have been sent."""
    rates = Rates(NO_LIMIT, NO_LIMIT)
    with filled.fresh(SQLITE, RECIPIENTS) as address:
        store = filled.store(address)
        spread(store, audience)
        store.close()
        async with running(filled, rates, address) as here:
            await _sending(here.watch)
            window = await here.window(seconds)
            if time.perf_counter() - max(here.watch.announced[TELEGRAM]) > 1.0:
                raise ValueError("there were too few recipients")
            return Unpaced(window.copies, window.cpu * 1000 / window.copies, window.other_side)


async def other(who: str, seconds: float) -> Unpaced:
    """Somebody else, who begins as soon as he is started."""
    module, *how = OTHERS[who]
    async with Provider() as provider:
        provider.latency = AWAY
        watch = Watch()
        provider.arrived = watch.arrived
        with TemporaryDirectory() as folder:
            arguments = provider.url, folder, *how
            async with started(f"bench.contenders.{module}", *arguments) as (pid, _):
                await _sending(watch)
                began, computed, own = time.perf_counter(), cpu_seconds(pid), time.process_time()
                await asyncio.sleep(seconds)
                ended, computed = time.perf_counter(), cpu_seconds(pid) - computed
                sent, own = watch.between(began, ended), time.process_time() - own
                return Unpaced(sent / (ended - began), computed * 1000 / sent, own / (ended - began))


async def _sending(watch: Watch) -> None:
    """Until they have been sending for a while."""
    while not watch.copies:  # noqa: ASYNC110  # the provider counts
        await asyncio.sleep(WARM_UP / 10)
    await asyncio.sleep(WARM_UP)
