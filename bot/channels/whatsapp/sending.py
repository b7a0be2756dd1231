"""Sends one message: from a template when it has buttons and the template is there, else as text or as a file."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

import structlog

from bot.attachments import Attachments, Made
from bot.channels.base import RetryLater, WrongContent
from bot.channels.whatsapp.codes import translated
from bot.channels.whatsapp.syncing import kept_sids
from bot.channels.whatsapp.templates import Knock, template_of, variables_of
from bot.lending import Lending
from dialogue.drawing.whatsapp import Kind, Piece, as_text, carries, draw, with_file, with_link
from models.outbox import Claimed
from models.store import Store, Unavailable

log = structlog.get_logger()

LOOK_AGAIN = 60.0  # seconds until a template that is missing is looked for again
REMEMBERED = 1000


class Sender:
    """Sends with Twilio's `client`. `origin` says who we are to Twilio, `callback` where receipts go.

    What messages show is made by `attachments`; without `lending` nobody can fetch it, and it is not sent.
    """

    def __init__(
        self,
        client: Any,
        store: Store,
        origin: Mapping[str, str],
        callback: str | None,
        attachments: Attachments,
        lending: Lending | None,
    ) -> None:
        self._client, self._store, self._origin, self._callback = client, store, origin, callback
        self._attachments, self._lending = attachments, lending
        self._sids: dict[str, str] = {}
        self._looked: float | None = None
        self._begun: dict[int, int] = {}  # parts of a long text that went out before one of them failed

    async def send(self, message: Claimed) -> str | None:
        """Send `message`; the SID of its last part. Raises a `SendError`."""
        content = message.content
        if content.clears or content.deletes:
            return None  # nobody can take anything off WhatsApp
        if content.knock:
            return await self._knock(message)
        if content.shows is not None:
            return await self._show(message)
        pieces = draw(content)
        if not pieces:
            raise WrongContent("empty")
        return await self._all(message, pieces)

    async def look(self) -> None:
        """Read which templates there are."""
        self._sids, self._looked = await self._store.read(kept_sids), monotonic()

    async def _sid(self, name: str) -> str | None:
        missing = name not in self._sids
        if missing and (self._looked is None or monotonic() - self._looked > LOOK_AGAIN):
            try:
                await self.look()
            except Unavailable:
                raise RetryLater("store") from None
        return self._sids.get(name)

    async def _knock(self, message: Claimed) -> str:
        sid = await self._sid(Knock(message.content.text, message.content.language).name)
        if sid is None:
            log.error("whatsapp.knock_not_sent: run lazos templates sync", message=message.id)
            raise WrongContent("knock")
        return await self._create(message, content_sid=sid, **self._receipts(message))

    async def _show(self, message: Claimed) -> str | None:
        if self._lending is None:
            log.error("whatsapp.attachment_not_sent: set LAZOS_PUBLIC_URL", message=message.id)
            raise WrongContent("public url")
        made = await self._attachments.make(message)
        if not carries(made.type):
            return await self._all(message, with_link(message.content, self._lending.to_person(made)))
        return await self._all(message, with_file(message.content, made.type), made)

    async def _all(self, message: Claimed, pieces: list[Piece], made: Made | None = None) -> str | None:
        """Every part in order; after a failure, those that are still missing. The last one tells of its fate."""
        sid, last = None, len(pieces) - 1
        for place in range(self._begun.pop(message.id, 0), len(pieces)):
            more = self._receipts(message) if place == last else {}
            try:
                sid = await self._one(message, pieces[place], made, more)
            except BaseException:  # a time limit, too
                self._remember(message.id, place)
                raise
        return sid

    async def _one(self, message: Claimed, piece: Piece, made: Made | None, more: Mapping[str, str]) -> str:
        if piece.kind in (Kind.QUICK, Kind.LIST):
            return await self._pressable(message, piece, more)
        return await self._create(message, **self._fields(piece, made), **more)

    async def _pressable(self, message: Claimed, piece: Piece, more: Mapping[str, str]) -> str:
        """From its template; without one, or where that is refused, the same in words, which one text has room for."""
        if (sid := await self._sid(template_of(piece).name)) is not None:
            try:
                return await self._create(message, content_sid=sid, content_variables=variables_of(piece), **more)
            except WrongContent as problem:
                log.warning("whatsapp.template_refused", message=message.id, code=problem.code)
        (words,) = as_text(message.content)
        return await self._create(message, body=words.text, **more)

    def _fields(self, piece: Piece, made: Made | None) -> dict[str, Any]:
        if piece.kind is not Kind.FILE or made is None or self._lending is None:
            return {"body": piece.text}
        address = {"media_url": [self._lending.to_provider(made)]}
        return address | {"body": piece.text} if piece.text else address

    def _remember(self, message: int, place: int) -> None:
        if place and len(self._begun) < REMEMBERED:
            self._begun[message] = place

    def _receipts(self, message: Claimed) -> dict[str, str]:
        return {"status_callback": f"{self._callback}?m={message.id}"} if self._callback else {}

    async def _create(self, message: Claimed, **fields: Any) -> str:
        with translated():
            made = await self._client.messages.create_async(to=message.address, **self._origin, **fields)
        return str(made.sid)
