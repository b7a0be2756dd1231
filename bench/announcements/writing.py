"""A handful of people who write now and then while something else goes on: how long each waits for her reply."""

import asyncio

from bench.figures import share
from bench.load import Crowd

HANDFUL = 5
OF_RATE = 0.1  # how often they write: this part of the rate at which their channel may send
SELDOM, OFTEN = 2.0, 50.0  # messages a second, at least and at most
ENOUGH = 20  # replies for each second of the measurement, or
LONGEST = 4.0  # times as long
PATIENCE = 60.0  # seconds for the last reply; whoever waits longer is lost


def handful(url: str, rate: float) -> Crowd:
    """People who write to a bot that may send so many messages a second."""
    return Crowd(url, at_once=HANDFUL, thinks=HANDFUL / min(OFTEN, max(SELDOM, rate * OF_RATE)))


async def waited(crowd: Crowd, seconds: float) -> list[float]:
    """How long each reply took, in ms; the first moments do not count. Raises `TimeoutError` when one is lost."""
    talk = asyncio.create_task(crowd.talk())
    await _while(talk, seconds / 4)
    first, ends = len(crowd.took), asyncio.get_running_loop().time() + seconds * LONGEST
    await _while(talk, seconds)
    while len(crowd.took) - first < ENOUGH * seconds and asyncio.get_running_loop().time() < ends:
        await _while(talk, seconds / 4)
    found = [took * 1000 for _, took in crowd.took[first:]]
    crowd.stop()
    async with asyncio.timeout(PATIENCE):
        await talk
    return found


def last(waits: list[float]) -> float:
    """What 99 of 100 wait at most."""
    return share(waits, 0.99)


async def _while(talk: "asyncio.Task[None]", seconds: float) -> None:
    """Let people talk; whatever ends their talk before is raised."""
    done, _ = await asyncio.wait([talk], timeout=seconds)
    if done:
        talk.result()
