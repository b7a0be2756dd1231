"""Makes the round of a month: reads who is in, has it computed in a process of its own, and writes it some at a time.

Whatever ends it half-way, the next tick goes on: whoever has a seat keeps it, and the others are matched anew.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from itertools import islice

import msgspec
import structlog

from models.base import now
from models.peers.rounds import eligible, gathering, months, writing
from models.peers.rounds.people import Pair, Round
from models.peers.rounds.writing import BATCH
from models.store import Store

SECONDS = 300.0  # that a process may compute
PASSES = 3  # anew, for those who could not be paired as computed since something had changed meanwhile

log = structlog.get_logger()


async def make_rounds(store: Store) -> int:
    """Make the round that is due, if there is one; how many pairs."""
    round_ = await store.write(months.begin, now())
    if round_ is None:
        return 0
    pairs = 0
    for _again in range(PASSES):
        found = await matched(await store.read(gathering.gather, round_))
        kept = await _keep(store, round_, found)
        pairs += kept
        if kept == len(found):
            break
    left = await store.read(eligible.unseated, round_)
    await _leave_over(store, round_, left)
    await store.write(writing.close, round_)
    log.info("round.made", count=pairs, total=2 * pairs + len(left))
    return pairs


async def matched(round_: Round) -> list[Pair]:
    """The pairs of a round. Raises `ChildProcessError`, or `TimeoutError` when it takes too long."""
    if len(round_.members) < 2:
        return []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-B", "-P", "-s", "-m", "models.peers.rounds.process"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(SECONDS):
            answer, _ = await process.communicate(msgspec.msgpack.encode(round_))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise ChildProcessError(f"the matching ended with {process.returncode}")
    return msgspec.msgpack.decode(answer, type=list[Pair])


async def _keep(store: Store, round_: int, pairs: Sequence[Pair]) -> int:
    rest, kept = iter(pairs), 0
    while batch := list(islice(rest, BATCH)):
        kept += await store.write(writing.keep, round_, batch, now())
    return kept


async def _leave_over(store: Store, round_: int, people: Sequence[int]) -> None:
    rest = iter(people)
    while batch := list(islice(rest, BATCH)):
        await store.write(writing.leave_over, round_, batch, now())


def _environment() -> dict[str, str]:
    """Nothing of ours but where the program is; one thread is enough."""
    kept = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"}
    if sys.platform == "win32":
        kept["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    return kept
