"""What a stranger sees of the bot before writing to it: commands and descriptions, in every language.

They say nothing of whom the bot is for: anybody can find it.
"""

from collections.abc import Iterator, Sequence

from telegram import Bot, BotCommandScopeAllPrivateChats

from dialogue.catalogues import languages
from dialogue.phrases import Phrase, _

DESCRIPTION = _("This service is for people who have received a code. Press the button below and send your code.")
SHORT_DESCRIPTION = _("For people who have received a code.")

_SCOPE = BotCommandScopeAllPrivateChats()


class Profile:
    """Brings Telegram's side in line with ours, and writes only what differs."""

    def __init__(self, bot: Bot, commands: Sequence[tuple[str, Phrase]]) -> None:
        self._bot, self._commands = bot, commands

    async def bring_in_line(self) -> None:
        """Commands and both descriptions for every language. Raises `TelegramError`."""
        for code, language in _codes():
            await self._set_commands(code, language)
            await self._set_description(code, DESCRIPTION.said(language))
            await self._set_short_description(code, SHORT_DESCRIPTION.said(language))

    async def _set_commands(self, code: str | None, language: str) -> None:
        wanted = [(command, phrase.said(language)) for command, phrase in self._commands]
        there = await self._bot.get_my_commands(scope=_SCOPE, language_code=code)
        if wanted != [(command.command, command.description) for command in there]:
            await self._bot.set_my_commands(wanted, scope=_SCOPE, language_code=code)

    async def _set_description(self, code: str | None, wanted: str) -> None:
        if (await self._bot.get_my_description(language_code=code)).description != wanted:
            await self._bot.set_my_description(wanted, language_code=code)

    async def _set_short_description(self, code: str | None, wanted: str) -> None:
        if (await self._bot.get_my_short_description(language_code=code)).short_description != wanted:
            await self._bot.set_my_short_description(wanted, language_code=code)


def _codes() -> Iterator[tuple[str | None, str]]:
    """Telegram's language codes (None: any other language) and what is spoken there."""
    yield None, languages()[0]
    for language in languages():
        yield language, language
