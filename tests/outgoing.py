"""Delivery at work in a test: what is queued, how far it is, and when it is as expected."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import Connection, select

from bot.delivery import Delivery
from dialogue.drawing.content import Content
from models import addresses, outbox
from models.base import now
from models.contacts import Address
from models.messages import REPLY, Message
from models.store import Store
from tests.post import Post


@asynccontextmanager
async def delivering(store: Store, post: Post) -> AsyncIterator[Delivery]:
    """Delivery through `post`, until the block ends and all of it is recorded."""
    running = Delivery(store, post)
    task = asyncio.create_task(running.run())
    yield running
    await running.stop()
    await task


def queue(db: Connection, address: str, *texts: str, channel: str = "telegram", lane: str = REPLY) -> int:
    """Queue these for an address; its contact."""
    contact = contact_at(db, address, channel)
    for text in texts:
        outbox.queue(db, contact, channel, Content(text), now(), lane)
    return contact


def contact_at(db: Connection, address: str, channel: str = "telegram") -> int:
    """The contact with this address, which is a new one at first."""
    return addresses.at(db, Address(channel, address, (address,))).id


def states(store: Store) -> list[tuple[str, int, str | None]]:
    """Of every message its state, how often it was tried, and its error."""
    query = select(Message.state, Message.tries, Message.error).order_by(Message.id)
    return [(state, tries, error) for state, tries, error in store.run(lambda db: db.execute(query).all())]


def due(store: Store) -> list[datetime]:
    """When every message is due."""
    return list(store.run(lambda db: db.scalars(select(Message.due_at).order_by(Message.id)).all()))


async def settle(store: Store, done: Callable[[list[str]], bool]) -> None:
    """Wait until the database shows what is expected; it tells nobody of itself."""
    async with asyncio.timeout(10):
        while not done([state for state, *_ in states(store)]):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
