"""Tells whoever has something to do, in this process or in another, so that nobody has to look all the time.

A ring that is lost costs a second: everybody who is rung for also looks by himself.
"""

import asyncio
from collections.abc import Callable

import psycopg
import structlog

from bot.leases import BELL, Lease
from bot.sessions import Session, cut, session
from models.store import Store

GATHER = 0.003  # seconds in which further rings for the same holder are one
_NOTIFY = "select pg_notify(%s, name) from unnest(%s::text[]) as name"

log = structlog.get_logger()


class Bells:
    """A bell for each lease; on SQLite there is nobody else to hear it."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        self._shared = store.engine.dialect.name == "postgresql"
        self._here: dict[str, tuple[Lease, Callable[[], None]]] = {}
        self._names: set[str] = set()
        self._ringing: asyncio.Task[None] | None = None
        self._session: Session | None = None

    def hang(self, lease: Lease, wake: Callable[[], None]) -> None:
        """Whoever seeks or holds `lease` here is woken by `wake`."""
        self._here[lease.name] = lease, wake

    def ring(self, name: str) -> None:
        """Whoever holds the lease `name` has something to do; to be called once that is committed."""
        lease, wake = self._here.get(name, (None, None))
        if wake is not None:
            wake()
        if not self._shared or (lease is not None and lease.sure()):
            return
        self._names.add(name)
        if self._ringing is None or self._ringing.done():
            self._ringing = asyncio.create_task(self._ring())

    async def close(self) -> None:
        """Ring for the last time, and close the connection."""
        if self._ringing is not None:
            await self._ringing
        if self._session is not None:
            await self._session.close()

    async def _ring(self) -> None:
        while self._names:
            names, self._names = sorted(self._names), set()
            try:
                await self._send(names)
            except psycopg.Error as problem:
                log.warning("bell_not_rung", error=type(problem).__name__)
                await self._hang_up()
            await asyncio.sleep(GATHER)

    async def _send(self, names: list[str]) -> None:
        if self._session is None:
            self._session = await session(self._engine, watched=False)
            await self._session.execute("set synchronous_commit = off")  # nothing of it has to be kept
        await self._session.execute(_NOTIFY, (BELL, names))

    async def _hang_up(self) -> None:
        db, self._session = self._session, None
        if db is not None:
            cut(db)
            await db.close()
