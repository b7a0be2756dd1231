"""Takes in what Twilio posts. Too large, of the wrong type, forged: refused in this order, before anything is read."""

import asyncio
from typing import Any
from urllib.parse import parse_qsl

import msgspec
import structlog
from aiohttp import web
from multidict import MultiDict

from bot.channels.base import Inbox, Unreachable
from bot.channels.whatsapp.addresses import address_of
from bot.channels.whatsapp.codes import meaning, outcome
from bot.channels.whatsapp.parsing import Form, Receipt, read, read_receipt
from bot.channels.whatsapp.signing import Signatures
from models.store import Unavailable

log = structlog.get_logger()

BODY_LIMIT = 64 * 1024
FIELDS_MOST = 500
PATIENCE = 10.0  # seconds for a body to arrive
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
MESSAGES, RECEIPTS = "/whatsapp", "/whatsapp/status"


class Webhooks:
    """The two addresses that Twilio posts to."""

    def __init__(self, signatures: Signatures, inbox: Inbox) -> None:
        self._signatures, self._inbox = signatures, inbox

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        return [web.post(MESSAGES, self.message), web.post(RECEIPTS, self.status)]

    async def message(self, request: web.Request) -> web.Response:
        """Hand in a message; it is safe when this answers 204."""
        heard = read(await self._form(request))
        if heard is not None:
            await _safely(self._inbox.heard(*heard))
        return web.Response(status=204)

    async def status(self, request: web.Request) -> web.Response:
        """Hand in what became of a message of ours."""
        form = await self._form(request)
        receipt = read_receipt(form, request.query.get("m", ""))
        if receipt is not None:
            state = outcome(receipt.state, receipt.error)
            await _safely(self._inbox.receipt(receipt.message, state, receipt.error, receipt.provider_id))
            await self._reachability(form, receipt)
        return web.Response(status=204)

    async def _reachability(self, form: Form, receipt: Receipt) -> None:
        gone = receipt.error is not None and meaning(receipt.error) is Unreachable
        address = address_of(form.get("To", "")) if gone else None
        if address is not None:
            await _safely(self._inbox.reachability(address, reachable=False))

    async def _form(self, request: web.Request) -> Form:
        """The fields of an authentic request, blank ones too. Raises the refusal."""
        body = await _body(request)
        kind = request.content_type
        if kind != FORM and not (kind == JSON and "bodySHA256" in request.query):
            raise web.HTTPUnsupportedMediaType
        text = body.decode("utf-8", "replace")
        form = _fields(text) if kind == FORM else None
        signed: Any = form if kind == FORM else text
        if signed is None or not self._signatures.genuine(request, signed):
            log.warning("whatsapp.forged")
            raise web.HTTPForbidden
        return form if form is not None else _flat(body)


async def _body(request: web.Request) -> bytes:
    """The body, read no further than the limit."""
    if (request.content_length or 0) > BODY_LIMIT:
        raise _too_large(request.content_length or 0)
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > BODY_LIMIT:
                    raise _too_large(len(body))
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    return bytes(body)


def _too_large(size: int) -> web.HTTPException:
    return web.HTTPRequestEntityTooLarge(BODY_LIMIT, size)


def _fields(text: str) -> MultiDict[str] | None:
    """The fields of a form; None when there are more than Twilio ever sends."""
    try:
        return MultiDict(parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=FIELDS_MOST))
    except ValueError:
        return None


def _flat(body: bytes) -> Form:
    """The texts of a JSON object; nothing of anything else."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return {name: str(value) for name, value in found.items()} if isinstance(found, dict) else {}


async def _safely(handed_in: Any) -> None:
    """Wait until it is durable; ask Twilio to come again when it cannot be."""
    try:
        await handed_in
    except Unavailable:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from None
