"""Runs the jobs: APScheduler only tells the time; what is due stands in the database."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.channels.base import Channel
from bot.channels.whatsapp import WhatsApp
from bot.erased import delete_erased, wipe_traces
from bot.files import FileStore
from bot.link_checker import LinkChecker, check_links
from bot.peer_rounds import make_rounds
from models import files
from models.announcements import undoing
from models.base import now
from models.store import Store
from scheduler.jobs import JOBS, Job

log = structlog.get_logger()

ORPHANS = timedelta(days=1)
LOOK = timedelta(seconds=1)  # between two looks at the clock; by so much it may be put back unnoticed
TAKE_BACK = Job("take_back", timedelta(seconds=2), undoing.take_back)


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to do every so often."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[object]]


def ticks(store: Store, kept: FileStore, channels: Iterable[Channel]) -> Iterator[Tick]:
    """Everything that happens because time passes."""
    for job in (*JOBS, TAKE_BACK):
        yield Tick(job.name, job.every, _in_store(store, job))
    yield Tick("sweep_files", timedelta(hours=1), lambda: sweep_files(store, kept))
    yield Tick("delete_erased", timedelta(hours=1), lambda: delete_erased(store, kept))
    yield Tick("check_links", timedelta(hours=1), partial(check_links, store, LinkChecker()))
    yield Tick("make_rounds", timedelta(minutes=10), partial(make_rounds, store))
    yield Tick("wipe_traces", timedelta(hours=1), lambda: wipe_traces(store))
    for channel in channels:
        if isinstance(channel, WhatsApp):
            yield Tick("missed_messages", timedelta(minutes=10), channel.missed)
            yield Tick("find_uncertain", timedelta(minutes=1), channel.uncertain)
            yield Tick("knock_approvals", timedelta(hours=1), channel.approvals)


async def sweep_files(store: Store, kept: FileStore) -> int:
    """Delete files that belong to no report a day after they came; how many."""
    moment, swept = now() - ORPHANS, 0
    for id in await store.write(files.forget_unused, moment):
        await kept.delete(id)
        swept += 1
    async for ids in kept.older_than(moment):
        known = await store.read(files.known, ids)
        for id in set(ids) - known:
            await kept.delete(id)
            swept += 1
    return swept


@contextmanager
def ticking(ticks: Iterable[Tick]) -> Iterator[None]:
    """Run `ticks`, each once at the beginning and then in its interval, until the block ends."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    for tick in ticks:
        scheduler.add_job(
            _attempt,
            "interval",
            [tick],
            seconds=tick.every.total_seconds(),
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,
            coalesce=True,
        )
    scheduler.start()
    minding = asyncio.create_task(_mind_the_clock(scheduler))
    try:
        yield
    finally:
        minding.cancel()
        scheduler.shutdown(wait=False)


async def _mind_the_clock(scheduler: AsyncIOScheduler) -> None:
    """When the clock is put back, nothing would happen until it is there again: instead, everything has its turn."""
    while True:
        await asyncio.sleep(LOOK.total_seconds())
        moment = datetime.now(UTC)
        for job in scheduler.get_jobs():
            if job.next_run_time > moment + job.trigger.interval + LOOK:
                log.warning("clock_put_back", job=job.args[0].name)
                job.modify(next_run_time=moment)


async def _attempt(tick: Tick) -> None:
    """Run a tick; one that fails is tried again when its time comes."""
    try:
        done = await tick.run()
    except Exception as problem:
        log.error("tick_failed", job=tick.name, error=type(problem).__name__)
    else:
        if done:
            log.info("tick", job=tick.name, count=done)


def _in_store(store: Store, job: Job) -> Callable[[], Awaitable[int]]:
    async def run() -> int:
        """One short transaction after the other, so that messages are answered between them."""
        count = done = await store.write(job.run, now())
        while job.batch is not None and count >= job.batch:
            count = await store.write(job.run, now())
            done += count
        return done

    return run
