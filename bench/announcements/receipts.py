"""Receipts: as fast as the running program takes them."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from sqlalchemy import Connection, String, cast, literal, select, update

from bench.announcements.begun import spread
from bench.announcements.callbacks import PUBLIC
from bench.announcements.running import Rates, Running, running
from bench.channels import NO_LIMIT
from bench.filled import Filled
from bot.channels.whatsapp.webhooks import RECEIPTS
from models.announcements import steps
from models.base import now
from models.messages import DELIVERED, READ, SENT, Message
from models.store import Store
from tests.crowd import address

RECIPIENTS = 100_000
AT_ONCE = 256  # receipts that are posted and not answered yet
AUDIENCE = "channel = whatsapp"


class Taken(NamedTuple):
    """Receipts a second that were answered as Twilio wants it, CPU time of one in ms, what the other core was busy."""

    rate: float
    cpu: float
    other_side: float


class Sent(NamedTuple):
    """A message that lies with the provider: its number, the SID, where it went."""

    message: int
    sid: str
    to: str


def sent(store: Store) -> list[Sent]:
    """An announcement that everybody on WhatsApp has been sent; every copy of it."""
    number = spread(store, AUDIENCE)
    return store.run(_mark_sent, number)


def _mark_sent(db: Connection, announcement: int) -> list[Sent]:
    steps.pause(db, announcement, "staff", now())
    copies = (Message.announcement_id == announcement, Message.person_id.is_not(None))
    sid = literal("SM") + cast(Message.id, String)
    db.execute(update(Message).where(*copies).values(state=SENT, provider_id=sid, moved_at=now()))
    columns = (Message.id, Message.provider_id, Message.person_id)
    found = db.execute(select(*columns).where(*copies).order_by(Message.id))
    return [Sent(id, sid or "", address("whatsapp", person or 0)) for id, sid, person in found]


async def taken(filled: Filled, kind: str, seconds: float) -> Taken:
    """Post as many as are taken: of every message that it was delivered, then that it was read."""
    with filled.fresh(kind, RECIPIENTS) as where:
        store = filled.store(where)
        messages = sent(store)
        store.close()
        async with running(filled, Rates(NO_LIMIT, NO_LIMIT), where) as here:
            return await _posted(here, messages, seconds)


async def _posted(here: Running, messages: Sequence[Sent], seconds: float) -> Taken:
    told = chain.from_iterable(((each, state) for each in messages) for state in (DELIVERED, READ))
    posting = [asyncio.create_task(_post(here, told)) for _ in range(AT_ONCE)]
    await asyncio.sleep(seconds / 4)
    window = await here.window(seconds)
    if any(task.done() for task in posting):
        raise ValueError("there were too few messages")
    for task in posting:
        task.cancel()
    await asyncio.wait(posting)
    if here.callbacks.posted - here.callbacks.taken > AT_ONCE:
        raise ValueError("receipts were refused")
    return Taken(window.receipts, window.cpu * 1000 / window.receipts, window.other_side)


async def _post(here: Running, told: Iterator[tuple[Sent, str]]) -> None:
    for message, state in told:
        await here.callbacks.post(f"{PUBLIC}{RECEIPTS}?m={message.message}", message.to, message.sid, state)
