"""Telegram's side of the double: one call in, checked, met by its fault, played, answered."""

import asyncio
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec
from aiohttp import BodyPartReader, web

from tests.double.faults import Fault, Refused
from tests.double.options import Options
from tests.double.record import Record, Violation
from tests.double.script import Script
from tests.double.telegram_account import METHODS, file_sent, generic
from tests.double.telegram_polling import get_updates
from tests.double.telegram_rules import TelegramRules
from tests.double.telegram_state import TelegramState
from tests.double.telegram_types import Upload
from tests.double.wire import drop


class Telegram:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, options: Options, record: Record, script: Script) -> None:
        self._options, self._record, self._script = options, record, script
        self.rules = TelegramRules(options.specs)
        self.state = TelegramState(options, record)

    async def call(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """One method call; `path` is what follows `/bot`."""
        token, _, method = path.partition("/")
        try:
            return await self._accepted(request, unquote(token), method)
        except Refused as refusal:
            return self._refusal(method, refusal)

    async def _accepted(self, request: web.BaseRequest, token: str, method: str) -> web.StreamResponse:
        if token != self._options.telegram_token:
            raise Refused(401, "Unauthorized", rule="wrong token")
        values = await parameters(request)
        values = self.rules.check(method, values) if self._options.check else lenient(values)
        self._record.asked(method, values)
        address = str(values.get("chat_id", ""))
        fault = self._script.take((method, "telegram"), address)
        if fault and fault.kind == "refused":
            raise fault.refusal()
        if fault and fault.kind == "dropped":
            return drop(request)
        self._reachable(address)
        result = await self._play(method, values)
        if method.startswith("send") and method != "sendChatAction":
            await self._record.arrived(address)
        await self._late(fault)
        return drop(request) if fault and fault.kind == "lost" else answer({"ok": True, "result": result})

    async def answered_in_body(self, body: str) -> None:
        """A call that the bot made in its answer to a webhook; nobody learns how it went, as with the real one."""
        values = _decoded(body.encode()) if body.startswith("{") else {}
        method = values.pop("method", None)
        if method is None:
            return
        try:
            values = self.rules.check(method, values) if self._options.check else lenient(values)
            self._record.asked(method, values)
            await self._play(method, values)
        except Refused as refusal:
            self._refusal(method, refusal)

    def _reachable(self, address: str) -> None:
        if address in self.state.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if self._options.known_only and address and not self.state.message_ids[address]:
            raise Refused(400, "Bad Request: chat not found")

    async def _play(self, method: str, values: dict[str, Any]) -> Any:
        if method == "getUpdates":
            return await get_updates(self.state.pending, self._record, values, self.state.webhook["url"])
        if method not in METHODS:
            return generic(self.state, self.rules.methods.get(method, {"name": method}), values)
        return METHODS[method](self.state, method, values)

    async def _late(self, fault: Fault | None) -> None:
        wait = self._options.latency + (fault.seconds if fault else 0.0)
        if wait:
            await asyncio.sleep(wait)

    def _refusal(self, method: str, refusal: Refused) -> web.Response:
        if refusal.rule:
            self._record.faults.append(Violation(method, refusal.rule))
        body: dict[str, Any] = {"ok": False, "error_code": refusal.status, "description": refusal.message}
        headers = {}
        if refusal.parameters:
            body["parameters"] = refusal.parameters
            headers["Retry-After"] = str(refusal.parameters.get("retry_after", 0))
        return answer(body, refusal.status, headers)

    def download(self, path: str) -> web.Response:
        """A file's bytes; `path` is what follows `/file/bot`."""
        token, _, file_path = path.partition("/")
        file = file_sent(self.state, unquote(file_path)) if unquote(token) == self._options.telegram_token else None
        if file is None:
            self._record.faults.append(Violation("download", f"no such file: {file_path}"))
            return answer({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        return web.Response(body=file.content, content_type="application/octet-stream")


def answer(body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(body=msgspec.json.encode(body), status=status, headers=headers, content_type="application/json")


async def parameters(request: web.BaseRequest) -> dict[str, Any]:
    """The parameters of a call in any of the forms Telegram takes: query, form, JSON, multipart."""
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("multipart/form-data"):
        return await _parts(request)
    body = await request.read()
    if kind.startswith("application/json"):
        return _decoded(body)
    text = body.decode() if body else request.query_string
    return dict(parse_qsl(text, keep_blank_values=True))


def lenient(values: dict[str, Any]) -> dict[str, Any]:
    """Just enough typing for calls nobody checks."""
    for name, value in values.items():
        if isinstance(value, str) and (name in ("chat_id", "message_id") or value[:1] in ("[", "{")):
            values[name] = value if name in ("text", "caption") else _native(value)
    return values


def _native(value: str) -> Any:
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError:
        return value


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        values = msgspec.json.decode(body or b"{}")
    except msgspec.DecodeError:
        values = None
    if not isinstance(values, dict):
        raise Refused(400, "Bad Request: can't parse JSON object", rule="body is no JSON object")
    return {name: value for name, value in values.items() if value is not None}


async def _parts(request: web.BaseRequest) -> dict[str, Any]:
    values: dict[str, Any] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise Refused(400, "Bad Request: nested multipart", rule="nested multipart")
        content = bytes(await part.read())
        if part.filename is None:
            values[str(part.name)] = content.decode()
        else:
            type = part.headers.get("Content-Type", "application/octet-stream")
            values[str(part.name)] = Upload(part.filename, type, content)
    return values
