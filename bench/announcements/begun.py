"""Announcements sent off from beside the program that is measured, as staff do from a command line."""

import asyncio

from sqlalchemy import Connection, select

from models.announcements.tables import Announcement
from models.store import Store
from tests import announced
from tests.awake import no_night

PATIENCE = 60.0  # seconds for everybody to have a copy
LOOK = 0.1


async def begun(store: Store, audience: str = "all") -> int:
    """Send an announcement off, and wait until the running program has spread it; its number."""
    number = await asyncio.to_thread(announced.sent_off, store, audience)
    async with asyncio.timeout(PATIENCE):
        while not await store.read(_complete, number):  # noqa: ASYNC110  # it tells nobody
            await asyncio.sleep(LOOK)
    return number


def spread(store: Store, audience: str = "all") -> int:
    """Send an announcement off and spread it, before a program runs; its number."""
    with no_night():
        return announced.announced(store, audience)


def _complete(db: Connection, announcement: int) -> bool:
    return bool(db.execute(select(Announcement.complete).where(Announcement.id == announcement)).scalar())
