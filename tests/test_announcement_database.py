"""The database is locked, cut off, or has no room in the middle of an announcement: nothing is lost, nothing comes twice.

`make faults` keeps it away for as long as docs/reliability.md promises (LAZOS_DATABASE_AWAY=60, in seconds).
"""

import asyncio
import os
import resource
import sqlite3
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import make_url, text

from models.messages import UNCERTAIN
from tests.campaign import Campaign, arrived, campaign
from tests.double import Double
from tests.measured import measured
from tests.writing import on_postgresql, on_sqlite

AWAY = float(os.environ.get("LAZOS_DATABASE_AWAY", "6"))  # seconds; a write is given up after five
RATE = 20  # messages a second on each of the two channels
IN_FULL = AWAY > 6
PEOPLE = 500 if IN_FULL else 30  # on each channel
DRAINED = 60.0  # seconds after which everything has an end
CUT_OFF = text(
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where datname = current_database() and pid <> pg_backend_pid()"
)
RATES = {f"LAZOS_{name}_RATE": str(RATE) for name in ("TELEGRAM", "TWILIO")}


@on_sqlite
async def test_the_database_is_locked(double: Double, database_url: str, tmp_path: Path) -> None:
    async with campaign(double, database_url, tmp_path, PEOPLE, PEOPLE, **RATES) as ours:
        holder = sqlite3.connect(make_url(database_url).database or "", isolation_level=None)

        async def locked() -> None:
            holder.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(AWAY)
            holder.execute("ROLLBACK")

        await survived(ours, locked, "the database is locked", uncertain=0)
        holder.close()


@on_sqlite
async def test_the_disk_is_full(double: Double, database_url: str, tmp_path: Path) -> None:
    async with campaign(double, database_url, tmp_path, PEOPLE, PEOPLE, **RATES) as ours:

        async def full() -> None:
            before = resource.prlimit(ours.house.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
            await asyncio.sleep(AWAY)
            resource.prlimit(ours.house.pid, resource.RLIMIT_FSIZE, before)

        await survived(ours, full, "the disk is full", uncertain=0)


@on_postgresql
async def test_every_connection_is_cut_again_and_again(double: Double, database_url: str, tmp_path: Path) -> None:
    async with campaign(double, database_url, tmp_path, PEOPLE, PEOPLE, **RATES) as ours:

        async def cut() -> None:
            for _ in range(20 if IN_FULL else 2):
                await asyncio.to_thread(cut_off, ours)
                await asyncio.sleep(AWAY / 20 if IN_FULL else 1)

        await survived(ours, cut, "the database is cut off", uncertain=4)


async def survived(ours: Campaign, away: Callable[[], Awaitable[None]], fault: str, *, uncertain: int) -> None:
    """In the middle of an announcement the database is away, and somebody writes meanwhile."""
    number, (writer, *_) = await ours.announce(), ours.people.values()
    await ours.house.start()
    await arrived(ours, RATE)
    answered = asyncio.create_task(written(ours, writer))
    await away()
    began = time.monotonic()
    ended = await ours.over(number, DRAINED)
    drained = time.monotonic() - began
    await answered
    await ours.judge(number)
    figures = {"seconds": AWAY, "people": 2 * PEOPLE, "uncertain": ended[UNCERTAIN], "drained_in": round(drained, 1)}
    measured(fault, ours.house.database_url, **figures)
    assert ended[UNCERTAIN] <= uncertain
    assert ours.double.faults == []


async def written(ours: Campaign, whom: str) -> None:
    """A message comes again and again until it is taken, and is answered then."""
    form = ours.double.updates.text(int(whom), "menú")
    while (await ours.double.telegram_update(form)).status != 200:  # noqa: ASYNC110  # nothing tells when it is back
        await asyncio.sleep(0.2)
    await ours.double.until(lambda: any("hacer" in shown.text for shown in ours.double.sent(whom)), AWAY + DRAINED)


def cut_off(ours: Campaign) -> None:
    """End every session on this database but this one."""
    ours.store.run(lambda db: db.execute(CUT_OFF))
