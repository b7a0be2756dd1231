"""Runs plain functions in transactions: the only door to the database.

On SQLite one thread writes. What arrives together is committed together: each function has a savepoint of
its own, and when the commit itself fails, each is run again alone. Reading goes on beside it. On PostgreSQL
a small pool of threads has one connection each, and every function is a transaction.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import groupby
from queue import SimpleQueue
from threading import Thread
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError
from sqlalchemy.pool import ConnectionPoolEntry

from models.sealing import Vault

P = ParamSpec("P")
T = TypeVar("T")

POOL = 4  # connections on PostgreSQL, and readers on SQLite
BATCH = 128  # functions that may share one commit
STANDSTILL = 10  # seconds between two statements after which PostgreSQL undoes a transaction and lets go of its locks
LOCK_WAIT = 5  # seconds for another process to let go of SQLite's lock


class Unavailable(Exception):
    """The database cannot be reached or cannot write now; nothing of what was asked has happened."""


_Outcome = tuple[Any, BaseException | None]


class _Job(NamedTuple):
    run: Callable[[Connection], Any]
    outcome: "asyncio.Future[Any]"


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
        job = _Job(lambda db: fn(db, *args, **kwargs), asyncio.get_running_loop().create_future())
        self._jobs.put(job)
        result: T = await job.outcome
        return result

    async def read(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn` in a transaction that only reads."""
        return await self._in_pool(lambda: self._read(fn, *args, **kwargs))

    def run(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn` in a transaction of its own, here and now: for commands and tests."""
        with self._translating(), self.engine.begin() as db:
            return fn(db, *args, **kwargs)

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
        with (
            self._translating(),
            self.engine.connect().execution_options(reading=True) as db,
            db.begin(),
        ):
            return fn(db, *args, **kwargs)

    @contextmanager
    def _translating(self) -> Iterator[None]:
        """Errors of the database as SQLAlchemy's or as `Unavailable`; prepared statements raise the driver's own."""
        driver = self.engine.dialect.loaded_dbapi.Error
        try:
            yield
        except DBAPIError as problem:
            raise _translated(problem) from problem
        except driver as problem:
            raise _translated(DBAPIError.instance(None, None, problem, driver)) from problem
        except StopIteration as problem:  # asyncio would lose it, and leave its waiter waiting
            raise RuntimeError("StopIteration").with_traceback(problem.__traceback__) from None

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
        """Commit a batch at once; if that cannot be, each function alone, unless not even a transaction could begin."""
        batch = [job for job in batch if not job.outcome.cancelled()]
        begun = False
        try:
            with self._translating(), self.engine.begin() as db:
                begun = True
                outcomes = [_attempt(db, job) for job in batch]
        except BaseException as problem:  # the writer lives on, and whoever waits is told
            for job in batch:
                _tell([(job, self._write_alone(job) if begun else (None, problem))])
            return
        _tell(list(zip(batch, outcomes, strict=True)))

    def _write_alone(self, job: _Job) -> _Outcome:
        try:
            return self.run(job.run), None
        except BaseException as problem:
            return None, problem


def _attempt(db: Connection, job: _Job) -> _Outcome:
    """Run one function of a batch under its own savepoint. What the database refuses ends the whole batch."""
    cursor = db.connection.cursor()
    cursor.execute("SAVEPOINT turn")
    try:
        result, failure = job.run(db), None
    except (DBAPIError, sqlite3.Error, StopIteration):
        raise
    except Exception as problem:  # undone, and told to whoever waits
        result, failure = None, problem
        cursor.execute("ROLLBACK TO turn")
    cursor.execute("RELEASE turn")
    cursor.close()
    return result, failure


def _tell(settled: list[tuple[_Job, _Outcome]]) -> None:
    """Tell everybody who waits: with one call into the loop for all of them, since each one would wake it."""
    for loop, told in groupby(settled, key=lambda each: each[0].outcome.get_loop()):
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, list(told))


def _settle(settled: list[tuple[_Job, _Outcome]]) -> None:
    for job, (result, problem) in settled:
        if job.outcome.cancelled():
            continue
        if problem is None:
            job.outcome.set_result(result)
        else:
            job.outcome.set_exception(problem)


def _translated(problem: StatementError) -> Exception:
    """What the caller is told: `Unavailable` where trying again may help."""
    gone = isinstance(problem, DBAPIError) and problem.connection_invalidated
    return Unavailable(type(problem.orig).__name__) if gone or isinstance(problem, OperationalError) else problem


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_size=POOL, max_overflow=1, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    driver = {"check_same_thread": False, "timeout": LOCK_WAIT, "isolation_level": None}
    engine = create_engine(url, connect_args=driver, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_postgresql(connection: psycopg.Connection[Any], _entry: ConnectionPoolEntry) -> None:
    """A process that stands still in the middle of a transaction does not hold up the others for ever."""
    connection.execute(f"SET idle_in_transaction_session_timeout = '{STANDSTILL}s'")
    connection.execute("SET jit = off")  # it takes half a second for statements that take a few milliseconds
    connection.commit()


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Write-ahead log, durable commits, and erased content overwritten."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(db: Connection) -> None:
    """Take the write lock at once, so that a transaction never fails half-way for want of it."""
    reading = db.get_execution_options().get("reading", False)
    db.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
