"""Makes the bot known to Telegram: its webhook and its profile. Goes on trying for as long as Telegram is away."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from telegram import Bot

from bot.channels.telegram.request import Flood
from bot.channels.telegram.secret import Secret

FIRST_DELAY = 1.0  # seconds before the second attempt; each time twice as long
LONGEST_DELAY = 300.0
CONNECTIONS = 64  # updates that Telegram may bring at a time
UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

log = structlog.get_logger()


class Hook:
    """The webhook at `url`, set anew only where something differs."""

    def __init__(self, bot: Bot, secret: Secret, url: str) -> None:
        self._bot, self._secret, self._url = bot, secret, url

    async def bring_in_line(self) -> None:
        """Raises `TelegramError`, or `Unavailable` of the store."""
        if self._secret.wanted == self._secret.in_use and await self._is_set():
            return
        await self._bot.set_webhook(
            self._url,
            max_connections=CONNECTIONS,
            allowed_updates=UPDATES,
            secret_token=self._secret.wanted,
        )
        await self._secret.is_set()

    async def _is_set(self) -> bool:
        there = await self._bot.get_webhook_info()
        same = there.url == self._url and there.max_connections == CONNECTIONS
        return same and set(there.allowed_updates) == set(UPDATES)


async def register(steps: Sequence[Callable[[], Awaitable[None]]]) -> None:
    """Take all `steps`, from the first again when one fails. Says once what is wrong, and when it is over."""
    delay, said = FIRST_DELAY, ""
    while (problem := await _attempt(steps)) is not None:
        wait = max(delay, _asked_for(problem))
        if type(problem).__name__ != said:
            said = type(problem).__name__
            log.warning("telegram.registering.failed", error=said, delay=wait)
        await asyncio.sleep(wait)
        delay = min(2 * delay, LONGEST_DELAY)
    log.info("telegram.registered")


async def _attempt(steps: Sequence[Callable[[], Awaitable[None]]]) -> Exception | None:
    try:
        for step in steps:
            await step()
    except Exception as problem:  # whatever it is, the bot can do its other work meanwhile
        return problem
    return None


def _asked_for(problem: Exception) -> float:
    """The wait that Telegram wants, in seconds."""
    return problem.seconds if isinstance(problem, Flood) else 0.0
