"""A stand-in for both providers, leaner than the tests' double: it checks nothing and says what arrived.

The second core is for the people who write and for PostgreSQL as well, so as little of it as possible is spent here.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable
from itertools import count
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

import msgspec

from bench.wire import serve

TOKEN = "1000000001:AAinvented-token-of-the-bench-00001"
ACCOUNT = "AC" + "0" * 28 + "be9c"

Arrived = Callable[[int, str, list[tuple[str, str]]], None]  # chat, text, and (label, data) of each button
Texted = Callable[[dict[str, Any], str], None]  # what Twilio was given, and the SID

_BOT = {"id": 1000000001, "is_bot": True, "first_name": "Lazos", "username": "LazosBenchBot"}
_RESULTS: dict[str, Any] = {
    "getMe": _BOT,
    "getMyCommands": [],
    "getMyDescription": {"description": ""},
    "getMyShortDescription": {"short_description": ""},
}


def sid_of(to: str, body: str) -> str:
    """The SID of a message, made of the message itself, so that whoever sent it can tell it from another's."""
    return "SM" + hashlib.blake2b(f"{to} {body}".encode(), digest_size=16).hexdigest()


class Provider:
    """`async with Provider() as provider:` serves at `provider.url` until the block ends."""

    def __init__(self) -> None:
        self.latency = 0.0  # seconds between the arrival of a call and its answer
        self.arrived: Arrived = lambda chat, text, buttons: None
        self.texted: Texted = lambda values, sid: None
        self._ids = count(1)

    async def __aenter__(self) -> Self:
        self._server, self.url = await serve(self._answer, lambda: self.latency)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        await asyncio.sleep(0)

    def _answer(self, path: str, body: bytes) -> tuple[bytes, bool]:
        if path.startswith("/bot"):
            return self._telegram(path.rpartition("/")[2], body)
        return self._twilio(body), True

    def _telegram(self, method: str, body: bytes) -> tuple[bytes, bool]:
        if method != "sendMessage":
            return _encode({"ok": True, "result": _RESULTS.get(method, True)}), method == "answerCallbackQuery"
        values = _values(body)
        chat, text, markup = int(values["chat_id"]), values["text"], _json(values.get("reply_markup"))
        message: dict[str, Any] = {
            "message_id": next(self._ids),
            "from": _BOT,
            "chat": {"id": chat, "type": "private", "first_name": "Ana"},
            "date": int(time.time()),
            "text": text,
        }
        if markup:
            message["reply_markup"] = markup
        self.arrived(chat, text, _buttons(markup))
        return _encode({"ok": True, "result": message}), True

    def _twilio(self, body: bytes) -> bytes:
        if not body:  # whoever asks what came in
            return b'{"messages":[]}'
        values = _values(body)
        sid = sid_of(values["To"], values["Body"])
        self.texted(values, sid)
        uri = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json"
        fields = {"sid": sid, "to": values["To"], "body": values["Body"], "status": "queued", "uri": uri}
        return _encode(fields | {"account_sid": ACCOUNT, "num_segments": "1", "num_media": "0", "error_code": None})


_encode = msgspec.json.encode


def _values(body: bytes) -> dict[str, Any]:
    """The parameters of a call, as JSON or as a form."""
    if body.startswith(b"{"):
        return msgspec.json.decode(body, type=dict[str, Any])
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _json(value: Any) -> dict[str, Any]:
    """A structure within a call; forms carry it as text."""
    return msgspec.json.decode(value, type=dict[str, Any]) if isinstance(value, str) else value or {}


def _buttons(markup: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (button["text"], button.get("callback_data", "")) for row in markup.get("inline_keyboard", ()) for button in row
    ]
