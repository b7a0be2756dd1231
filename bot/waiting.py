"""Answers the messages that wait: fetches their files, has them rewritten, seals them, and then runs the turn.

No transaction is open meanwhile. The turn that follows looks afresh at what the person is being asked.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from bot.channels.base import Channel, FetchError, TooLarge
from bot.files import FileStore
from bot.inbox import StoreInbox, told
from bot.leases import Closed, Lease, NobodysElse
from bot.media.clean import Clean, Reason, Refused
from bot.media.guard import Guard
from bot.media.kinds import LIMITS
from dialogue.phrases import Phrase
from handlers import inbound
from handlers.uploads import REFUSALS, UNREACHABLE
from models import contacts, files, received
from models.base import now
from models.files import Sealed
from models.received import Attachment, Waiting
from models.store import Store, Unavailable

log = structlog.get_logger()

LEASE = "waiting"  # what the one among several processes holds
POLL = 1.0  # seconds after which messages are looked for that became due
FETCHES = 5  # tries to get a file from the provider
AT_ONCE = 8  # people whose files are fetched at the same time
TOGETHER = 10  # files of one album that are taken


class WaitingRoom:
    """Takes care of every message that waits, one at a time for each person, while this process holds `lease`."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        kept: FileStore,
        inbox: StoreInbox,
        lease: Lease | None = None,
    ) -> None:
        self._store, self._channels, self._kept, self._inbox = store, channels, kept, inbox
        self._lease = lease or NobodysElse(LEASE)
        self._lease.wakes(self.wake)
        self._guard = Guard()
        self._awake = asyncio.Event()
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._stopping = False

    def wake(self) -> None:
        """There may be a message that waits."""
        self._awake.set()

    async def run(self) -> None:
        """Answer until `stop`; people do not wait for each other's files."""
        with suppress(Closed):
            while not self._stopping:
                await self._lease.held()
                await self._while_held()
        await self._guard.close()
        await asyncio.gather(*self._busy.values(), return_exceptions=True)
        await self._lease.close()

    async def stop(self) -> None:
        """Begin nothing more."""
        self._stopping = True
        self._awake.set()
        if not self._lease.sure():
            await self._lease.close()

    async def _while_held(self) -> None:
        while not self._stopping and self._lease.sure():
            self._awake.clear()
            for waiting in await self._due():
                task = asyncio.create_task(self._answer(waiting), name=waiting.owner)
                self._busy[waiting.owner] = task
                task.add_done_callback(self._done)
            await self._rest()

    async def _due(self) -> list[Waiting]:
        """The first waiting message of everybody whose turn has come and who is not being answered already."""
        try:
            due = await self._store.read(received.first_waiting, now(), 2 * AT_ONCE)
        except Unavailable:
            return []
        return [waiting for waiting in due if waiting.owner not in self._busy][: AT_ONCE - len(self._busy)]

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._busy[task.get_name()]
        if not task.cancelled() and (problem := task.exception()) is not None:
            log.error("waiting_failed", error=type(problem).__name__)
        else:
            self._awake.set()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(POLL):
                await self._awake.wait()
        except TimeoutError:
            return

    async def _answer(self, first: Waiting) -> None:
        together, attachments, channel = await self._store.read(_opened, first)
        ids = [waiting.id for waiting in together]
        try:
            sealed, refused = await self._files(channel, attachments, first.tries)
            took = await self._store.write(inbound.resume, together, sealed, refused, now())
        except FetchError:
            await self._store.write(received.put_off, ids, now() + timedelta(seconds=3 ** (first.tries + 1)))
        except Unavailable:
            raise
        except Exception as problem:
            log.error("turn_failed", channel=channel, received=first.id, error=type(problem).__name__)
            self._inbox.set_in_motion(await self._store.write(_parked, first.contact_id, ids, told(problem)))
        else:
            self._inbox.set_in_motion(took)

    async def _files(
        self, channel: str, attachments: Sequence[Attachment], tries: int
    ) -> tuple[list[Sealed], Phrase | None]:
        """The files as they are kept, or why there are none. Raises `FetchError` when trying later may help."""
        sealed, refused = [], None
        for attachment in attachments[:TOGETHER]:
            try:
                clean = await self._fetched(self._channels[channel], attachment)
            except Refused as problem:
                refused = REFUSALS[problem.reason]
            except FetchError as problem:
                if problem.again and tries < FETCHES:
                    raise
                refused = UNREACHABLE
            else:
                sealed.append(await self._keep(clean))
        return sealed, refused

    async def _fetched(self, channel: Channel, attachment: Attachment) -> Clean:
        try:
            data = await channel.fetch(attachment, max(LIMITS.values()))
        except TooLarge:
            raise Refused(Reason.too_large) from None
        try:
            return await self._guard.rewrite(data, "")
        except RuntimeError as problem:
            raise FetchError(str(problem), again=True) from None

    async def _keep(self, clean: Clean) -> Sealed:
        sealed = files.seal(self._store.vault, clean.data, clean.type, clean.name)
        await self._kept.put(sealed.id, sealed.content)
        return sealed


def _opened(db: Connection, first: Waiting) -> tuple[list[Waiting], list[Attachment], str]:
    """The messages that are answered together, the files to fetch, and the channel they are at.

    Nothing is fetched that nobody asked for.
    """
    together = received.together(db, first)
    contact = contacts.known(db, first.contact_id)
    if contact.person_id is None or not inbound.wants_file(db, contact):
        return together, [], contact.channel
    attachments = [each for waiting in together for each in received.arrival_of(db, waiting).attachments]
    return together, attachments, contact.channel


def _parked(db: Connection, contact: int, ids: Sequence[int], error: str) -> inbound.Took:
    return inbound.park_waiting(db, contacts.known(db, contact), ids, error, now())
