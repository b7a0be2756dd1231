"""A channel that ends in this process: it does what a test tells it to, and remembers what arrived."""

import asyncio
from collections import defaultdict

from aiohttp import web

from bot.channels.base import FetchError, SendError
from models.outbox import Claimed
from models.received import Attachment


class Post:
    """A provider's stand-in behind the `Channel` protocol. `failures` are raised, one an attempt, by address.

    While `open` is cleared, it takes nothing and answers nothing.
    """

    rate = 10_000.0
    gap, burst = 0.0, 1

    def __init__(self, name: str = "telegram") -> None:
        self.name = name
        self.arrived: list[tuple[str, str]] = []
        self.claimed: list[Claimed] = []
        self.failures: defaultdict[str, list[SendError]] = defaultdict(list)
        self.files: dict[str, bytes | FetchError] = {}
        self.fetched: list[str] = []
        self.most_at_once = 0
        self._at_once: defaultdict[str, int] = defaultdict(int)
        self._changed = asyncio.Condition()
        self.open = asyncio.Event()
        self.open.set()

    def routes(self) -> list[web.RouteDef]:
        return []

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, message: Claimed) -> str | None:
        self.claimed.append(message)
        self._at_once[message.address] += 1
        self.most_at_once = max(self.most_at_once, self._at_once[message.address])
        try:
            await self.open.wait()
            await asyncio.sleep(0)
            if self.failures[message.address]:
                raise self.failures[message.address].pop(0)
            self.arrived.append((message.address, message.content.text))
        finally:
            self._at_once[message.address] -= 1
            async with self._changed:
                self._changed.notify_all()
        return str(len(self.arrived))

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        self.fetched.append(attachment.reference)
        found = self.files[attachment.reference]
        if isinstance(found, FetchError):
            raise found
        return found

    async def until(self, count: int, seconds: float = 10) -> None:
        """Wait until `count` messages have arrived."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: len(self.arrived) >= count)
