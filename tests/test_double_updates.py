"""What the double posts as Telegram: every kind of update, to the webhook that was set, with its secret."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Conflict

from tests.double import Double
from tests.double.listener import Listener

ANA = 1001
PUBLIC = "https://lazos.example"


@pytest.fixture
async def bot() -> AsyncIterator[Listener]:
    async with Listener() as bot:
        yield bot


@pytest.fixture
async def double(bot: Listener) -> AsyncIterator[Double]:
    async with Double(webhook=bot.url, public_url=PUBLIC) as double:
        yield double


async def test_updates_go_to_the_webhook_that_was_set_with_its_secret(double: Double, bot: Listener) -> None:
    async with Bot(double.options.telegram_token, base_url=double.telegram_api_url) as telegram:
        await telegram.set_webhook(f"{PUBLIC}/hooks/telegram", secret_token="s-1")
    answer = await double.telegram_update(double.updates.text(ANA, "hola"))
    await double.telegram_update(double.updates.text(ANA, "hola"), secret="forged")
    assert answer.status == 200
    assert [posted.path for posted in bot.posted] == ["/hooks/telegram"] * 2
    assert [posted.headers["X-Telegram-Bot-Api-Secret-Token"] for posted in bot.posted] == ["s-1", "forged"]
    assert Update.de_json(json.loads(bot.posted[0].body)).effective_message is not None


async def test_every_update_is_one_python_telegram_bot_can_read(double: Double) -> None:
    make = double.updates
    updates = [
        make.text(ANA, "/start CODIGO"),
        make.edited(ANA, 1, "hola"),
        make.photo(ANA, b"jpeg", "Una foto"),
        make.document(ANA, b"%PDF", "plan.pdf", "application/pdf"),
        make.voice(ANA, b"ogg"),
        make.sticker(ANA),
        make.contact(ANA),
        make.location(ANA),
        make.poll(ANA),
        make.forward(ANA, "mire"),
        make.channel_post(-1001, "aviso"),
        make.blocked(ANA),
        make.unblocked(ANA),
        *make.album(ANA, [b"1", b"2"], "dos"),
    ]
    read = [Update.de_json(json.loads(json.dumps(update))) for update in updates]
    assert [update.update_id for update in read] == list(range(read[0].update_id, read[0].update_id + len(read)))
    assert read[0].message is not None
    assert read[0].message.parse_entities() == {read[0].message.entities[0]: "/start"}
    assert read[10].channel_post is not None
    assert [
        (u.my_chat_member.old_chat_member.status, u.my_chat_member.new_chat_member.status)
        for u in read
        if u.my_chat_member
    ] == [("member", "kicked"), ("kicked", "member")]
    albums = [update.message.media_group_id for update in read[-2:] if update.message]
    assert albums[0] == albums[1]
    assert all(not update.effective_message.api_kwargs for update in read if update.effective_message)


async def test_a_photo_has_sizes_that_can_be_downloaded(double: Double) -> None:
    update = Update.de_json(double.updates.photo(ANA, b"jpeg"))
    url, files = double.telegram_api_url, double.telegram_file_url
    async with Bot(double.options.telegram_token, base_url=url, base_file_url=files) as telegram:
        assert update.message is not None
        widths = [size.width for size in update.message.photo]
        file = await telegram.get_file(update.message.photo[-1].file_id)
        assert bytes(await file.download_as_bytearray()) == b"jpeg"
    assert widths == sorted(widths)
    assert len(widths) == 3


async def test_a_tap_brings_the_button_s_data_and_wants_an_answer(double: Double, bot: Listener) -> None:
    async with Bot(double.options.telegram_token, base_url=double.telegram_api_url) as telegram:
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Sí", callback_data="1.plan.yes")]])
        await telegram.send_message(ANA, "¿Sigue?", reply_markup=markup)
        await double.tap(ANA, "Sí")
        query = Update.de_json(json.loads(bot.posted[0].body)).callback_query
        assert query is not None
        assert query.message is not None
        assert (query.data, query.message.message_id, query.from_user.id) == ("1.plan.yes", 1, ANA)
        assert double.unanswered == [query.id]
        await telegram.answer_callback_query(query.id)
    assert double.unanswered == []
    with pytest.raises(LookupError, match="no button 'No'"):
        await double.tap(ANA, "No")


async def test_without_a_webhook_updates_wait_for_polling() -> None:
    async with Double() as double, Bot(double.options.telegram_token, base_url=double.telegram_api_url) as telegram:
        polled, posted = await asyncio.gather(telegram.get_updates(timeout=5), double.say(ANA, "hola"))
        [update] = polled
        assert update.message is not None
        assert (update.message.text, posted.status) == ("hola", 202)
        assert await telegram.get_updates(offset=update.update_id + 1) == ()
        await telegram.set_webhook("https://lazos.example/telegram")
        with pytest.raises(Conflict, match="while webhook is active"):
            await telegram.get_updates()
