"""The Telegram channel, on python-telegram-bot and aiohttp."""

from bot.channels.telegram.channel import Telegram

__all__ = ["Telegram"]
