"""Telegram by polling: what people write arrives once and in order, presses are answered, and it stops at once."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from bot.channels.telegram import request
from models.contacts import Address
from models.received import Arrival
from models.store import Store
from tests.double import Double, Fault, dropped, flood, refused, server_error, slow
from tests.double.callers import call_telegram
from tests.telegram_setting import (
    ANA,
    Recorder,
    channel,
    confirmed,
    listening,
    message,
    new_store,
    polled,
    running,
    texts,
)

LUIS = 1002
PUBLIC = "https://lazos.example"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    yield store
    store.close()


@pytest.fixture
def inbox() -> Recorder:
    return Recorder()


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double
        assert double.faults == []


async def test_messages_presses_and_blocks_arrive_in_order(double: Double, store: Store, inbox: Recorder) -> None:
    make = double.updates
    async with polled(double, store, inbox) as telegram:
        await telegram.send(message("¿Sigue?", "Sí", "No"))
        await double.say(ANA, "hola")
        await double.tap(ANA, "Sí")
        for update in (make.edited(ANA, 2, "hola otra vez"), make.blocked(ANA), make.unblocked(ANA)):
            await double.telegram_update(update)
        await confirmed(double)
        await double.until(lambda: not double.unanswered)
    assert [(arrival.text, arrival.tap, arrival.edited) for arrival in inbox.arrivals] == [
        ("hola", None, False),
        ("", "12.abc.0", False),
        ("hola otra vez", None, True),
    ]
    assert inbox.reached == [("1001", False), ("1001", True)]


async def test_a_webhook_that_was_there_goes_and_what_waits_stays(
    double: Double, store: Store, inbox: Recorder
) -> None:
    await call_telegram(double, "setWebhook", {"url": f"{PUBLIC}/telegram"})
    for number in range(250):
        double.telegram.state.pending.append(double.updates.text(ANA + number % 3, str(number)))
    async with polled(double, store, inbox):
        await confirmed(double)
    assert sorted(map(int, texts(inbox))) == list(range(250))
    assert double.telegram.state.webhook == {"url": ""}
    async with running(channel(double.url, store, public_url=PUBLIC)) as again:
        await again.registered()
    assert double.telegram.state.webhook["url"] == f"{PUBLIC}/telegram"


async def test_only_what_matters_is_asked_for(double: Double, store: Store, inbox: Recorder) -> None:
    async with polled(double, store, inbox):
        await double.until(lambda: bool(double.asked("getUpdates")))
        await double.telegram_update(double.updates.channel_post(-5, "aviso"))
        await double.say(ANA, "hola")
        await confirmed(double)
    asked = double.asked("getUpdates")[0]
    assert asked["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert (asked["timeout"], texts(inbox)) == (50, ["hola"])


async def test_nobody_can_post_updates(double: Double, store: Store, inbox: Recorder) -> None:
    update = double.updates.text(ANA, "hola")
    async with (
        listening(channel(double.url, store, inbox, polling=True)) as url,
        aiohttp.request("POST", f"{url}/telegram", json=update) as response,
    ):
        assert response.status == 404
    assert inbox.heard_from == []


class Slow(Recorder):
    """Takes Ana's first word once `open` is set; `others` is set when somebody else was heard."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.others = asyncio.Event(), asyncio.Event()

    async def heard(self, address: Address, arrival: Arrival) -> None:
        if arrival.text == "uno":
            await self.open.wait()
        await super().heard(address, arrival)
        if address.raw != str(ANA):
            self.others.set()


async def test_one_persons_messages_keep_their_order_and_hold_nobody_else_back(double: Double, store: Store) -> None:
    inbox = Slow()
    for text in ("uno", "dos"):
        await double.say(ANA, text)
    await double.say(LUIS, "hola")
    async with polled(double, store, inbox):
        async with asyncio.timeout(5):
            await inbox.others.wait()
        assert texts(inbox) == ["hola"]
        assert len(double.telegram.state.pending) == 3, "nothing is confirmed before all of it is durable"
        inbox.open.set()
        await confirmed(double)
    assert texts(inbox) == ["hola", "uno", "dos"]


async def test_answering_a_press_delays_neither_the_next_update_nor_the_end(
    double: Double, store: Store, inbox: Recorder
) -> None:
    double.script("answerCallbackQuery", [slow(60)])
    async with polled(double, store, inbox) as telegram:
        await telegram.send(message("¿Sigue?", "Sí"))
        await double.tap(ANA, "Sí")
        await double.until(lambda: double.record.calls["answerCallbackQuery"] == 1)
        await double.say(ANA, "hola")
        await confirmed(double)
        begun = time.monotonic()
    assert time.monotonic() - begun < 10
    assert texts(inbox) == ["", "hola"]


@pytest.mark.parametrize("fault", [dropped(), server_error(502), refused(400, "query is too old", 400), flood(5)])
async def test_a_press_that_cannot_be_answered_is_a_press_all_the_same(
    double: Double, store: Store, inbox: Recorder, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    double.script("answerCallbackQuery", [fault])
    async with polled(double, store, inbox) as telegram:
        await telegram.send(message("¿Sigue?", "Sí"))
        await double.tap(ANA, "Sí")
        await confirmed(double)
        await double.say(ANA, "hola")
        await confirmed(double)
    gc.collect()  # what became of a task that nobody asked is logged when it is gone
    assert (texts(inbox), caplog.records) == (["", "hola"], [])


async def test_a_silent_telegram_is_waited_for(
    double: Double,
    store: Store,
    inbox: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(request, "_USUAL", aiohttp.ClientTimeout(sock_read=0.2))
    double.script("getUpdates", [slow(1)])
    await double.say(ANA, "hola")
    async with polled(double, store, inbox):
        await confirmed(double)
    assert texts(inbox) == ["hola"]
    assert "telegram.polling.failed" not in capsys.readouterr().out


async def test_it_stops_at_once_while_it_waits(double: Double, store: Store, inbox: Recorder) -> None:
    async with polled(double, store, inbox):
        await double.until(lambda: double.telegram.state.pending.poll is not None)
        begun = time.monotonic()
    assert time.monotonic() - begun < 10


async def test_what_was_not_handed_in_when_it_stopped_comes_again(double: Double, store: Store) -> None:
    inbox = Slow()
    await double.say(ANA, "uno")
    await double.say(LUIS, "hola")
    async with polled(double, store, inbox):
        async with asyncio.timeout(5):
            await inbox.others.wait()
    assert len(double.telegram.state.pending) == 2
    inbox.open.set()
    async with polled(double, store, inbox):
        await confirmed(double)
    assert [address.raw for address, _arrival in inbox.heard_from] == [str(LUIS), str(ANA), str(LUIS)]
