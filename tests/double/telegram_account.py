"""The methods about the bot itself: webhook, commands, descriptions, files, answers to taps."""

from typing import Any
from urllib.parse import urlsplit

from tests.double.faults import Refused
from tests.double.record import Media
from tests.double.telegram_messages import METHODS as MESSAGES
from tests.double.telegram_messages import Method
from tests.double.telegram_polling import BY_A_WEBHOOK
from tests.double.telegram_state import Json, TelegramState

DOWNLOAD_LIMIT = 20_000_000
LOOPBACK = ("127.0.0.1", "localhost", "::1")
WEBHOOK_PORTS = (443, 80, 88, 8443, None)


def get_me(state: TelegramState, method: str, values: Json) -> Json:
    can = ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries")
    return state.bot | dict.fromkeys((*can, "can_connect_to_business", "has_main_web_app"), False)


def set_webhook(state: TelegramState, method: str, values: Json) -> bool:
    url = urlsplit(values["url"])
    if url.hostname not in LOOPBACK and values["url"] and (url.scheme != "https" or url.port not in WEBHOOK_PORTS):
        raise Refused(
            400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook", rule="webhook url or port"
        )
    state.secret = values.get("secret_token", "")
    state.webhook = {"url": values["url"], "max_connections": values.get("max_connections", 40)}
    if "allowed_updates" in values:
        state.webhook["allowed_updates"] = state.pending.allowed = values["allowed_updates"]
    if values["url"]:
        state.pending.end_poll(BY_A_WEBHOOK)
    return _forget_pending(state, values)


def _forget_pending(state: TelegramState, values: Json) -> bool:
    if values.get("drop_pending_updates"):
        state.pending.clear()
    return True


def delete_webhook(state: TelegramState, method: str, values: Json) -> bool:
    state.webhook, state.secret = {"url": ""}, ""
    return _forget_pending(state, values)


def webhook_info(state: TelegramState, method: str, values: Json) -> Json:
    return state.webhook | {"has_custom_certificate": False, "pending_update_count": len(state.pending)}


def _scope(values: Json) -> tuple[str, str]:
    scope = values.get("scope") or {}
    return str(scope.get("type", "default")), str(values.get("language_code", ""))


def set_commands(state: TelegramState, method: str, values: Json) -> bool:
    state.commands[_scope(values)] = values["commands"]
    return True


def get_commands(state: TelegramState, method: str, values: Json) -> list[Json]:
    return state.commands.get(_scope(values), [])


def delete_commands(state: TelegramState, method: str, values: Json) -> bool:
    state.commands.pop(_scope(values), None)
    return True


def set_text(state: TelegramState, method: str, values: Json) -> bool:
    """setMyDescription, setMyShortDescription, setMyName: a text in each language."""
    name = method.removeprefix("setMy")
    language = values.get("language_code", "")
    state.texts[name, language] = next((str(v) for k, v in values.items() if k != "language_code"), "")
    return True


def get_text(state: TelegramState, method: str, values: Json) -> Json:
    name = method.removeprefix("getMy")
    key = {"Description": "description", "ShortDescription": "short_description"}.get(name, "name")
    return {key: state.texts.get((name, values.get("language_code", "")), "")}


def get_file(state: TelegramState, method: str, values: Json) -> Json:
    file = state.files.get(values["file_id"])
    if file is None:
        raise Refused(400, "Bad Request: invalid file_id", rule="unknown file_id")
    if len(file.content) > DOWNLOAD_LIMIT:
        raise Refused(400, "Bad Request: file is too big")
    size = {"file_size": len(file.content), "file_path": file.path}
    return {"file_id": file.id, "file_unique_id": f"u{file.id[-8:]}"} | size


def answer_callback(state: TelegramState, method: str, values: Json) -> bool:
    id = values["callback_query_id"]
    if state.options.check and id not in state.answered:
        expired = "query is too old and response timeout expired or query ID is invalid"
        raise Refused(400, f"Bad Request: {expired}")
    state.answered[id] = values
    return True


def file_sent(state: TelegramState, path: str) -> Media | None:
    """The file behind a path that getFile told."""
    file = next((file for file in state.files.values() if file.path == path), None)
    return Media("file", file.name, file.type, file.content) if file else None


def generic(state: TelegramState, known: Json, values: Json) -> Any:
    """A method the double does not play: True where that is the whole answer."""
    if "Boolean" in known.get("returns", []):
        return True
    raise Refused(501, f"Not Implemented: the double does not play {known['name']}", rule="method not played")


METHODS: dict[str, Method] = MESSAGES | {
    "getMe": get_me,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": webhook_info,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "getFile": get_file,
    "answerCallbackQuery": answer_callback,
    **{f"setMy{name}": set_text for name in ("Name", "Description", "ShortDescription")},
    **{f"getMy{name}": get_text for name in ("Name", "Description", "ShortDescription")},
}
