"""Several processes on one PostgreSQL, on whichever core is free: how the answering of people grows with the webs."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.channels import NO_LIMIT
from bench.end_to_end import AT_ONCE
from bench.figures import share
from bench.filled import POSTGRESQL, Filled
from bench.load import Crowd
from bench.processes import cpu_seconds, started
from bench.provider import Provider
from bot.roles import Role

WEBS = (1, 2, 4)


class Answered(NamedTuple):
    """Replies a second; what each took, in ms; CPU time of one in ms, in all processes but PostgreSQL's own."""

    rate: float
    middle: float
    last: float
    cpu: float
    other_side: float


class Process(NamedTuple):
    """One of the processes: its number, and where it listens."""

    pid: int
    url: str


@asynccontextmanager
async def processes(
    filled: Filled, provider: str, address: str, rate: float, *roles: str
) -> AsyncIterator[list[Process]]:
    """The program in several processes, each with its role."""
    settings = filled.at(address)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        arguments = provider, folder, str(rate), str(rate)
        begun = [started("bench.contenders.announcing", *arguments, role, settings=settings) for role in roles]
        yield [Process(*await stack.enter_async_context(each)) for each in begun]


async def answered(filled: Filled, webs: int, seconds: float) -> Answered:
    """People who write at once, to all of the webs in turn; one sender answers them."""
    roles = [Role.sender, *[Role.web] * webs]
    with filled.fresh(POSTGRESQL) as address:
        async with (
            Provider() as provider,
            processes(filled, provider.url, address, NO_LIMIT, *roles) as everybody,
        ):
            crowd = Crowd(*(f"{web.url}/telegram" for web in everybody[1:]), at_once=AT_ONCE)
            provider.arrived = crowd.arrived
            talk = asyncio.create_task(crowd.talk())
            await asyncio.sleep(seconds / 2)
            found = await _window(crowd, everybody, seconds)
            crowd.stop()
            await talk
            return found


async def _window(crowd: Crowd, everybody: list[Process], seconds: float) -> Answered:
    first, began, own = len(crowd.took), time.perf_counter(), time.process_time()
    computed = sum(cpu_seconds(each.pid) for each in everybody)
    await asyncio.sleep(seconds)
    span, own = time.perf_counter() - began, time.process_time() - own
    computed = sum(cpu_seconds(each.pid) for each in everybody) - computed
    took = [waited * 1000 for _, waited in crowd.took[first:]]
    return Answered(len(took) / span, share(took, 0.5), share(took, 0.99), computed * 1000 / len(took), own / span)
