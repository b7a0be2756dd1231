"""Twilio's side of the double: authentication, routing, and the answers' outer form."""

import asyncio
import base64
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote

import msgspec
from aiohttp import web

from tests.double.content import Contents
from tests.double.faults import Fault, Refused
from tests.double.options import Options
from tests.double.record import Record, Violation
from tests.double.script import Script
from tests.double.twilio_checks import check_message
from tests.double.twilio_media import IncomingMedia
from tests.double.twilio_messages import Messages
from tests.double.twilio_schemas import TwilioSchemas
from tests.double.twilio_state import Json, TwilioState
from tests.double.wire import drop

ROUTES = [
    (method, re.compile(pattern), key)
    for method, pattern, key in (
        ("POST", r"/Messages\.json", "messages"),
        ("GET", r"/Messages\.json", "messages.list"),
        ("GET", r"\.json", "account"),
        ("GET", r"/Messages/(\w+)\.json", "messages.fetch"),
        ("POST", r"/Messages/(\w+)\.json", "messages.update"),
        ("DELETE", r"/Messages/(\w+)\.json", "messages.delete"),
        ("GET", r"/Messages/(\w+)/Media\.json", "media.list"),
        ("GET", r"/Messages/(\w+)/Media/(\w+)\.json", "media.fetch"),
        ("DELETE", r"/Messages/(\w+)/Media/(\w+)\.json", "media.delete"),
        ("GET", r"/Messages/(\w+)/Media/(\w+)", "media"),
        ("POST", r"/v1/Content", "content"),
        ("GET", r"/v1/Content", "content.list"),
        ("GET", r"/v1/ContentAndApprovals", "content.approvals"),
        ("GET", r"/v1/Content/(\w+)", "content.fetch"),
        ("PUT", r"/v1/Content/(\w+)", "content.update"),
        ("DELETE", r"/v1/Content/(\w+)", "content.delete"),
        ("POST", r"/v1/Content/(\w+)/ApprovalRequests/whatsapp", "approval"),
        ("GET", r"/v1/Content/(\w+)/ApprovalRequests", "approval.fetch"),
    )
]
QUERIES = {"messages.list": "ListMessage", "media.list": "ListMedia", "content.list": "ListContent"}
QUERIES |= {"content.approvals": "ListContentAndApprovals"}
CREATES = ("content", "approval")


