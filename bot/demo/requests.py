"""What the demo's JSON interface is asked: read within limits, and refused in one clear sentence."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

import msgspec
from aiohttp import BodyPartReader, web

from bot.demo.shown import Upload

JSON_LIMIT = 256 * 1024
FILE_LIMIT = 20 * 1024 * 1024  # as much as Telegram lets a bot have; the bot's own limits are lower
LONGEST_WAIT = 60.0
_CAPTION_LIMIT = 4096
_NAME_LIMIT = 200
_CHUNK = 64 * 1024
_UNKNOWN_TYPE = "application/octet-stream"
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,100}")


Asked = TypeVar("Asked", bound=msgspec.Struct)


class Refused(Exception):
    """A request that cannot be served: the status and the sentence that says why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason

    def answer(self) -> web.Response:
        """The refusal as JSON."""
        return web.json_response({"error": self.reason}, status=self.status)


class NewPhone(msgspec.Struct):
    """Which phone is wanted; `language` is what it is set to."""

    channel: Literal["telegram", "whatsapp"]
    language: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$")] = "es"


class Said(msgspec.Struct):
    """What a phone sends: a text, or a pressed button."""

    text: str | None = None
    tap: str | None = None


async def new_phone(request: web.Request) -> NewPhone:
    """The wanted phone. Raises `Refused`."""
    return await _json(request, NewPhone, 'Send {"channel": "telegram"} or {"channel": "whatsapp"}.')


async def said(request: web.Request) -> Said:
    """What was written or pressed, exactly one of them. Raises `Refused`."""
    said = await _json(request, Said, 'Send {"text": "…"} or {"tap": "…"}, or a file as multipart/form-data.')
    if (said.text is None) == (said.tap is None):
        raise Refused(400, "Send either a text or a tap.")
    if not (said.text or said.tap or "").strip():
        raise Refused(400, "A message cannot be empty.")
    return said


async def upload(request: web.Request) -> tuple[Upload, str]:
    """A file and its caption. Raises `Refused`."""
    if (request.content_length or 0) > FILE_LIMIT + JSON_LIMIT:
        raise _too_large(FILE_LIMIT)
    file, caption = None, ""
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise Refused(400, "A form has no parts within parts.")
            if part.filename is None:
                content = await _content(part, JSON_LIMIT)
                caption = content.decode()[:_CAPTION_LIMIT] if part.name == "caption" else caption
            elif file is not None:
                raise Refused(400, "Send one file at a time.")
            else:
                file = Upload(_name(part.filename), _type(part.headers), await _content(part, FILE_LIMIT))
    except (ValueError, AssertionError, UnicodeError):
        raise Refused(400, "The form cannot be read.") from None
    if file is None:
        raise Refused(400, "There is no file in the form.")
    return file, caption


def number(query: Mapping[str, str], name: str, most: float) -> float:
    """A number of at least 0 from the query, 0 if it is not there, `most` if it is larger. Raises `Refused`."""
    given = query.get(name, "0")
    if not re.fullmatch(r"\d{1,18}(\.\d{1,6})?", given, re.ASCII):
        raise Refused(400, f"{name} has to be a number, 0 or more.")
    return min(float(given), most)


def is_form(request: web.Request) -> bool:
    """Whether the body is a form, or else JSON. Raises `Refused` for anything else."""
    if request.content_type not in ("multipart/form-data", "application/json"):
        raise Refused(415, "Send application/json, or a file as multipart/form-data.")
    return request.content_type == "multipart/form-data"


async def _json(request: web.Request, kind: type[Asked], wanted: str) -> Asked:
    if request.content_type != "application/json":
        raise Refused(415, "Send application/json.")
    if (request.content_length or 0) > JSON_LIMIT:
        raise _too_large(JSON_LIMIT)
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > JSON_LIMIT:
            raise _too_large(JSON_LIMIT)
    try:
        return msgspec.json.decode(bytes(body), type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise Refused(400, wanted) from None


async def _content(part: BodyPartReader, most: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        content += chunk
        if len(content) > most:
            raise _too_large(most)
    return bytes(content)


def _too_large(most: int) -> Refused:
    return Refused(413, f"This is larger than {most // 1024} KB.")


def _name(given: str) -> str:
    """What the sender calls a file, without folders and control characters."""
    name = "".join(letter for letter in re.split(r"[/\\\\]", given)[-1] if letter.isprintable())
    return name[:_NAME_LIMIT] or "file"


def _type(headers: Mapping[str, str]) -> str:
    given = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return given if _TYPE.fullmatch(given) else _UNKNOWN_TYPE
