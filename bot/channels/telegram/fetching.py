"""Fetches a file that somebody sent: only from the file address of the settings, and never more than allowed."""

import aiohttp
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError
from yarl import URL

from bot.channels.base import FetchError, TooLarge
from bot.channels.telegram.request import Request, meaning
from models.received import Attachment

CHUNK = 64 * 1024


class Fetcher:
    """Downloads below `root`, which holds the bot's token and is never told to anybody."""

    def __init__(self, bot: Bot, request: Request, root: str) -> None:
        self._bot, self._request, self._root = bot, request, str(URL(root))

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """The content, at most `most` bytes. Raises `FetchError`."""
        if (attachment.size or 0) > most:
            raise TooLarge("too large")
        url = await self._address(attachment.reference)
        try:
            async with self._request.download(url) as response:
                return await _content(response, most)
        except FetchError:
            raise
        except Exception as problem:
            fault = type(meaning(problem)).__name__
        raise FetchError(fault, again=True)

    async def _address(self, reference: str) -> URL:
        try:
            path = (await self._bot.get_file(reference)).file_path
        except BadRequest as problem:
            raise _refused(str(problem).lower()) from None
        except (TelegramError, LookupError, TypeError) as problem:
            raise FetchError(type(problem).__name__, again=not isinstance(problem, Forbidden)) from None
        url = URL(path or "")
        if not str(url).startswith(self._root):
            raise FetchError("elsewhere")
        return url


async def _content(response: aiohttp.ClientResponse, most: int) -> bytes:
    if response.status != 200:  # 404: the link has lived its hour
        raise FetchError(str(response.status), again=response.status in (404, 429) or response.status >= 500)
    content = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        content += chunk
        if len(content) > most:
            raise TooLarge("too large")
    return bytes(content)


def _refused(text: str) -> FetchError:
    if "too big" in text:
        return TooLarge("400 too big")
    return FetchError("400 file", again="temporarily" in text)
