"""The double's Telegram looks like the real one to python-telegram-bot, and keeps what people would see."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
import time_machine
from telegram import Bot, BotCommandScopeAllPrivateChats, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest, Forbidden

from tests.double import Double
from tests.double.callers import BOTH_WAYS, call_telegram
from tests.evidence_samples import encoded, photo

ANA = 1001
JPEG, PNG = encoded(photo(), "JPEG"), encoded(photo(), "PNG")
KEYBOARD = {"inline_keyboard": [[{"text": "Sí", "callback_data": "1.plan.yes"}]]}


@pytest.fixture(params=BOTH_WAYS)
async def double(request: pytest.FixtureRequest) -> AsyncIterator[Double]:
    async with Double(specs=request.param) as double:
        yield double


@pytest.fixture
async def bot(double: Double) -> AsyncIterator[Bot]:
    token, url, file_url = double.options.telegram_token, double.telegram_api_url, double.telegram_file_url
    async with Bot(token, base_url=url, base_file_url=file_url) as bot:
        yield bot


async def test_json_form_and_multipart_are_the_same_call(double: Double) -> None:
    markup = json.dumps(KEYBOARD)
    fields = {"chat_id": str(ANA), "text": "Hola", "reply_markup": markup}
    multipart = aiohttp.FormData(fields, default_to_multipart=True)
    await call_telegram(double, "sendMessage", {"chat_id": ANA, "text": "Hola", "reply_markup": KEYBOARD})
    await call_telegram(double, "sendMessage", None, data=fields)
    await call_telegram(double, "sendMessage", None, data=multipart)
    await call_telegram(double, "sendMessage", None, params=fields)
    assert [(shown.id, shown.text, shown.labels) for shown in double.sent(ANA)] == [
        (str(number), "Hola", ["Sí"]) for number in (1, 2, 3, 4)
    ]
    assert (await call_telegram(double, "sendMessage", None, data=b"{", headers={"Content-Type": "application/json"}))[
        0
    ] == 400


async def test_python_telegram_bot_takes_it_for_the_real_one(double: Double, bot: Bot) -> None:
    yes = InlineKeyboardMarkup([[InlineKeyboardButton("Sí", callback_data="1.plan.yes")]])
    message = await bot.send_message(ANA, "¿Cómo va <b>su plan</b>?", parse_mode="HTML", reply_markup=yes)
    sent = await bot.send_photo(ANA, JPEG, caption="Una foto")
    document = await bot.send_document(ANA, b"%PDF", filename="plan.pdf")
    album = await bot.send_media_group(ANA, [InputMediaPhoto(PNG), InputMediaPhoto(JPEG, caption="c")])
    again = await bot.send_photo(ANA, sent.photo[-1].file_id)
    assert [m.message_id for m in (message, sent, document, *album, again)] == [1, 2, 3, 4, 5, 6]
    assert (await (await bot.get_file(sent.photo[-1].file_id)).download_as_bytearray()) == JPEG
    assert await bot.send_chat_action(ANA, "typing")
    shown = double.sent(ANA)
    assert [(one.kind, one.text) for one in shown[:3]] == [
        ("text", "¿Cómo va su plan?"),
        ("photo", "Una foto"),
        ("document", ""),
    ]
    assert (shown[0].buttons[0].data, shown[2].media[0].name) == ("1.plan.yes", "plan.pdf")
    assert [one.media[0].content for one in shown[1:]] == [JPEG, b"%PDF", PNG, JPEG, JPEG]
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
        assert (await call_telegram(double, "sendMessage", {"chat_id": ANA, "text": "Hola"}))[1]["description"] == (
            "Bad Request: chat not found"
        )
        double.updates.text(ANA, "hola")
        assert (await call_telegram(double, "sendMessage", {"chat_id": ANA, "text": "Hola"}))[0] == 200


async def test_after_two_days_a_message_cannot_be_deleted(double: Double, bot: Bot) -> None:
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        message = await bot.send_message(ANA, "Hola")
    with time_machine.travel("2026-11-26T09:59:59Z", tick=False):
        other = await bot.send_message(ANA, "Otra vez")
        assert await bot.delete_message(ANA, message.message_id)
    with time_machine.travel("2026-11-29T10:00:00Z", tick=False), pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_message(ANA, other.message_id)


async def test_files_over_20_megabytes_are_told_and_not_handed_out(double: Double, bot: Bot) -> None:
    document = double.updates.document(ANA, b"a" * 20_000_001, "plan.pdf", "application/pdf")["message"]["document"]
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(document["file_id"])


async def test_a_photo_can_be_given_as_an_address(double: Double, bot: Bot) -> None:
    await bot.send_photo(ANA, "https://lazos.example/foto.jpg", caption="Una foto")
    [shown] = double.sent(ANA)
    assert (shown.media[0].url, shown.text) == ("https://lazos.example/foto.jpg", "Una foto")
    assert [asked["photo"] for asked in double.asked("sendPhoto")] == ["https://lazos.example/foto.jpg"]
