"""The methods that put something on a person's screen, change it or take it away."""

import time
from collections.abc import Callable
from typing import Any

from tests.double.entities import visible
from tests.double.faults import Refused
from tests.double.record import Button, Media, Shown
from tests.double.telegram_state import Json, TelegramState
from tests.double.telegram_types import Upload

KINDS = "photo document voice audio video animation sticker video_note".split()  # noqa: SIM905
SUFFIXES = {"photo": "jpg", "voice": "oga", "sticker": "webp"}


def send(state: TelegramState, method: str, values: Json) -> Json:
    """Any of the send methods: the message as it arrived."""
    chat_id, address = values["chat_id"], str(values["chat_id"])
    markup = values.get("reply_markup")
    message: Json = {
        "message_id": state.next_id(address),
        "from": state.bot,
        "chat": state.chat(chat_id),
        "date": int(time.time()),
    }
    if method == "sendMessage":
        message["text"] = values["text"]
    if markup is not None and "inline_keyboard" in markup:
        message["reply_markup"] = markup
    if state.record.keep or method != "sendMessage":
        _keep(state, method, values, message, address)
    return message


def _keep(state: TelegramState, method: str, values: Json, message: Json, address: str) -> None:
    text = _visible(values, "text") if "text" in values else _visible(values, "caption")
    message |= {"text": text} if "text" in values else {"caption": text} if text else {}
    media = [_medium(state, kind, values[kind], message) for kind in KINDS if kind in values]
    kind = media[0].kind if media else method.removeprefix("send").lower()
    kind = "text" if kind == "message" else kind
    shown = Shown(str(message["message_id"]), address, text, kind, _buttons(message), media, raw=message)
    state.record.show(shown)


def _visible(values: Json, name: str) -> str:
    return visible(str(values.get(name, "")), str(values.get("parse_mode", "")), [])


def _buttons(message: Json) -> list[Button]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    cells = [cell for row in rows for cell in row]
    return [Button(cell["text"], cell.get("callback_data", ""), cell.get("url", "")) for cell in cells]


def _medium(state: TelegramState, kind: str, value: Any, message: Json) -> Media:
    if not isinstance(value, Upload):
        return _known(state, kind, str(value), message)
    name, type = (value.name, value.type) if kind != "photo" else ("photo.jpg", "image/jpeg")
    file = state.store(value.content, name, type, f"{kind}s")
    described = {"file_id": file.id, "file_unique_id": f"u{file.id[-8:]}", "file_size": len(value.content)}
    message[kind] = [described | {"width": 800, "height": 600}] if kind == "photo" else described | _told(kind, value)
    return Media(kind, name, type, value.content)


def _told(kind: str, value: Upload) -> Json:
    more: dict[str, Json] = {
        "document": {"file_name": value.name},
        "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
        "video": {"width": 640, "height": 480, "duration": 1},
        "animation": {"width": 640, "height": 480, "duration": 1},
        "video_note": {"length": 240, "duration": 1},
    }
    return more.get(kind, {"duration": 1}) | ({} if kind == "sticker" else {"mime_type": value.type})


def _known(state: TelegramState, kind: str, value: str, message: Json) -> Media:
    """A file id seen before, or an address from which Telegram would fetch."""
    if value.startswith(("http://", "https://")):
        _medium(state, kind, Upload(f"file.{SUFFIXES.get(kind, 'bin')}", "application/octet-stream", b""), message)
        return Media(kind, url=value)
    if value not in state.files:
        raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified", rule=f"unknown {kind} {value!r}")
    file = state.files[value]
    _medium(state, kind, Upload(file.name, file.type, file.content), message)
    return Media(kind, file.name, file.type, file.content)


def album(state: TelegramState, method: str, values: Json) -> list[Json]:
    """Each item is a message of its own; all carry one media_group_id."""
    common = {"chat_id": values["chat_id"]}
    sent = []
    for item in values["media"]:
        source = item["media"].removeprefix("attach://")
        single = common | {item["type"]: values.get(source, item["media"])}
        single |= {key: item[key] for key in ("caption", "parse_mode") if key in item}
        sent.append(send(state, f"send{item['type'].capitalize()}", single))
    for message in sent:
        message["media_group_id"] = str(sent[0]["message_id"])
    return sent


def edit(state: TelegramState, method: str, values: Json) -> Json | bool:
    """editMessageText, editMessageReplyMarkup, editMessageCaption."""
    if not state.record.keep:
        return True
    shown = _own(state, values)
    part = {"editMessageText": "text", "editMessageCaption": "caption"}.get(method)
    text = _visible(values, part) if part else shown.text
    markup = values.get("reply_markup") or {}
    if text == shown.text and markup == shown.raw.get("reply_markup", {}):
        same = "specified new message content and reply markup are exactly the same as a current content"
        raise Refused(400, f"Bad Request: message is not modified: {same} and reply markup of the message")
    shown.raw.pop("reply_markup", None)
    shown.raw |= ({"reply_markup": markup} if markup else {}) | ({part: text} if part else {})
    shown.raw["edit_date"] = int(time.time())
    shown.text, shown.buttons, shown.edited = text, _buttons(shown.raw), True
    return shown.raw


def _own(state: TelegramState, values: Json) -> Shown:
    address, id = str(values.get("chat_id")), values.get("message_id")
    if (address, id) in state.incoming:
        raise Refused(400, "Bad Request: message can't be edited", rule="edit of a person's message")
    if shown := state.record.find(address, str(id)):
        return shown
    raise Refused(400, "Bad Request: message to edit not found")


def delete(state: TelegramState, method: str, values: Json) -> bool:
    """Both refuse what is too old, deleteMessages all of its messages then; of what is gone it takes no notice."""
    address, single = str(values["chat_id"]), method == "deleteMessage"
    ids = [values["message_id"]] if single else values["message_ids"]
    allowed = [state.deletable(address, id) if state.record.keep else True for id in ids]
    if False in allowed:
        raise Refused(400, "Bad Request: message can't be deleted for everyone")
    if single and allowed == [None]:
        raise Refused(400, "Bad Request: message to delete not found")
    for id in ids:
        _remove(state, address, id)
    return True


def _remove(state: TelegramState, address: str, id: int) -> None:
    screen = state.record.screens[address]
    screen[:] = [shown for shown in screen if shown.id != str(id)]
    state.incoming.pop((address, id), None)


Method = Callable[[TelegramState, str, Json], Any]
METHODS: dict[str, Method] = {
    "sendMediaGroup": album,
    "editMessageText": edit,
    "editMessageCaption": edit,
    "editMessageReplyMarkup": edit,
    "deleteMessage": delete,
    "deleteMessages": delete,
    **{f"send{kind.title().replace('_', '')}": send for kind in ["message", *KINDS, "location", "contact", "poll"]},
}
