"""Pictures and documents in Telegram, each part once, and the chat cleared as far as Telegram lets it."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import RetryLater, Uncertain, Unreachable, WrongContent
from bot.channels.telegram import Telegram
from dialogue.drawing.content import Content, Option
from dialogue.drawing.split import units
from dialogue.drawing.telegram import CAPTION, TEXT, draw
from dialogue.messages import Attachment
from models.outbox import Claimed
from models.store import Store
from tests.double import Double, Fault, blocked, flood, lost, refused, slow
from tests.made import DOCUMENT, PICTURE, Ready, showing
from tests.telegram_setting import ANA, channel, message, new_store, running

NOTHING = Attachment("picture", "{}")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    yield store
    store.close()


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double
        assert double.faults == []


@pytest.fixture
async def telegram(double: Double, store: Store) -> AsyncIterator[Telegram]:
    async with running(channel(double.url, store, attachments=Ready(store))) as telegram:
        await telegram.registered()
        yield telegram


def clearing(*deletes: str, address: str = str(ANA)) -> Claimed:
    return Claimed(9, 1, 1, address, Content("", clears=True), deletes=deletes)


async def test_a_picture_stands_over_its_words(double: Double, telegram: Telegram) -> None:
    id = await telegram.send(showing("picture", "Así va su plan."))
    [shown] = double.sent(ANA)
    assert (shown.id, shown.kind, shown.text) == (id, "photo", "Así va su plan.")
    assert shown.media[0].content == PICTURE.data


async def test_a_document_keeps_its_name_and_type(double: Double, telegram: Telegram) -> None:
    await telegram.send(showing("document"))
    [shown] = double.sent(ANA)
    assert (shown.kind, shown.text) == ("document", "")
    assert (shown.media[0].name, shown.media[0].type) == ("mis-datos.json", "application/json")
    assert shown.media[0].content == DOCUMENT.data


async def test_a_picture_has_its_buttons_and_its_rate(double: Double, store: Store) -> None:
    content = Content("¿Sigue?", (Option("Sí", "1.go.yes"),), language="es", shows=NOTHING)
    async with running(channel(double.url, store, attachments=Ready(store), rate=200.0)) as telegram:
        await telegram.send(Claimed(1, 1, 1, str(ANA), content))
    assert [shown.labels for shown in double.sent(ANA)] == [["Sí"]]
    [parameters] = double.asked("sendPhoto")
    assert parameters["allow_paid_broadcast"] is True


async def test_words_that_do_not_fit_under_it_follow_it_whole(double: Double, telegram: Telegram) -> None:
    words = "Palabra. " * 150
    double.script("sendMessage", [flood(3)])
    with pytest.raises(RetryLater):
        await telegram.send(showing("picture", words))
    assert await telegram.send(showing("picture", words)) == "1 2"
    assert [(shown.kind, shown.text) for shown in double.sent(ANA)] == [("photo", ""), ("text", words.strip())]
    assert double.record.calls["sendPhoto"] == 1


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        (flood(3), RetryLater, "429"),
        (blocked(), Unreachable, "403 blocked"),
        (lost(), Uncertain, "connection lost"),
        (refused(400, "Bad Request: IMAGE_PROCESS_FAILED"), WrongContent, "400"),
    ],
)
async def test_a_file_fails_as_words_do(
    double: Double, telegram: Telegram, fault: Fault, kind: type[Exception], code: str
) -> None:
    double.script("sendPhoto", [fault])
    with pytest.raises(kind, match=code):
        await telegram.send(showing("picture", "Así va."))
    assert await telegram.send(showing("picture", "Así va."))


async def test_what_arrived_before_a_time_limit_is_not_sent_again(double: Double, telegram: Telegram) -> None:
    words = "Palabra. " * 150
    double.script("sendMessage", [slow(30)])
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await telegram.send(showing("picture", words))
    assert await telegram.send(showing("picture", words)) == "1 3"
    assert double.record.calls["sendPhoto"] == 1


@given(st.text(max_size=3000), st.integers(0, 4))
def test_no_word_under_a_picture_is_lost(text: str, options: int) -> None:
    choices = tuple(Option(f"Opción {place}", f"1.a.{place}") for place in range(options))
    first, *rest = draw(Content(text, choices, language="es", shows=NOTHING))
    assert first.shows == NOTHING
    assert units(first.text) <= CAPTION
    assert all(units(part.text) <= TEXT and part.shows is None for part in rest)
    assert "".join((first.text + "".join(part.text for part in rest)).split()) in ("".join(text.split()), "…")
    buttons = [button for part in (first, *rest) for row in part.rows for button in row]
    assert len(buttons) == options


async def test_the_chat_is_cleared_of_both_sides(double: Double, telegram: Telegram) -> None:
    sent = [await telegram.send(message(text)) for text in ("uno", "dos " * 1500)]
    told = double.updates.text(ANA, "hola")["message"]["message_id"]
    assert await telegram.send(clearing(*filter(None, sent), f"{ANA}:{told}", "callback:77")) is None
    assert double.sent(ANA) == []
    assert double.telegram.state.incoming == {}
    assert double.record.calls["deleteMessages"] == 1


async def test_many_are_deleted_a_hundred_at_once(double: Double, telegram: Telegram) -> None:
    sent = [await telegram.send(message(str(number))) or "" for number in range(250)]
    await telegram.send(clearing(*sent))
    assert [len(asked["message_ids"]) for asked in double.asked("deleteMessages")] == [100, 100, 50]
    assert double.sent(ANA) == []


async def test_what_cannot_be_deleted_keeps_nothing_else(double: Double, telegram: Telegram) -> None:
    sent = [await telegram.send(message(str(number))) or "" for number in range(20)]
    double.sent(ANA)[7].raw["date"] = int(time.time()) - 49 * 3600
    await telegram.send(clearing(*sent, "999999", f"{ANA}:5:1700000000"))
    assert [shown.text for shown in double.sent(ANA)] == ["7"]


async def test_nothing_to_clear_asks_for_nothing(double: Double, telegram: Telegram) -> None:
    assert await telegram.send(clearing("callback:77", "2002:5")) is None
    assert "deleteMessages" not in double.record.calls


async def test_clearing_is_tried_again_where_that_helps(double: Double, telegram: Telegram) -> None:
    sent = await telegram.send(message("uno")) or ""
    double.script("deleteMessages", [flood(2)])
    with pytest.raises(RetryLater):
        await telegram.send(clearing(sent))
    await telegram.send(clearing(sent))
    assert double.sent(ANA) == []


async def test_nobody_knocks_in_telegram(telegram: Telegram) -> None:
    with pytest.raises(WrongContent, match="knock"):
        await telegram.send(message("x")._replace(content=Content("reminder", language="es", knock=True)))
