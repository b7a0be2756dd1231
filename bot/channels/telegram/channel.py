"""Telegram as a channel: one bot, its webhook or its polling, its sending, its files."""

import asyncio
import logging
from collections.abc import Sequence

import structlog
from aiohttp import web
from telegram import Bot

from bot.attachments import Attachments
from bot.channels.base import Inbox, RetryLater
from bot.channels.telegram.fetching import Fetcher
from bot.channels.telegram.identity import Identity
from bot.channels.telegram.parsing import CHANNEL
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.profile import Profile
from bot.channels.telegram.refusals import refuses_the_bot
from bot.channels.telegram.registering import Hook, register
from bot.channels.telegram.request import Request
from bot.channels.telegram.secret import Secret
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.webhook import PATH, Webhook
from bot.leases import lease
from dialogue.phrases import Phrase
from models.outbox import Claimed
from models.received import Attachment
from models.store import Store

POLLING = "polling"  # the lease of whoever fetches
FREE_RATE = 30  # messages a second; above it Telegram wants to be paid

log = structlog.get_logger()
logging.getLogger("telegram").setLevel(logging.WARNING)  # below it the library logs its address, token included


class Telegram:
    """The Telegram channel. `api_url` and `file_url` end in `/bot` and `/file/bot`, `rate` is in messages a second.

    With `polling` it fetches its updates and has no webhook; without `public_url` no webhook is registered. A process
    that does not receive (`receives`) does neither, and registers nothing. `commands` are names and what they are said
    to do.
    """

    name = CHANNEL
    gap, burst = 1.0, 20

    def __init__(
        self,
        *,
        token: str,
        secret: str | None,
        api_url: str,
        file_url: str,
        rate: float,
        public_url: str | None,
        store: Store,
        inbox: Inbox,
        attachments: Attachments,
        commands: Sequence[tuple[str, Phrase]],
        polling: bool = False,
        receives: bool = True,
    ) -> None:
        self.rate = rate
        self._request = Request()
        bot = Bot(token, api_url, file_url, request=self._request, get_updates_request=self._request)
        self._secret = Secret(secret, store)
        self._identity = Identity(bot, store)
        self._webhook = Webhook(self._secret, inbox)
        self._receives, polls = receives, polling and receives
        self._poller = Poller(f"{api_url}{token}/", inbox, lease(store, POLLING)) if polls else None
        self._sender = Sender(self._request, f"{api_url}{token}/", attachments, paid=rate > FREE_RATE)
        self._fetcher = Fetcher(bot, self._request, f"{file_url}{token}/")
        self._steps = [Profile(bot, commands).bring_in_line, self._identity.learn]
        if public_url is not None and not polling:
            self._steps.insert(0, Hook(bot, self._secret, public_url.rstrip("/") + PATH).bring_in_line)
        self._registering: asyncio.Task[None] | None = None

    def routes(self) -> list[web.RouteDef]:
        """`POST /telegram`; nothing when polling, or where nothing is received."""
        return [web.post(PATH, self._webhook.answer)] if self._receives and self._poller is None else []

    async def start(self) -> None:
        """Open the session and register in the background. Raises `Unavailable` of the store, and nothing else."""
        await self._request.initialize()
        if not self._receives:
            return
        if self._poller is not None:
            await self._poller.start()
        else:
            await self._secret.load()
        self._registering = asyncio.create_task(register(self._steps))

    async def registered(self) -> None:
        """Return once Telegram knows webhook (if there is to be one), commands and descriptions."""
        if self._registering is not None:
            await asyncio.shield(self._registering)

    async def stop(self) -> None:
        """Give up polling and registering, and close the sessions."""
        if self._poller is not None:
            await self._poller.stop()
        if self._registering is not None:
            self._registering.cancel()
            await asyncio.wait([self._registering])
        await self._request.shutdown()

    async def send(self, message: Claimed) -> str | None:
        """Send one message; its id at Telegram. Raises a `SendError`."""
        try:
            return await self._sender.send(message)
        except RetryLater as problem:
            if refuses_the_bot(problem):
                log.error("telegram.token.refused", code=problem.code)
            raise

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """The content of a file, at most `most` bytes. Raises a `FetchError`."""
        return await self._fetcher.fetch(attachment, most)

    async def username(self) -> str | None:
        """The bot's name without the @, for links; None while it was never learnt and Telegram is away."""
        return await self._identity.username()
