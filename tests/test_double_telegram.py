"""The double's Telegram refuses what the real one refuses, and looks like the real one to python-telegram-bot."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import Bot, BotCommandScopeAllPrivateChats, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest, Forbidden, InvalidToken

from tests.double import Double
from tests.double.options import SPECS

ANA = 1001
BUTTON = {"text": "Sí", "callback_data": "1.plan.yes"}


@pytest.fixture(params=["by hand", "against specs"])
async def double(request: pytest.FixtureRequest) -> AsyncIterator[Double]:
    if request.param == "against specs" and not SPECS.is_dir():
        pytest.skip("the machine-readable descriptions do not lie beside the checkout")
    async with Double(specs=SPECS if request.param == "against specs" else None) as double:
        yield double


@pytest.fixture
async def strict() -> AsyncIterator[Double]:
    if not SPECS.is_dir():
        pytest.skip("the machine-readable descriptions do not lie beside the checkout")
    async with Double() as double:
        assert double.checked_against_specs
        yield double


@pytest.fixture
async def bot(double: Double) -> AsyncIterator[Bot]:
    token, url, file_url = double.options.telegram_token, double.telegram_api_url, double.telegram_file_url
    async with Bot(token, base_url=url, base_file_url=file_url) as bot:
        yield bot


async def call(double: Double, method: str, body: Any, **how: Any) -> tuple[int, Any]:
    url = f"{double.telegram_api_url}{double.options.telegram_token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, **(how or {"json": body})) as response:
        return response.status, await response.json()


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
    status, answer = await call(double, method, body)
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
    status, answer = await call(strict, method, body)
    assert status in (400, 501)
    assert description in answer["description"]
    assert len(strict.faults) == 1


async def test_an_unknown_method_and_a_wrong_token_are_recorded(double: Double) -> None:
    assert (await call(double, "sendFax", {}))[0] == 404
    with pytest.raises(InvalidToken):
        await Bot("1:wrong", base_url=double.telegram_api_url).initialize()
    assert [fault.rule for fault in double.faults] == ["unknown method", "wrong token"]


async def test_the_limits_themselves_are_allowed(double: Double) -> None:
    for body in (
        {"text": "a" * 4096},
        {"text": "<b>" + "🙂" * 2048 + "</b> ", "parse_mode": "HTML"},
        {"text": "*a* _b_ \\. `c.` [d](https://d.example/x.y)", "parse_mode": "MarkdownV2"},
        {"text": "a", "reply_markup": keyboard(*[8] * 12, 4)},
        {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "ñ" * 32}]]}},
    ):
        status, answer = await call(double, "sendMessage", {"chat_id": ANA, **body})
        assert (status, answer["ok"]) == (200, True), answer
    assert [shown.text for shown in double.sent(ANA)][2] == "a b . c. d"
    assert double.faults == []


async def test_json_form_and_multipart_are_the_same_call(double: Double) -> None:
    markup = json.dumps(keyboard(1))
    fields = {"chat_id": str(ANA), "text": "Hola", "reply_markup": markup}
    multipart = aiohttp.FormData(fields, default_to_multipart=True)
    await call(double, "sendMessage", {"chat_id": ANA, "text": "Hola", "reply_markup": keyboard(1)})
    await call(double, "sendMessage", None, data=fields)
    await call(double, "sendMessage", None, data=multipart)
    await call(double, "sendMessage", None, params=fields)
    assert [(shown.id, shown.text, shown.labels) for shown in double.sent(ANA)] == [
        (str(number), "Hola", ["Sí"]) for number in (1, 2, 3, 4)
    ]
    assert (await call(double, "sendMessage", None, data=b"{", headers={"Content-Type": "application/json"}))[0] == 400


async def test_python_telegram_bot_takes_it_for_the_real_one(double: Double, bot: Bot) -> None:
    yes = InlineKeyboardMarkup([[InlineKeyboardButton("Sí", callback_data="1.plan.yes")]])
    message = await bot.send_message(ANA, "¿Cómo va <b>su plan</b>?", parse_mode="HTML", reply_markup=yes)
    photo = await bot.send_photo(ANA, b"jpeg", caption="Una foto")
    document = await bot.send_document(ANA, b"%PDF", filename="plan.pdf")
    album = await bot.send_media_group(ANA, [InputMediaPhoto(b"a"), InputMediaPhoto(b"b", caption="c")])
    again = await bot.send_photo(ANA, photo.photo[-1].file_id)
    assert [m.message_id for m in (message, photo, document, *album, again)] == [1, 2, 3, 4, 5, 6]
    assert (await (await bot.get_file(photo.photo[-1].file_id)).download_as_bytearray()) == b"jpeg"
    assert await bot.send_chat_action(ANA, "typing")
    shown = double.sent(ANA)
    assert [(one.kind, one.text) for one in shown[:3]] == [
        ("text", "¿Cómo va su plan?"),
        ("photo", "Una foto"),
        ("document", ""),
    ]
    assert (shown[0].buttons[0].data, shown[2].media[0].name) == ("1.plan.yes", "plan.pdf")
    assert [one.media[0].content for one in shown[1:]] == [b"jpeg", b"%PDF", b"a", b"b", b"jpeg"]
    assert double.faults == []


async def test_the_bot_sets_itself_up(double: Double, bot: Bot) -> None:
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_webhook("https://lazos.example/telegram", secret_token="s-1", allowed_updates=["message"])
    await bot.set_my_commands([("avance", "Informar de su avance")], scope=scope, language_code="es")
    await bot.set_my_description("Lazos", language_code="es")
    await bot.set_my_short_description("Lazos", language_code="es")
    info = await bot.get_webhook_info()
    assert (info.url, info.allowed_updates, double.telegram.state.secret) == (
        "https://lazos.example/telegram",
        ("message",),
        "s-1",
    )
    assert [c.command for c in await bot.get_my_commands(scope=scope, language_code="es")] == ["avance"]
    assert (await bot.get_my_description(language_code="es")).description == "Lazos"
    assert await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""


async def test_edits_and_deletions_change_the_screen(double: Double, bot: Bot) -> None:
    yes = InlineKeyboardMarkup([[InlineKeyboardButton("Sí", callback_data="1.plan.yes")]])
    message = await bot.send_message(ANA, "¿Sí?", reply_markup=yes)
    await bot.edit_message_reply_markup(ANA, message.message_id)
    await bot.edit_message_text("Gracias.", ANA, message.message_id)
    assert [(one.text, one.buttons, one.edited) for one in double.sent(ANA)] == [("Gracias.", [], True)]
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("Gracias.", ANA, message.message_id)
    await bot.delete_message(ANA, message.message_id)
    assert double.sent(ANA) == []
    with pytest.raises(BadRequest, match="to delete not found"):
        await bot.delete_message(ANA, message.message_id)
    with pytest.raises(BadRequest, match="to edit not found"):
        await bot.edit_message_text("Otra vez.", ANA, message.message_id)
    assert double.faults == []


async def test_a_person_s_own_message_can_be_deleted_and_not_edited(double: Double, bot: Bot) -> None:
    update = double.updates.text(ANA, "me equivoqué")
    id = update["message"]["message_id"]
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("otra cosa", ANA, id)
    assert await bot.delete_messages(ANA, [id, 999])
    with pytest.raises(BadRequest, match="to delete not found"):
        await bot.delete_message(ANA, id)


async def test_whoever_blocks_the_bot_is_not_reached_until_unblocking(double: Double, bot: Bot) -> None:
    double.updates.blocked(ANA)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ANA, "Hola")
    double.updates.unblocked(ANA)
    await bot.send_message(ANA, "Hola")
    assert (len(double.sent(ANA)), double.faults) == (1, [])


async def test_strangers_cannot_be_written_to_when_only_the_known_can() -> None:
    async with Double(known_only=True) as double:
        assert (await call(double, "sendMessage", {"chat_id": ANA, "text": "Hola"}))[1]["description"] == (
            "Bad Request: chat not found"
        )
        double.updates.text(ANA, "hola")
        assert (await call(double, "sendMessage", {"chat_id": ANA, "text": "Hola"}))[0] == 200