class Twilio:
    """Answers the REST API under `/2010-04-01` and the Content API under `/v1`."""

    def __init__(self, options: Options, record: Record, script: Script) -> None:
        self._options, self._record, self._script = options, record, script
        self.state = TwilioState(options, record)
        self.schemas = TwilioSchemas(options.specs)
        self.messages = Messages(self.state)
        self.contents = Contents(self.state, self.schemas)
        self.media = IncomingMedia(self.state)
        password = f"{options.account_sid}:{options.auth_token}".encode()
        self._credentials = f"Basic {base64.b64encode(password).decode()}"
        self.on_accepted: Any = None

    async def call(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        key = path
        try:
            key, found = self._route(request.method, unquote(path))
            if request.headers.get("Authorization") != self._credentials:
                raise Refused(401, "Authenticate", code=20003, rule="wrong or missing credentials")
            return await self._answer(request, key, found)
        except Refused as refusal:
            if refusal.rule:
                self._record.faults.append(Violation(key, refusal.rule))
            return _refusal(refusal)

    def _route(self, method: str, path: str) -> tuple[str, tuple[str, ...]]:
        short = path.removeprefix(self.state.account_path)
        for verb, pattern, key in ROUTES:
            if method == verb and (match := pattern.fullmatch(short)):
                return key, match.groups()
        raise Refused(404, f"The requested resource {path} was not found", code=20404, rule="unknown resource")

    async def _answer(self, request: web.BaseRequest, key: str, found: tuple[str, ...]) -> web.StreamResponse:
        values = await self._values(request, key)
        self._record.asked(key, values)
        fault = self._script.take((key, "twilio"), str(values.get("To", "")))
        if fault and fault.kind == "refused":
            raise fault.refusal()
        if fault and fault.kind == "dropped":
            return drop(request)
        if key == "media":
            return self.media.redirect(*found)
        status, body = await self._create(values, fault) if key == "messages" else self._play(key, found, values)
        if wait := self._options.latency + (fault.seconds if fault else 0.0):
            await asyncio.sleep(wait)
        return drop(request) if fault and fault.kind == "lost" else answer(status, body)

    async def _values(self, request: web.BaseRequest, key: str) -> Json:
        """What was given, checked: a form for messages, JSON for templates, a query for lists."""
        if key in ("content", "content.update", "approval"):
            return _object(await request.read())
        if key in ("messages", "messages.update"):
            given = parse_qs((await request.read()).decode(), keep_blank_values=True)
            operation = "CreateMessage" if key == "messages" else "UpdateMessage"
        else:
            given, operation = parse_qs(request.query_string, keep_blank_values=True), QUERIES.get(key, "")
        if not self._options.check:
            return {name: texts if name == "MediaUrl" else texts[0] for name, texts in given.items()}
        values = self.schemas.check(operation, given)
        if key == "messages":
            check_message(self._options, values, self.state.contents)
        return values

    async def _create(self, values: Json, fault: Fault | None) -> tuple[int, Json]:
        resource, code = await self.messages.create(values, fault)
        created = dict(resource)
        if callback := values.get("StatusCallback"):
            self.state.callbacks[resource["sid"]] = callback
        if self._record.keep:
            self.on_accepted(resource, code, fault.rank if fault and fault.kind == "later" else "failed")
        return 201, created

    def _play(self, key: str, found: tuple[str, ...], values: Json) -> tuple[int, Json | None]:
        sid, part = (found[0], found[-1]) if found else ("", "")
        plays: dict[str, Callable[[], Json | None]] = {
            "account": lambda: {"sid": self._options.account_sid, "status": "active", "type": "Full"},
            "content": lambda: self.contents.create(values),
            "approval": lambda: self.contents.submit(sid, values),
            "messages.list": lambda: self.messages.list(values),
            "messages.fetch": lambda: self.messages.fetch(sid),
            "messages.update": lambda: self.messages.update(sid, values),
            "messages.delete": lambda: self.messages.delete(sid),
            "media.list": lambda: self.media.list(sid),
            "media.fetch": lambda: self.media.describe(sid, part),
            "media.delete": lambda: self.media.delete(sid, part),
            "content.list": lambda: self.contents.list(values, approvals=False),
            "content.approvals": lambda: self.contents.list(values, approvals=True),
            "content.fetch": lambda: self.contents.fetch(sid),
            "content.update": lambda: self.contents.update(sid, values),
            "content.delete": lambda: self.contents.delete(sid),
            "approval.fetch": lambda: self.contents.approval(sid),
        }
        body = plays[key]()
        return 204 if body is None else 201 if key in CREATES else 200, body


def answer(status: int, body: Json | None) -> web.Response:
    if body is None:
        return web.Response(status=status)
    return web.Response(body=msgspec.json.encode(body), status=status, content_type="application/json")


def _refusal(refusal: Refused) -> web.Response:
    more = f"https://www.twilio.com/docs/errors/{refusal.code}"
    body = {"code": refusal.code, "message": refusal.message, "more_info": more, "status": refusal.status}
    response = answer(refusal.status, body)
    if "retry_after" in refusal.parameters:
        response.headers["Retry-After"] = str(refusal.parameters["retry_after"])
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return response


def _object(body: bytes) -> Json:
    try:
        decoded = msgspec.json.decode(body)
    except msgspec.DecodeError:
        decoded = None
    if not isinstance(decoded, dict):
        raise Refused(400, "Malformed JSON", code=20001, rule="body is no JSON object")
    return decoded
