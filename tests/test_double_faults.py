"""Scripted trouble at the double: in the order given, or by seeded chance, on both sides."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from tests.double import (
    Double,
    blocked,
    chat_not_found,
    deactivated,
    dropped,
    flood,
    later,
    lost,
    refused,
    server_error,
    slow,
)
from tests.double.callers import call_telegram, call_twilio, create_message

ANA, LUIS = 1001, 1002
WHATSAPP = "whatsapp:+525550000001"


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        await double.whatsapp_message(double.forms.text(WHATSAPP, "hola"), arrives=False)
        yield double


@pytest.fixture
async def bot(double: Double) -> AsyncIterator[Bot]:
    async with Bot(double.options.telegram_token, base_url=double.telegram_api_url) as bot:
        yield bot


async def test_telegram_faults_are_what_python_telegram_bot_knows(
    double: Double, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    faults = [flood(7), server_error(502), blocked(), deactivated(), chat_not_found(), None]
    double.script("sendMessage", faults)
    with pytest.raises(RetryAfter, match="Retry in 0:00:07"):
        await bot.send_message(ANA, "1")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(ANA, "2")
    with pytest.raises(Forbidden, match="bot was blocked"):
        await bot.send_message(ANA, "3")
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ANA, "4")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(ANA, "5")
    await bot.send_message(ANA, "6")
    assert [shown.text for shown in double.sent(ANA)] == ["6"]
    assert double.faults == []


async def test_a_flood_tells_the_wait_in_body_and_header(double: Double) -> None:
    double.script("telegram", [flood(3)])
    url = f"{double.telegram_api_url}{double.options.telegram_token}/getMe"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "3")
        assert (await response.json())["parameters"] == {"retry_after": 3}


async def test_an_answer_can_be_lost_after_acceptance_or_never_begun(double: Double) -> None:
    double.script("sendMessage", [lost(), dropped()])
    double.script("messages", [lost(), dropped()])
    for _ in range(2):
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await call_telegram(double, "sendMessage", {"chat_id": ANA, "text": "¿llegó?"})
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await create_message(double, Body="¿llegó?")
    assert [shown.text for shown in double.sent(ANA)] == ["¿llegó?"]
    _, page = await call_twilio(double, "GET", "/Messages.json", params={"To": WHATSAPP})
    assert [message["body"] for message in page["messages"]] == ["¿llegó?"]


async def test_a_slow_answer_comes_after_the_message(double: Double) -> None:
    double.script("sendMessage", [slow(60)])
    waiting = asyncio.create_task(call_telegram(double, "sendMessage", {"chat_id": ANA, "text": "ya"}))
    await double.settled(1, ANA)
    assert not waiting.done()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_a_script_can_be_for_one_address_alone(double: Double) -> None:
    double.script("sendMessage", [blocked()], address=LUIS)
    statuses = [(await call_telegram(double, "sendMessage", {"chat_id": who, "text": "a"}))[0] for who in (ANA, LUIS)]
    assert statuses == [200, 403]


async def test_twilio_faults_come_at_once_or_later(double: Double) -> None:
    double.script("messages", [flood(), refused(21610, "Attempt to send to unsubscribed recipient"), server_error(503)])
    answers = [await create_message(double) for _ in range(3)]
    assert [(status, answer["code"]) for status, answer in answers] == [(429, 20429), (400, 21610), (503, 20503)]
    double.script("messages", [later(63024), later(30003, "undelivered")])
    sids = [(await create_message(double))[1]["sid"] for _ in range(2)]
    ends = [(await call_twilio(double, "GET", f"/Messages/{sid}.json"))[1] for sid in sids]
    assert [(end["status"], end["error_code"]) for end in ends] == [("failed", 63024), ("undelivered", 30003)]
    assert (double.sent(WHATSAPP), double.faults) == ([], [])


async def test_each_operation_of_twilio_has_its_own_script(double: Double) -> None:
    sid = (await create_message(double))[1]["sid"]
    double.script("messages.list", [server_error(500)])
    double.script("messages.fetch", [flood()])
    double.script("media", [server_error(503)])
    media = double.forms.file(WHATSAPP, b"jpeg", "image/jpeg")["MediaUrl0"].removeprefix(double.url)
    assert (await create_message(double))[0] == 201
    for path, status in (("/Messages.json", 500), (f"/Messages/{sid}.json", 429), (media, 503)):
        assert (await call_twilio(double, "GET", path))[0] == status


async def statuses(order: list[int], seed: int) -> dict[int, list[int]]:
    """What 300 sends to each of some chats met, in the given order of chats."""
    met: dict[int, list[int]] = {chat: [] for chat in order}
    async with Double(check=False, keep=False) as double, aiohttp.ClientSession() as session:
        double.mix("sendMessage", {flood(1): 0.2, server_error(500): 0.1}, seed)
        url = f"{double.telegram_api_url}{double.options.telegram_token}/sendMessage"
        for _ in range(300):
            for chat in order:
                async with session.post(url, json={"chat_id": chat, "text": "a"}) as response:
                    met[chat].append(response.status)
    return met


async def test_a_mix_is_the_same_for_each_address_whatever_the_order_between_them() -> None:
    forth, back, other = await statuses([1, 2], 5), await statuses([2, 1], 5), await statuses([1, 2], 6)
    assert forth == back
    assert forth != other
    counts = Counter(forth[1] + forth[2])
    assert 90 <= counts[429] <= 150
    assert 40 <= counts[500] <= 80
