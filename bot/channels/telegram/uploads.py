"""Files that many people get are uploaded to Telegram once, and sent to all others by the id that they have there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.channels.base import RetryLater

REMEMBERED = 64  # files
PATIENCE = 20.0  # seconds for somebody else's upload of the same file


class Uploads:
    """Telegram's ids by the key of a file. After a restart every file is uploaded once more."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._one_at_a_time = asyncio.Lock()

    def known(self, key: str) -> str | None:
        """The id of a file, if it was uploaded."""
        return self._ids.get(key)

    def keep(self, key: str, id: str) -> None:
        """It was uploaded, and is known as `id`."""
        if len(self._ids) >= REMEMBERED:
            del self._ids[next(iter(self._ids))]
        self._ids[key] = id

    def forget(self, key: str, id: str) -> None:
        """Telegram does not know this id any more."""
        if self._ids.get(key) == id:
            del self._ids[key]

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Let nobody else upload meanwhile: by then it may be known. Raises `RetryLater` where that takes too long."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._one_at_a_time.acquire()
        except TimeoutError:
            raise RetryLater("upload") from None
        try:
            yield
        finally:
            self._one_at_a_time.release()
