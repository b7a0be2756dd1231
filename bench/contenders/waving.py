"""Five waves as a user of APScheduler would make them: a job for each person and wave, in SQLAlchemy's job store.

A job does nothing when its time has come. `python -m bench.contenders.waving folder people` adds all jobs as the
library does, lets those of a day be due, and does so once more with its defaults after three days down.
"""

import asyncio
import logging
import resource
import sys
import time
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count
from pathlib import Path
from unittest.mock import patch

import msgspec
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bench.processes import MEASURED, pin
from bench.surveys.due import DUE, OFFSETS

LATER = datetime(2100, 1, 1, tzinfo=UTC)  # when the first of them are due
DOWN = timedelta(days=3)

_called = count(1)
_all_called = asyncio.Event()


class Jobs(msgspec.Struct):
    """Seconds to add all jobs, and how many; seconds until those of a day have run; and how many are lost.

    `memory` is the most in MiB. `lost` are those of a day that never run after three days down, as the library
    comes: a job that is late by more than a second is taken away.
    """

    planning: float
    planned: int
    drain: float
    asked: int
    memory: float
    lost: int


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


async def measure(folder: str, people: int) -> Jobs:
    """Add the jobs, run those of a day, and see what a downtime leaves of those of the next."""
    scheduler = _scheduler(folder)
    scheduler.start(paused=True)
    began = time.perf_counter()
    for person in range(people):
        for days in OFFSETS:
            at = LATER + timedelta(days=days + (0, 1, 19)[min(person // DUE, 2)])
            options = {"misfire_grace_time": None} if days == 0 and person < DUE else {}
            scheduler.add_job(asked, "date", [person], run_date=at, **options)
    planning = time.perf_counter() - began
    drain = await _drained(scheduler)
    lost = await _lost(scheduler)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Jobs(planning, people * len(OFFSETS), drain, DUE, memory, lost)


def _scheduler(folder: str) -> AsyncIOScheduler:
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
    measured = asyncio.run(measure(sys.argv[1], int(sys.argv[2])))
    sys.stdout.write(msgspec.json.encode(measured).decode())
