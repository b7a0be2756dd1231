"""The bot's own name at Telegram, of which links are made: asked once, kept in the store for when Telegram is away."""

from telegram import Bot
from telegram.error import TelegramError

from models.installation import keep, kept
from models.store import Store

KEPT = "telegram username"


class Identity:
    """What the bot is called."""

    def __init__(self, bot: Bot, store: Store) -> None:
        self._bot, self._store = bot, store
        self._username: str | None = None

    async def username(self) -> str | None:
        """The name without the @; None while it was never learnt and Telegram is away."""
        if self._username is None:
            self._username = await self._store.read(kept, KEPT)
        if self._username is None:
            try:
                await self.learn()
            except TelegramError:
                return None
        return self._username

    async def learn(self) -> None:
        """Ask Telegram. Raises `TelegramError`."""
        name = (await self._bot.get_me()).username
        if name and name != await self._store.read(kept, KEPT):
            await self._store.write(keep, KEPT, name)
        self._username = name or self._username
