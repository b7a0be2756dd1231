"""Runs plain functions in transactions: the only door to the database.

On SQLite one thread writes. What arrives together is committed together: each function has a savepoint of
its own, and when the commit itself fails, each is run again alone. Reading goes on beside it. On PostgreSQL
a small pool of threads has one connection each, and every function is a transaction.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Thread
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from models.sealing import Vault

P = ParamSpec("P")
T = TypeVar("T")

POOL = 4  # connections on PostgreSQL, and readers on SQLite
BATCH = 128  # functions that may share one commit


class Unavailable(Exception):
    """The database cannot be reached or cannot write now; nothing of what was asked has happened."""


class _Job(NamedTuple):
    run: Callable[[Connection], Any]
    outcome: "Future[Any]"


class Store:
    """The database of one installation. `vault` seals what goes in."""

    def __init__(self, url: str, vault: Vault) -> None:
        self.engine = _engine(url).execution_options(vault=vault)
        self.vault = vault
        self._pool = ThreadPoolExecutor(POOL, thread_name_prefix="store")
        self._one_writer = self.engine.dialect.name == "sqlite"
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._writer: Thread | None = None

    async def write(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn` in a transaction that may write, and return what it returns once that is durable.

        Raises what `fn` raises (then nothing of it is kept), or `Unavailable`.
        """
        if not self._one_writer:
            return await self._in_pool(lambda: self.run(fn, *args, **kwargs))
        if self._writer is None:
            self._writer = Thread(target=self._write_batches, name="writer", daemon=True)
            self._writer.start()
        job = _Job(lambda db: fn(db, *args, **kwargs), Future())
        self._jobs.put(job)
        result: T = await asyncio.wrap_future(job.outcome)
        return result

    async def read(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn` in a transaction that only reads."""
        return await self._in_pool(lambda: self._read(fn, *args, **kwargs))

    def run(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn` in a transaction of its own, here and now: for commands and tests."""
        try:
            with self.engine.begin() as db:
                return fn(db, *args, **kwargs)
        except DBAPIError as problem:
            raise _translated(problem) from problem

    def close(self) -> None:
        """Let what was begun end, and close every connection."""
        if self._writer is not None:
            self._jobs.put(None)
            self._writer.join()
            self._writer = None
        self._pool.shutdown()
        self.engine.dispose()

    async def _in_pool(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    def _read(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            with self.engine.connect().execution_options(reading=True) as db, db.begin():
                return fn(db, *args, **kwargs)
        except DBAPIError as problem:
            raise _translated(problem) from problem

    def _write_batches(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch: list[_Job] = [first]
            stop = False
            while len(batch) < BATCH and not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    stop = True
                    break
                batch.append(job)
            self._write_together(batch)
            if stop:
                return

    def _write_together(self, batch: list[_Job]) -> None:
        """Commit a batch at once; if that cannot be, each function alone."""
        try:
            with self.engine.begin() as db:
                outcomes = [_attempt(db, job) for job in batch]
        except DBAPIError:
            for job in batch:
                self._write_alone(job)
            return
        for job, (result, problem) in zip(batch, outcomes, strict=True):
            _settle(job, result, problem)

    def _write_alone(self, job: _Job) -> None:
        try:
            _settle(job, self.run(job.run), None)
        except Exception as problem:  # whoever waits for the job is told
            _settle(job, None, problem)


def _attempt(db: Connection, job: _Job) -> tuple[Any, Exception | None]:
    """Run one function of a batch under its own savepoint."""
    cursor = db.connection.cursor()
    cursor.execute("SAVEPOINT turn")
    try:
        result = job.run(db)
    except DBAPIError:
        raise
    except sqlite3.Error as problem:
        raise DBAPIError.instance(None, None, problem, sqlite3.Error) from problem
    except Exception as problem:  # undone, and told to whoever waits
        cursor.execute("ROLLBACK TO turn")
        cursor.execute("RELEASE turn")
        return None, problem
    cursor.execute("RELEASE turn")
    cursor.close()
    return result, None


def _settle(job: _Job, result: Any, problem: Exception | None) -> None:
    if job.outcome.cancelled():
        return
    if problem is None:
        job.outcome.set_result(result)
    else:
        job.outcome.set_exception(problem)


def _translated(problem: DBAPIError) -> Exception:
    """What the caller is told: `Unavailable` where trying again may help."""
    unavailable = problem.connection_invalidated or "Operational" in type(problem).__name__
    return Unavailable(type(problem.orig).__name__) if unavailable else problem


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=POOL, max_overflow=1, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 5, "isolation_level": None})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Write-ahead log, durable commits, and erased content overwritten."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(db: Connection) -> None:
    """Take the write lock at once, so that a transaction never fails half-way for want of it."""
    reading = db.get_execution_options().get("reading", False)
    db.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
