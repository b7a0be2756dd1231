"""WhatsApp through Twilio: the parts put together."""

from collections.abc import Collection, Sequence
from datetime import datetime

import structlog
from aiohttp import web

from bot.attachments import Attachments
from bot.channels.base import Inbox, SendError
from bot.channels.whatsapp.addresses import CHANNEL
from bot.channels.whatsapp.approving import look
from bot.channels.whatsapp.client import Account, Wire, client_on, quiet
from bot.channels.whatsapp.finding import Finder
from bot.channels.whatsapp.media import MediaStore
from bot.channels.whatsapp.reconciling import missed
from bot.channels.whatsapp.registering import register
from bot.channels.whatsapp.sending import Sender
from bot.channels.whatsapp.signing import Signatures
from bot.channels.whatsapp.webhooks import RECEIPTS, Webhooks
from bot.lending import Lending
from models.base import now
from models.outbox import Claimed
from models.received import Attachment
from models.store import Store

log = structlog.get_logger()


class WhatsApp:
    """One sender (`whatsapp:+…`) or messaging service. The first of `auth_tokens` is ours, all may sign webhooks.

    `trusted` are origins besides `api_url` that may serve files from an inner address: for tests. A process that does
    not receive (`receives`) has no webhooks, only what it lends to Twilio itself, and registers nothing.
    """

    name = CHANNEL
    gap, burst = 6.0, 40

    def __init__(
        self,
        *,
        account_sid: str,
        auth_tokens: Sequence[str],
        sender: str | None,
        messaging_service: str | None,
        api_url: str,
        content_url: str,
        rate: float,
        public_url: str | None,
        store: Store,
        inbox: Inbox,
        attachments: Attachments,
        trusted: Collection[str] = (),
        receives: bool = True,
    ) -> None:
        self.rate = rate
        self._account = Account(account_sid, auth_tokens[0], api_url, content_url)
        self._number, self._service = sender, messaging_service
        self._public_url, self._inbox = public_url.rstrip("/") if public_url else None, inbox
        self._wire = Wire()
        self._client = client_on(self._wire, self._account)
        origin = {"from_": sender} if sender else {"messaging_service_sid": messaging_service or ""}
        callback = f"{self._public_url}{RECEIPTS}" if self._public_url else None
        self._store, self._lending = store, Lending(self._public_url) if self._public_url else None
        self._sender = Sender(self._client, store, origin, callback, attachments, self._lending)
        self._finder = Finder(self._client, store)
        self._media = MediaStore(self._account, trusted)
        self._receives = receives
        self._webhooks = Webhooks(Signatures(auth_tokens, self._public_url), inbox)

    def routes(self) -> list[web.RouteDef]:
        """The webhooks, and where Twilio fetches what messages show."""
        heard = self._webhooks.routes() if self._receives else ()
        return [*heard, *(self._lending.routes() if self._lending else ())]

    async def start(self) -> None:
        """Read which templates there are, and tell Twilio where we are. Goes on when Twilio is away."""
        quiet()
        await self._sender.look()
        if not self._receives or self._public_url is None or self._account.messaging_url is None:
            return
        try:
            known = await register(self._client, self._number, self._service, self._public_url)
            log.info("whatsapp.registered", known=known)
        except SendError as problem:
            log.warning("whatsapp.not_registered", code=problem.code)

    async def stop(self) -> None:
        """Close the connections."""
        await self._wire.close()
        await self._media.close()

    async def send(self, message: Claimed) -> str | None:
        """Send one message and return its SID. Raises a `SendError`."""
        return await self._sender.send(message)

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """The content of a file, at most `most` bytes. Raises a `FetchError`."""
        return await self._media.fetch(attachment.reference, most)

    async def missed(self, moment: datetime | None = None) -> int:
        """Hand in messages of the last 20 minutes whose webhook may not have come; how many were looked at.

        Raises a `SendError` when Twilio cannot be asked, `Unavailable` when the store cannot take them.
        """
        return await missed(self._client, self._account, self._inbox, self._number, moment or now())

    async def uncertain(self, moment: datetime | None = None) -> int:
        """Look up at Twilio what may have been accepted before its answer was lost; how many that settled.

        Raises a `SendError` when Twilio cannot be asked, `Unavailable` when the store cannot take it.
        """
        return await self._finder.find(moment or now())

    async def approvals(self) -> int:
        """Ask how the templates stand that WhatsApp has to approve; 1 if others may be sent than before.

        Raises a `SendError` when Twilio cannot be asked, `Unavailable` when the store cannot take it.
        """
        return await look(self._client, self._store)
