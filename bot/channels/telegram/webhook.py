"""The door for Telegram's updates: turned away in a fixed order, else answered 200 whatever they hold.

Anything but 2xx makes Telegram hold back the person's next messages for up to a day, so only a store that
cannot be reached is answered otherwise.
"""

from hmac import compare_digest

from aiohttp import web

from bot.channels.base import Inbox
from bot.channels.telegram.secret import Secret
from bot.channels.telegram.taking import BODY, events_of, hand_in
from models.store import Unavailable

PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
AGAIN = "5"  # seconds after which Telegram may come again when the store was away


class Webhook:
    """Hands what arrives to `inbox`."""

    def __init__(self, secret: Secret, inbox: Inbox) -> None:
        self._secret, self._inbox = secret, inbox

    async def answer(self, request: web.Request) -> web.Response:
        """413, 415, 403, else 200; 503 when nothing can be stored."""
        body = None if _is_small(request) else await _body(request)
        if request.content_type != "application/json" or "Content-Encoding" in request.headers:
            raise web.HTTPUnsupportedMediaType
        if not self._authentic(request):
            raise web.HTTPForbidden
        try:
            return _taken(await hand_in(events_of(await _body(request) if body is None else body), self._inbox))
        except Unavailable:
            return web.Response(status=503, headers={"Retry-After": AGAIN})

    def _authentic(self, request: web.Request) -> bool:
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        return any(compare_digest(given, secret.encode()) for secret in self._secret.accepted)


def _taken(pressed: str | None) -> web.Response:
    """A press is answered with the response itself, which spares a request."""
    if pressed is None:
        return web.Response()
    return web.json_response({"method": "answerCallbackQuery", "callback_query_id": pressed})


def _is_small(request: web.Request) -> bool:
    """Whether the headers tell that the body is within the limit, so that a forgery need not be read. Raises 413."""
    length = request.content_length
    if length is not None and length > BODY:
        raise web.HTTPRequestEntityTooLarge(BODY, length)
    return length is not None or "Content-Encoding" in request.headers


async def _body(request: web.Request) -> bytes:
    """The body, read no further than the limit. Raises 413."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > BODY:
            raise web.HTTPRequestEntityTooLarge(BODY, len(body))
    return bytes(body)
