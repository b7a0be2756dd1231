"""Reads the forms Twilio posts. Pure, and total: whatever an authentic form holds, something comes out."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from bot.channels.whatsapp.addresses import address_of
from dialogue.messages import Media, Tap
from models.contacts import Address
from models.messages import DELIVERED, FAILED, READ, SENT
from models.received import Arrival, Attachment

Form = Mapping[str, str]

FILES_MOST = 10
URL_LIMIT = 2048
#: Nothing to answer: a thumb under a message is no message.
_SILENT = ("reaction",)
STATES = {"sent": SENT, "delivered": DELIVERED, "read": READ, "failed": FAILED, "undelivered": FAILED}
_KEY = re.compile(r"[A-Za-z0-9]{1,64}")
_NUMBER = re.compile(r"[0-9]{1,18}")


class Receipt(NamedTuple):
    """What Twilio says became of our message: a state of `models.outbox`, and the code when it failed."""

    message: int
    state: str
    error: str | None
    provider_id: str | None = None


def read(form: Form) -> tuple[Address, Arrival] | None:
    """Who wrote and what; None when nobody wrote, or nothing that wants an answer."""
    address = address_of(_field(form, "From"), _field(form, "ExternalUserId"))
    key = _field(form, "MessageSid") or _field(form, "SmsMessageSid") or _field(form, "SmsSid")
    if address is None or not _KEY.fullmatch(key) or _kind(form) in _SILENT:
        return None
    pressed = _pressed(form)
    if pressed is not None and Tap.read(pressed) is not None:
        return address, Arrival(key, tap=pressed)
    if pressed is not None:
        return address, Arrival(key, text=pressed)
    return address, _written(form, key)


def read_receipt(form: Form, message: str) -> Receipt | None:
    """The receipt in `form` for our message of this number; None for states that tell nothing new."""
    state = STATES.get(_field(form, "MessageStatus") or _field(form, "SmsStatus"))
    if state is None or not _NUMBER.fullmatch(message):
        return None
    code = _field(form, "ErrorCode")
    sid = _field(form, "MessageSid") or _field(form, "SmsSid")
    return Receipt(int(message), state, code if state == FAILED and _NUMBER.fullmatch(code) else None, sid or None)


def _field(form: Form, name: str) -> str:
    return form.get(name, "").replace("\0", "")


def _kind(form: Form) -> str:
    return _field(form, "MessageType").lower()


def _pressed(form: Form) -> str | None:
    """What a pressed button sends if it is ours: a tap or a command. Of any other button the label counts."""
    data = (_field(form, "ButtonPayload") or _field(form, "ListId")).strip()
    return data if data.startswith("/") or Tap.read(data) is not None else None


def _written(form: Form, key: str) -> Arrival:
    types = _types(form)
    media = _media(form, types)
    text = _field(form, "Body") or _field(form, "ButtonText") or _field(form, "ListTitle")
    if media is None and not text.strip():
        media = Media.OTHER
    if media is not None and not _captioned(form, types):
        text = ""
    return Arrival(key, text=text, media=media, attachments=_files(form, types) if media is Media.FILE else ())


def _types(form: Form) -> list[str]:
    """What each file is said to be, without parameters."""
    number = _field(form, "NumMedia").strip()
    count = min(int(number), FILES_MOST) if _NUMBER.fullmatch(number) else 0
    return [_field(form, f"MediaContentType{place}").partition(";")[0].strip().lower() for place in range(count)]


def _media(form: Form, types: list[str]) -> Media | None:
    if not types:
        return Media.OTHER if _kind(form) in ("location", "contacts", "sticker") or _field(form, "Latitude") else None
    group, _, name = types[0].partition("/")
    if group in ("audio", "video"):
        return Media.VOICE if group == "audio" else Media.VIDEO
    sticker = _kind(form) == "sticker" or (name == "webp" and _kind(form) not in ("image", "document"))
    return Media.OTHER if sticker or name in ("vcard", "x-vcard", "directory") else Media.FILE


def _captioned(form: Form, types: list[str]) -> bool:
    """Whether Body is what the person wrote beside it; a document's is the name of the file."""
    return bool(types) and _kind(form) != "document" and types[0].startswith(("image/", "video/"))


def _files(form: Form, types: list[str]) -> tuple[Attachment, ...]:
    urls = [_field(form, f"MediaUrl{place}").strip() for place in range(len(types))]
    return tuple(
        Attachment(url, type or None) for url, type in zip(urls, types, strict=True) if 0 < len(url) <= URL_LIMIT
    )
