"""The secret that Telegram's updates carry: the operator's, or one made here.

The old one is accepted until the new one is set.
"""

from secrets import token_urlsafe

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from models.installation import keep, kept
from models.store import Store

MADE = "telegram secret"
IN_USE = "telegram secret in use"  # what Telegram was told last


class Secret:
    """`wanted` is to be set, `accepted` are those with which updates may come now (none before `load`)."""

    def __init__(self, setting: str | None, store: Store) -> None:
        self._setting, self._store = setting, store
        self.wanted = ""
        self.in_use: str | None = None

    @property
    def accepted(self) -> list[str]:
        """The wanted one, and the one that Telegram still uses."""
        return list(dict.fromkeys(secret for secret in (self.wanted, self.in_use) if secret))

    async def load(self) -> None:
        """Learn from the store what is to be used and what is in use."""
        self.in_use = await self._store.read(kept, IN_USE)
        self.wanted = self._setting or await self._made()

    async def is_set(self) -> None:
        """Telegram has taken the wanted one."""
        await self._store.write(keep, IN_USE, self.wanted)
        self.in_use = self.wanted

    async def _made(self) -> str:
        try:
            return await self._store.write(_kept_or_made)
        except IntegrityError:  # another process has just made one
            return await self._store.write(_kept_or_made)


def _kept_or_made(db: Connection) -> str:
    found = kept(db, MADE)
    if found is None:
        found = token_urlsafe(48)
        keep(db, MADE, found)
    return found
