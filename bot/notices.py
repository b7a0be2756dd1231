"""Tells whoever has something to do, in this process or in another, so that nobody has to look all the time.

A notice that is lost costs a second: everybody who is told also looks by himself.
"""

import asyncio
from collections.abc import Callable

import psycopg
import structlog

from bot.leases import NOTICES, Lease
from bot.sessions import Session, cut, session
from models.store import Store

GATHER = 0.003  # seconds in which further notices for the same holder are one
_NOTIFY = "select pg_notify(%s, name) from unnest(%s::text[]) as name"

log = structlog.get_logger()


class Notices:
    """What this process has to tell; on SQLite there is nobody else to tell it."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        self._shared = store.engine.dialect.name == "postgresql"
        self._here: dict[str, tuple[Lease, Callable[[], None]]] = {}
        self._names: set[str] = set()
        self._telling: asyncio.Task[None] | None = None
        self._session: Session | None = None

    def listens(self, lease: Lease, wake: Callable[[], None]) -> None:
        """Whoever holds `lease` here is told by `wake`."""
        self._here[lease.name] = lease, wake

    def tell(self, name: str) -> None:
        """Whoever holds the lease `name` has something to do; to be called once that is committed."""
        lease, wake = self._here.get(name, (None, None))
        if wake is not None:
            wake()
        if not self._shared or (lease is not None and lease.sure()):
            return
        self._names.add(name)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def close(self) -> None:
        """Tell what is left, and close the connection."""
        if self._telling is not None:
            await self._telling
        if self._session is not None:
            await self._session.close()

    async def _tell(self) -> None:
        while self._names:
            names, self._names = sorted(self._names), set()
            try:
                await self._send(names)
            except psycopg.Error as problem:
                log.warning("notice_not_sent", error=type(problem).__name__)
                await self._hang_up()
            await asyncio.sleep(GATHER)

    async def _send(self, names: list[str]) -> None:
        if self._session is None:
            self._session = await session(self._engine, watched=False)
            await self._session.execute("set synchronous_commit = off")  # nothing of it has to be kept
        await self._session.execute(_NOTIFY, (NOTICES, names))

    async def _hang_up(self) -> None:
        db, self._session = self._session, None
        if db is not None:
            cut(db)
            await db.close()
