"""Reminders as a user of APScheduler, or of python-telegram-bot's `JobQueue`, would make them: a job for each person.

A job does nothing when its time has come: it asks nobody whether it may, and stores and sends nothing.
Run as a process of its own: `python -m bench.contenders.scheduling apscheduler folder`, or `job_queue`.
"""

import asyncio
import pickle
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count
from pathlib import Path
from statistics import median
from unittest.mock import patch

import msgspec
from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from telegram.ext import Application, ContextTypes

from bench.processes import MEASURED, pin
from bench.provider import TOKEN
from bench.reminders import DUE, IDLE, PEOPLE, Ticks

LATER = datetime(2100, 1, 1, tzinfo=UTC)  # when the first of them are due: all at once, and the others after them

_called = count(1)
_all_called = asyncio.Event()


async def reminded(*_arguments: object) -> None:
    """What a job does."""
    if next(_called) == DUE:
        _all_called.set()


def due_at(number: int) -> datetime:
    """When the job of this person is due."""
    return LATER if number < DUE else LATER + timedelta(minutes=number)


async def apscheduler(folder: str) -> Ticks:
    """Jobs in SQLAlchemy's job store, in a SQLite file."""
    url = f"sqlite:///{Path(folder) / 'jobs.db'}"
    _fill(url)
    began = time.perf_counter()
    scheduler = AsyncIOScheduler(timezone=UTC, jobstores={"default": SQLAlchemyJobStore(url)})
    scheduler.start()
    return await _measured(scheduler, time.perf_counter() - began)


def _fill(url: str) -> None:
    """Write what `add_job` would write, but all rows at once: one after the other they take minutes."""
    store, scheduler = SQLAlchemyJobStore(url), AsyncIOScheduler(timezone=UTC)
    store.start(scheduler, "default")
    rows = []
    for number in range(PEOPLE):
        job = Job(scheduler, str(number), **_job(number))
        at = due_at(number).timestamp()
        rows.append({"id": job.id, "next_run_time": at, "job_state": pickle.dumps(job.__getstate__())})
    with store.engine.begin() as db:
        db.execute(store.jobs_t.insert(), rows)
    store.shutdown()


def _job(number: int) -> dict[str, object]:
    at = due_at(number)
    what = {"func": reminded, "args": (number,), "kwargs": {}, "name": "reminded", "executor": "default"}
    when = {"trigger": DateTrigger(at, UTC), "next_run_time": at, "misfire_grace_time": None}
    return {**what, **when, "coalesce": True, "max_instances": 1}


async def job_queue(_folder: str) -> Ticks:
    """Jobs in memory, where `JobQueue` keeps them: after a restart each of them is made anew."""
    bot = Application.builder().token(TOKEN).updater(None).build()
    if bot.job_queue is None:
        raise LookupError("python-telegram-bot has come without its job queue")
    began = time.perf_counter()
    await bot.job_queue.start()
    for number in range(PEOPLE):
        bot.job_queue.run_once(_queued, due_at(number), data=number, job_kwargs={"misfire_grace_time": None})
    return await _measured(bot.job_queue.scheduler, time.perf_counter() - began)


async def _queued(_context: ContextTypes.DEFAULT_TYPE) -> None:
    await reminded()


class _Then(datetime):
    """The clock once they are due."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "_Then":
        return cls.fromtimestamp(LATER.timestamp() + 1, tz)


async def _measured(scheduler: AsyncIOScheduler, start: float) -> Ticks:
    idle = [_tick(scheduler) for _ in range(IDLE)]
    gaps: list[float] = []
    beating = asyncio.create_task(_beat(gaps))
    await asyncio.sleep(0.01)
    began = time.perf_counter()
    with patch("apscheduler.schedulers.base.datetime", _Then):
        scheduler.wakeup()
        await _all_called.wait()
    total = time.perf_counter() - began
    await asyncio.sleep(0.01)
    beating.cancel()
    with suppress(asyncio.CancelledError):
        await beating
    return Ticks(median(idle) * 1000, total, max(gaps) * 1000, start)


def _tick(scheduler: AsyncIOScheduler) -> float:
    """What APScheduler does whenever it wakes up."""
    began = time.perf_counter()
    scheduler._process_jobs()  # it has no other name
    return time.perf_counter() - began


async def _beat(gaps: list[float]) -> None:
    """Notice for how long nothing else is done."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        gaps.append(time.perf_counter() - began)


if __name__ == "__main__":
    pin(MEASURED)
    which, where = sys.argv[1:]
    measured = asyncio.run({"apscheduler": apscheduler, "job_queue": job_queue}[which](where))
    sys.stdout.write(msgspec.json.encode(measured).decode())
