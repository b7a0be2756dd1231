"""The double's Telegram refuses what the real one refuses, each rule with a request that breaks it."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.double import Double
from tests.double.callers import BOTH_WAYS, WITH_SPECS, call_telegram
from tests.double.options import SPECS
from tests.double.telegram_rules import TelegramRules

ANA = 1001
BUTTON = {"text": "Sí", "callback_data": "1.plan.yes"}


@pytest.fixture(params=BOTH_WAYS)
async def double(request: pytest.FixtureRequest) -> AsyncIterator[Double]:
    async with Double(specs=request.param) as double:
        yield double


@pytest.fixture(params=[WITH_SPECS])
async def strict(request: pytest.FixtureRequest) -> AsyncIterator[Double]:
    async with Double(specs=request.param) as double:
        assert double.checked_against_specs
        yield double


def keyboard(*rows: int) -> dict[str, Any]:
    return {"inline_keyboard": [[BUTTON] * buttons for buttons in rows]}


def button(**fields: Any) -> dict[str, Any]:
    return {"chat_id": ANA, "text": "¿Sí?", "reply_markup": {"inline_keyboard": [[fields]]}}


BROKEN = {
    "no chat": ("sendMessage", {"text": "Hola"}, "parameter chat_id is required"),
    "no text": ("sendMessage", {"chat_id": ANA}, "message text is empty"),
    "blank text": ("sendMessage", {"chat_id": ANA, "text": " \n"}, "message text is empty"),
    "markup without text": ("sendMessage", {"chat_id": ANA, "text": "<b></b>", "parse_mode": "HTML"}, "text is empty"),
    "unknown parameter": ("sendMessage", {"chat_id": ANA, "text": "Hola", "quiet": True}, "unknown parameter quiet"),
    "number as text": ("sendMessage", {"chat_id": ANA, "text": 5}, "text must be String"),
    "word as flag": ("sendMessage", {"chat_id": ANA, "text": "a", "protect_content": "ja"}, "must be Boolean"),
    "chat of words": ("sendMessage", {"chat_id": "Ana", "text": "a"}, "chat not found"),
    "chat too large": ("sendMessage", {"chat_id": 1 << 53, "text": "a"}, "chat not found"),
    "text over 4096": ("sendMessage", {"chat_id": ANA, "text": "a" * 4097}, "message is too long"),
    "emoji count twice": ("sendMessage", {"chat_id": ANA, "text": "🙂" * 2049}, "message is too long"),
    "tag unknown": ("sendMessage", {"chat_id": ANA, "text": "<p>a</p>", "parse_mode": "HTML"}, "Unsupported start tag"),
    "tag left open": ("sendMessage", {"chat_id": ANA, "text": "<b>a", "parse_mode": "HTML"}, "Can't find end tag"),
    "bare less-than": ("sendMessage", {"chat_id": ANA, "text": "2 < 3", "parse_mode": "HTML"}, "can't parse entities"),
    "bare full stop": ("sendMessage", {"chat_id": ANA, "text": "a.", "parse_mode": "MarkdownV2"}, "is reserved"),
    "star left open": ("sendMessage", {"chat_id": ANA, "text": "*a", "parse_mode": "MarkdownV2"}, "Can't find end"),
    "mode unknown": ("sendMessage", {"chat_id": ANA, "text": "a", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    "entity outside": (
        "sendMessage",
        {"chat_id": ANA, "text": "a", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
        "ENTITY_BOUNDS_INVALID",
    ),
    "caption over 1024": ("sendPhoto", {"chat_id": ANA, "photo": "x", "caption": "a" * 1025}, "caption is too long"),
    "photo unknown": ("sendPhoto", {"chat_id": ANA, "photo": "AgAC"}, "wrong file identifier"),
    "file part missing": ("sendPhoto", {"chat_id": ANA, "photo": "attach://p"}, "attached file p not found"),
    "101 buttons": ("sendMessage", {"chat_id": ANA, "text": "a", "reply_markup": keyboard(*[8] * 12, 5)}, "too long"),
    "9 in a row": ("sendMessage", {"chat_id": ANA, "text": "a", "reply_markup": keyboard(9)}, "too long"),
    "data of 65 bytes": ("sendMessage", button(text="a", callback_data="ñ" * 33), "BUTTON_DATA_INVALID"),
    "data empty": ("sendMessage", button(text="a", callback_data=""), "BUTTON_DATA_INVALID"),
    "button does nothing": ("sendMessage", button(text="a"), "Text buttons are unallowed"),
    "button does two things": (
        "sendMessage",
        button(text="a", callback_data="a", url="https://a.example"),
        "unallowed",
    ),
    "button without text": ("sendMessage", button(text="", callback_data="a"), "Text must be non-empty"),
    "answer over 200": ("answerCallbackQuery", {"callback_query_id": "1", "text": "a" * 201}, "MESSAGE_TOO_LONG"),
    "command in capitals": (
        "setMyCommands",
        {"commands": [{"command": "Avance", "description": "a"}]},
        "BOT_COMMAND_INVALID",
    ),
    "command undescribed": (
        "setMyCommands",
        {"commands": [{"command": "avance", "description": ""}]},
        "DESCRIPTION_INVALID",
    ),
    "language of three": ("setMyCommands", {"commands": [], "language_code": "spa"}, "invalid language code"),
    "description over 512": ("setMyDescription", {"description": "a" * 513}, "description is too long"),
    "webhook in the clear": ("setWebhook", {"url": "http://lazos.example/telegram"}, "HTTPS URL"),
    "webhook on 8081": ("setWebhook", {"url": "https://lazos.example:8081/telegram"}, "bad webhook"),
    "secret with blanks": ("setWebhook", {"url": "https://l.example", "secret_token": "a b"}, "unallowed characters"),
    "action unknown": ("sendChatAction", {"chat_id": ANA, "action": "thinking"}, "wrong parameter action"),
    "101 ids": ("deleteMessages", {"chat_id": ANA, "message_ids": list(range(101))}, "too many"),
    "album of one": ("sendMediaGroup", {"chat_id": ANA, "media": [{"type": "photo", "media": "x"}]}, "wrong number"),
    "file unknown": ("getFile", {"file_id": "AgAC"}, "invalid file_id"),
}


@pytest.mark.parametrize(("method", "body", "description"), BROKEN.values(), ids=BROKEN)
async def test_what_breaks_a_rule_is_refused_and_recorded(
    double: Double, method: str, body: dict[str, Any], description: str
) -> None:
    status, answer = await call_telegram(double, method, body)
    assert (status, answer["ok"], answer["error_code"]) == (400, False, 400)
    assert description in answer["description"]
    assert [fault.where for fault in double.faults] == [method]
    assert double.sent(ANA) == []


DEEP = {
    "field of a button": ("sendMessage", button(text="a", callback_data="a", colour="red"), "colour is not a field"),
    "type in a button": ("sendMessage", button(text=1, callback_data="a"), "text must be String"),
    "keyboard without rows": ("sendMessage", {"chat_id": ANA, "text": "a", "reply_markup": {}}, "inline_keyboard"),
    "reply to nothing": ("sendMessage", {"chat_id": ANA, "text": "a", "reply_parameters": {}}, "message_id is missing"),
    "scope unknown": ("setMyCommands", {"commands": [], "scope": {"type": "everybody"}}, "scope.type must be one of"),
    "album of stickers": (
        "sendMediaGroup",
        {"chat_id": ANA, "media": [{"type": "sticker", "media": "x"}] * 2},
        "can't parse media",
    ),
    "method not played": ("createForumTopic", {"chat_id": ANA, "name": "a"}, "does not play"),
}


@pytest.mark.parametrize(("method", "body", "description"), DEEP.values(), ids=DEEP)
async def test_the_description_is_followed_into_nested_objects(
    strict: Double, method: str, body: dict[str, Any], description: str
) -> None:
    status, answer = await call_telegram(strict, method, body)
    assert status in (400, 501)
    assert description in answer["description"]
    assert len(strict.faults) == 1


async def test_an_unknown_method_and_a_wrong_token_are_recorded(double: Double) -> None:
    assert (await call_telegram(double, "sendFax", {}))[0] == 404
    async with aiohttp.ClientSession() as session, session.post(f"{double.telegram_api_url}1:wrong/getMe") as response:
        assert (response.status, (await response.json())["description"]) == (401, "Unauthorized")
    assert [fault.rule for fault in double.faults] == ["unknown method", "wrong token"]


async def test_the_limits_themselves_are_allowed(double: Double) -> None:
    for body in (
        {"text": "a" * 4096},
        {"text": "<b>" + "🙂" * 2048 + "</b> ", "parse_mode": "HTML"},
        {"text": "*a* _b_ \\. `c.` [d](https://d.example/x.y)", "parse_mode": "MarkdownV2"},
        {"text": "a", "reply_markup": keyboard(*[8] * 12, 4)},
        {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "ñ" * 32}]]}},
    ):
        status, answer = await call_telegram(double, "sendMessage", {"chat_id": ANA, **body})
        assert (status, answer["ok"]) == (200, True), answer
    assert [shown.text for shown in double.sent(ANA)][2] == "a b . c. d"
    assert double.faults == []


@pytest.mark.skipif(not SPECS.is_dir(), reason="the machine-readable descriptions are not beside the checkout")
def test_the_hand_written_methods_agree_with_the_description() -> None:
    by_hand, described = TelegramRules(None).methods, TelegramRules(SPECS).methods
    for name, method in by_hand.items():
        known = {field["name"]: field for field in described[name].get("fields", [])}
        for field in method["fields"]:
            assert set(field["types"]) <= set(known[field["name"]]["types"]) | {"Array of InputMedia"}, (name, field)
        assert {f["name"] for f in method["fields"] if f["required"]} <= set(known), name
        assert {f["name"] for f in known.values() if f["required"]} <= {f["name"] for f in method["fields"]}, name
