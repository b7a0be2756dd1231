"""The files of announcements while they are sent: each is fetched and opened once, not for every recipient."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from bot.files import FileStore
from models.announcements.attached import Attached, attached, opened
from models.store import Store

MOST_BYTES = 64 * 1024 * 1024  # of all files together
UNUSED = 600.0  # seconds after which a file is not kept any more
FRESH = 1.0  # seconds after which it is looked again which file an announcement has: staff may give it another one


@dataclass(slots=True)
class _Kept:
    data: bytes
    used: float


class AnnouncedFiles:
    """Those of `store`, from `files`. `clock` counts seconds."""

    def __init__(self, store: Store, files: FileStore, clock: Callable[[], float] = monotonic) -> None:
        self._store, self._files, self._clock = store, files, clock
        self._kept: dict[str, _Kept] = {}
        self._known: dict[int, tuple[float, Attached]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def of(self, announcement: int) -> tuple[Attached, bytes]:
        """The file of an announcement, and what is in it.

        Raises `LookupError` when it has none, `FileNotFoundError` when it is not where it was put, `CannotOpen`, or
        whatever the store of files raises.
        """
        file = await self._attached(announcement)
        if file.id not in self._kept:
            async with self._one_at_a_time:
                if file.id not in self._kept:
                    sealed = await self._files.get(file.id)
                    data = await asyncio.to_thread(opened, self._store.vault, file, sealed)
                    self._keep(file.id, data)
        kept = self._kept[file.id]
        kept.used = self._clock()
        return file, kept.data

    async def _attached(self, announcement: int) -> Attached:
        looked, file = self._known.get(announcement, (float("-inf"), None))
        if file is None or self._clock() - looked >= FRESH:
            file = await self._store.read(attached, announcement)
            if file is None:
                raise LookupError("no file")
            self._known[announcement] = (self._clock(), file)
        return file

    def _keep(self, id: str, data: bytes) -> None:
        """Keep one more, and let go of what nobody has sent for a while, or of the longest unused when it is much."""
        moment = self._clock()
        self._kept = {old: kept for old, kept in self._kept.items() if moment - kept.used < UNUSED}
        self._known = {number: known for number, known in self._known.items() if moment - known[0] < UNUSED}
        room = MOST_BYTES - len(data) - sum(len(kept.data) for kept in self._kept.values())
        for old, kept in sorted(self._kept.items(), key=lambda each: each[1].used):
            if room >= 0:
                break
            room += len(kept.data)
            del self._kept[old]
        self._kept[id] = _Kept(data, moment)
