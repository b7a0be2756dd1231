"""Five waves as a user of APScheduler would make them: a job for each person and wave.

They lie in SQLAlchemy's job store, or in memory as those of python-telegram-bot's `JobQueue` do. A job does nothing
when its time has come. `python -m bench.contenders.waving stored folder people` (or `remembered`) adds all jobs as the
library does, lets those of a day be due, and does so once more with its defaults after three days down.
"""

import asyncio
import logging
import os
import sys
import time
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count
from pathlib import Path
from unittest.mock import patch

import msgspec
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bench.processes import MEASURED, memory, pin
from bench.surveys.due import DUE, MANY, OFFSETS

STORED, REMEMBERED = "stored", "remembered"
LATER = datetime(2100, 1, 1, tzinfo=UTC)  # when the first of them are due
DOWN = timedelta(days=3)

_called = count(1)
_all_called = asyncio.Event()


class Jobs(msgspec.Struct):
    """Seconds to add all jobs, and how many; seconds until those of a day have run; and how many are lost.

    `each` are the bytes of memory that a job takes. `lost` are those of a day that never run after three days down, as
    the library comes: a job that is late by more than a second is taken away.
    """

    planning: float
    planned: int
    drain: float
    asked: int
    each: float
    lost: int

    @property
    def planning_each(self) -> float:
        """ms for each job."""
        return self.planning / self.planned * 1000

    @property
    def drain_each(self) -> float:
        """ms for each who was due."""
        return self.drain / self.asked * 1000

    @property
    def memory(self) -> float:
        """MB for the jobs of so many people as ours is measured with."""
        return self.each * MANY * len(OFFSETS) / 1e6


class _Then(datetime):
    """The clock once they are due."""

    ahead = timedelta(seconds=1)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "_Then":
        return cls.fromtimestamp((LATER + cls.ahead).timestamp(), tz)


async def asked(_person: int) -> None:
    """What a job does."""
    if next(_called) == DUE:
        _all_called.set()


async def measure(kind: str, folder: str, people: int) -> Jobs:
    """Add the jobs, run those of a day, and see what a downtime leaves of those of the next."""
    scheduler = _scheduler(kind, folder)
    scheduler.start(paused=True)
    before = memory(os.getpid())
    began = time.perf_counter()
    for person in range(people):
        for days in OFFSETS:
            at = LATER + timedelta(days=days + (0, 1, 19)[min(person // DUE, 2)])
            options = {"misfire_grace_time": None} if days == 0 and person < DUE else {}
            scheduler.add_job(asked, "date", [person], run_date=at, **options)
    planning, jobs = time.perf_counter() - began, people * len(OFFSETS)
    each = (memory(os.getpid()) - before) * 1e6 / jobs
    drain = await _drained(scheduler)
    return Jobs(planning, jobs, drain, DUE, each, await _lost(scheduler))


def _scheduler(kind: str, folder: str) -> AsyncIOScheduler:
    if kind == REMEMBERED:
        return AsyncIOScheduler(timezone=UTC)
    url = f"sqlite:///{Path(folder) / 'jobs.db'}"
    return AsyncIOScheduler(timezone=UTC, jobstores={"default": SQLAlchemyJobStore(url)})


async def _drained(scheduler: AsyncIOScheduler) -> float:
    began = time.perf_counter()
    with patch("apscheduler.schedulers.base.datetime", _Then):
        scheduler.resume()
        await _all_called.wait()
    return time.perf_counter() - began


async def _lost(scheduler: AsyncIOScheduler) -> int:
    """How many jobs of the next day are gone without having run, three days after it."""
    before, ran = len(scheduler.get_jobs()), next(_called)
    _Then.ahead = timedelta(days=1) + DOWN
    with (
        patch("apscheduler.schedulers.base.datetime", _Then),
        patch("apscheduler.executors.base.datetime", _Then),
    ):
        scheduler.wakeup()
        await asyncio.sleep(1)
    return before - len(scheduler.get_jobs()) - (next(_called) - ran - 1)


if __name__ == "__main__":
    pin(MEASURED)
    logging.disable(logging.WARNING)  # a line for each job that it takes away
    measured = asyncio.run(measure(sys.argv[1], sys.argv[2], int(sys.argv[3])))
    sys.stdout.write(msgspec.json.encode(measured).decode())
