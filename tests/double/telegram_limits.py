"""The limits the Bot API tells only in prose: lengths, keyboards, ids, names."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image

from tests.double.entities import units, visible
from tests.double.faults import Refused
from tests.double.telegram_types import Upload

Values = dict[str, Any]
ATTACHED = re.compile(r"attach://([^\"\\\s]+)")
CHAT_ID_LIMIT = 1 << 52
SENDING = ("photo", "video", "voice", "document", "video_note")
ACTIONS = frozenset(
    ["typing", "choose_sticker", "find_location", "record_video", "record_voice", "record_video_note"]
    + [f"upload_{kind}" for kind in SENDING]
)
LENGTHS = {
    ("setMyDescription", "description"): 512,
    ("setMyShortDescription", "short_description"): 120,
    ("sendPoll", "question"): 300,
}
FILE_LIMITS = {"photo": 10_000_000}
UPLOAD_LIMIT = 50_000_000
PHOTO_SIDES, PHOTO_RATIO = 10_000, 20


def refuse(description: str, rule: str, status: int = 400) -> Refused:
    return Refused(status, f"Bad Request: {description}", rule=rule)


def references(given: Values) -> set[str]:
    """Names of the file parts that `attach://` speaks of. Raises Refused when such a part is not there."""
    named = {name for value in given.values() if isinstance(value, str) for name in ATTACHED.findall(value)}
    if isinstance(given.get("media"), (list, dict)):
        named.update(ATTACHED.findall(str(given["media"]).replace("'", '"')))
    for name in named:
        if not isinstance(given.get(name), Upload):
            raise refuse(f"attached file {name} not found", f"no part named {name}")
    return named


def text(method: str, values: Values) -> None:
    if "text" not in values:
        return
    if method == "answerCallbackQuery":
        if units(values["text"]) > 200:
            raise refuse("MESSAGE_TOO_LONG", "callback answer over 200")
        return
    seen = visible(values["text"], values.get("parse_mode", ""), values.get("entities", []))
    if not seen.strip():
        raise refuse("message text is empty", "text is empty")
    if units(seen.strip()) > 4096:
        raise refuse("message is too long", "text over 4096")


def caption(method: str, values: Values) -> None:
    media = values.get("media", [])
    for holder in [values, *(media if isinstance(media, list) else [media])]:
        written, mode = holder.get("caption", ""), holder.get("parse_mode", "")
        if units(visible(written, mode, holder.get("caption_entities", []))) > 1024:
            raise refuse("message caption is too long", "caption over 1024")


def keyboard(method: str, values: Values) -> None:
    markup = values.get("reply_markup") or {}
    rows = markup.get("inline_keyboard", [])
    if any(len(row) > 8 for row in rows):
        raise refuse("reply markup is too long", "more than 8 buttons in a row")
    if sum(map(len, rows)) > 100:
        raise refuse("reply markup is too long", "more than 100 buttons")
    for button in (button for row in rows for button in row):
        _button(button)


def _button(button: Values) -> None:
    if not button.get("text", "").strip():
        raise refuse("can't parse inline keyboard button: Text must be non-empty", "button without text")
    actions = button.keys() - {"text", "style", "icon_custom_emoji_id"}
    if len(actions) != 1:
        reason = "Text buttons are unallowed in the inline keyboard"
        raise refuse(f"can't parse inline keyboard button: {reason}", f"button with {len(actions)} actions")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise refuse("BUTTON_DATA_INVALID", "callback_data must have 1 to 64 bytes")


def chat_id(method: str, values: Values) -> None:
    chat = values.get("chat_id")
    if isinstance(chat, str) and not re.fullmatch(r"@[A-Za-z]\w{3,31}", chat):
        raise refuse("chat not found", f"chat_id {chat!r} is neither a number nor a @username")
    if isinstance(chat, int) and (chat == 0 or abs(chat) >= CHAT_ID_LIMIT):
        raise refuse("chat not found", "chat_id outside of 52 bits")


def commands(method: str, values: Values) -> None:
    listed = values.get("commands", [])
    if len(listed) > 100:
        raise refuse("BOT_COMMANDS_TOO_MUCH", "more than 100 commands")
    for command in listed:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
            raise refuse("BOT_COMMAND_INVALID", f"command {command.get('command')!r}")
        if not 1 <= units(command.get("description", "")) <= 256:
            raise refuse("BOT_COMMAND_DESCRIPTION_INVALID", f"description of {command.get('command')}")
    if not re.fullmatch(r"([a-z]{2})?", values.get("language_code", "")):
        raise refuse("invalid language code specified", f"language_code {values['language_code']!r}")


def names(method: str, values: Values) -> None:
    for (where, name), limit in LENGTHS.items():
        if where == method and units(values.get(name, "")) > limit:
            raise refuse(f"{name} is too long", f"{name} over {limit}")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", values.get("secret_token", "")):
        raise refuse("secret token contains unallowed characters", "secret_token")
    if not 1 <= values.get("max_connections", 1) <= 100:
        raise refuse("invalid max_connections", "max_connections must be 1 to 100")
    if method == "sendChatAction" and values["action"] not in ACTIONS:
        raise refuse("wrong parameter action in request", f"action {values['action']!r}")


def lists(method: str, values: Values) -> None:
    if not 1 <= len(values.get("message_ids", [0])) <= 100:
        raise refuse("too many message identifiers specified", "message_ids must be 1 to 100")
    if method == "sendMediaGroup" and not 2 <= len(values["media"]) <= 10:
        raise refuse("wrong number of items in the album", "an album holds 2 to 10")


def files(method: str, values: Values) -> None:
    for name, value in values.items():
        if isinstance(value, Upload):
            if len(value.content) > FILE_LIMITS.get(name, UPLOAD_LIMIT):
                raise Refused(413, "Request Entity Too Large", rule=f"{name} too large")
            if not value.content:
                raise refuse("file must be non-empty", f"{name} is an empty file")
            if name == "photo":
                _photo(value.content)


def _photo(content: bytes) -> None:
    try:
        width, height = Image.open(BytesIO(content)).size
    except OSError:
        raise refuse("IMAGE_PROCESS_FAILED", "photo is no picture") from None
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        raise refuse("PHOTO_INVALID_DIMENSIONS", f"photo of {width} by {height}")


LIMITS: tuple[Callable[[str, Values], None], ...] = (
    *(chat_id, text, caption, keyboard, commands, names, lists, files),
)
