"""What the store alone does: the transactions of turns, 64 people at once, and the claiming and marking of messages.

Run as a process of its own: `python -m bench.store seconds`, with the database and its keys in the environment.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from itertools import count, cycle

import msgspec

from bench.contenders.questions import CONVERSATION
from bench.load import FIRST_CHAT, PEOPLE
from bench.processes import MEASURED, pin
from bot.delivery import MOST_IN_FLIGHT
from bot.settings import Settings
from handlers import inbound
from models import outbox
from models.base import now
from models.contacts import Address
from models.messages import REPLY, SENT
from models.outbox import Outcome
from models.received import Arrival
from models.store import Store

AT_ONCE = 64
_TYPED = [step.says if isinstance(step.says, str) else str(step.says + 1) for step in CONVERSATION]
_keys = count(1)


class Rates(msgspec.Struct):
    """Turns a second, and messages claimed and marked a second."""

    turns: float
    messages: float


async def measure(store: Store, seconds: float) -> Rates:
    """Hold conversations for so long, then claim and mark what they left to be sent."""
    chats = cycle(range(FIRST_CHAT, FIRST_CHAT + PEOPLE))
    until = time.perf_counter() + seconds
    began = time.perf_counter()
    turns = sum(await asyncio.gather(*(_talk(store, chats, until) for _ in range(AT_ONCE))))
    talked = time.perf_counter()
    messages = await _deliver(store)
    return Rates(turns / (talked - began), messages / (time.perf_counter() - talked))


async def _talk(store: Store, chats: Iterator[int], until: float) -> int:
    turns = 0
    while time.perf_counter() < until:
        chat = str(next(chats))
        address = Address("telegram", chat, (chat,), "es")
        for text in _TYPED:
            await store.write(inbound.receive, address, Arrival(str(next(_keys)), text), now())
            turns += 1
    return turns


async def _deliver(store: Store) -> int:
    messages, outcomes = 0, list[Outcome]()
    while True:
        if outcomes:
            await store.write(outbox.mark, outcomes)
        claimed = await store.write(outbox.claim, "telegram", REPLY, MOST_IN_FLIGHT, now())
        if not claimed:
            return messages
        messages += len(claimed)
        outcomes = [Outcome(message.id, SENT, now(), str(message.id)) for message in claimed]


def main(seconds: str) -> None:
    settings = Settings()
    store = Store(settings.database_url, settings.vault())
    rates = asyncio.run(measure(store, float(seconds)))
    store.close()
    sys.stdout.write(msgspec.json.encode(rates).decode())


if __name__ == "__main__":
    pin(MEASURED)
    main(*sys.argv[1:])
