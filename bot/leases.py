"""Who alone does something among all processes: a lease is held by one, and the next takes over within seconds.

On PostgreSQL it is a lock of a session of its own. Whoever loses that session knows before the server gives the lease
to anybody else; and should it be too late all the same, the fence number in `models.holders` keeps it from claiming.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from time import monotonic
from typing import Protocol

import psycopg
import structlog

from bot.sessions import Session, cut, session
from models import holders
from models.base import now
from models.store import Store, Unavailable

AGAIN = 0.5  # seconds until a lease that another process holds is tried again
BEAT = 1.0  # seconds between two proofs that the session lives
PROOF = 4.0  # seconds for which one counts: less than the server waits (`bot.sessions.IDLE`)
BELL = "lazos"  # what is listened to; with each ring comes the name of the lease it is for

log = structlog.get_logger()


class Closed(Exception):
    """The lease was closed while somebody waited for it."""


class Lease(Protocol):
    """What only one process has at a time."""

    name: str
    lost: asyncio.Event  # set while it is not held

    async def held(self) -> int:
        """Seek it, after a loss anew, and return the fence number once it is ours. Raises `Closed`."""

    def sure(self) -> bool:
        """Whether nobody else can have it at this moment; also false when this process itself stood still."""

    def wakes(self, wake: Callable[[], None]) -> None:
        """Call `wake` whenever another process has something for the holder, and when the lease is lost."""

    async def close(self) -> None:
        """Let go of it for good."""


def lease(store: Store, name: str) -> Lease:
    """The lease `name` among all processes on this database; on SQLite there is only one."""
    return SessionLease(store, name) if store.engine.dialect.name == "postgresql" else NobodysElse(name)


class NobodysElse:
    """A lease where there is only one process."""

    def __init__(self, name: str) -> None:
        self.name, self.lost = name, asyncio.Event()
        self._closed = False
        self.lost.set()

    async def held(self) -> int:
        if self._closed:
            raise Closed
        self.lost.clear()
        return holders.NOBODY_ELSE

    def sure(self) -> bool:
        return not self.lost.is_set()

    def wakes(self, wake: Callable[[], None]) -> None:
        """There is no other process that could have anything."""

    async def close(self) -> None:
        self._closed = True
        self.lost.set()


class SessionLease:
    """A lease on PostgreSQL."""

    def __init__(self, store: Store, name: str) -> None:
        self.name, self.lost = name, asyncio.Event()
        self.lost.set()
        self._store, self._number = store, number_of(name)
        self._wakes: list[Callable[[], None]] = []
        self._closed, self._proved = asyncio.Event(), float("-inf")
        self._session: Session | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._away = False

    async def held(self) -> int:
        await self._let_go()
        while not self._closed.is_set():
            try:
                return await self._sought()
            except (psycopg.Error, Unavailable) as problem:
                self._miss(problem)
                await self._let_go()
            await self._pause()
        raise Closed

    def sure(self) -> bool:
        return not self.lost.is_set() and monotonic() < self._proved + PROOF

    def wakes(self, wake: Callable[[], None]) -> None:
        self._wakes.append(wake)

    async def close(self) -> None:
        self._closed.set()
        await self._let_go()

    async def _sought(self) -> int:
        self._session = db = await session(self._store.engine, watched=True)
        await db.execute(f"listen {BELL}")
        while not await self._ours(db):
            self._away = False
            await self._pause()
            if self._closed.is_set():
                raise Closed
        fence = await self._store.write(holders.take, self.name, now())
        self._away = False
        self._keeping = asyncio.create_task(self._keep(db))
        self.lost.clear()
        log.info("lease_held", step=self.name, count=fence)
        return fence

    async def _ours(self, db: Session) -> bool:
        asked = monotonic()
        found = await (await db.execute("select pg_try_advisory_lock(%s)", (self._number,))).fetchone()
        self._proved = asked
        return bool(found and found[0])

    async def _keep(self, db: Session) -> None:
        """Until the session is lost, or has not been heard of for too long."""
        beating = asyncio.create_task(self._beat(db))
        while not beating.done() and (left := self._proved + PROOF - monotonic()) > 0:
            await asyncio.wait([beating], timeout=left)
        self.lost.set()
        cut(db)
        if not self._closed.is_set():
            log.warning("lease_lost", step=self.name)
        self._wake()
        await asyncio.wait([beating])

    async def _beat(self, db: Session) -> None:
        with suppress(psycopg.Error):
            while True:
                async for ring in db.notifies(timeout=BEAT):
                    if ring.payload == self.name:
                        self._wake()
                asked = monotonic()
                await db.execute("select")
                self._proved = asked

    def _wake(self) -> None:
        for wake in self._wakes:
            wake()

    async def _let_go(self) -> None:
        db, self._session = self._session, None
        keeping, self._keeping = self._keeping, None
        self.lost.set()
        if db is not None:
            cut(db)
        if keeping is not None:
            await asyncio.wait([keeping])
        if db is not None:
            await db.close()

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(AGAIN):
                await self._closed.wait()

    def _miss(self, problem: Exception) -> None:
        if not self._away:
            log.warning("lease_not_sought", step=self.name, error=type(problem).__name__)
        self._away = True


def number_of(name: str) -> int:
    """The number of a lease's lock: the same in every process and version."""
    return int.from_bytes(blake2b(f"lazos lease {name}".encode(), digest_size=8).digest(), signed=True)
