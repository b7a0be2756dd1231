"""Telegram's door: forgeries stay outside, everything authentic is taken in and answered 200."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.store import Store, Unavailable
from tests.double import Double
from tests.telegram_setting import ANA, SECRET, Recorder, channel, listening, new_store
from tests.test_telegram_parsing import JUNK, UPDATE

HEADERS = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET}
HELLO = {
    "update_id": 1,
    "message": {"message_id": 1, "chat": {"id": ANA, "type": "private"}, "from": {"id": ANA}, "text": "hola"},
}


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


@pytest.fixture
async def url(store: Store, inbox: Recorder, double: Double) -> AsyncIterator[str]:
    async with listening(channel(double.url, store, inbox), double) as url:
        yield url


async def post(url: str, body: Any, **headers: str | None) -> tuple[int, str]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {name: value for name, value in (HEADERS | headers).items() if value is not None}
    async with aiohttp.request("POST", f"{url}/telegram", data=data, headers=given) as response:
        return response.status, await response.text()


async def chunks(size: int) -> AsyncIterator[bytes]:
    """A body whose length no header tells."""
    yield b'{"update_id":1,"x":"'
    yield b"x" * size
    yield b'"}'


async def test_a_message_is_handed_in_and_answered_with_nothing(double: Double, url: str, inbox: Recorder) -> None:
    assert await double.say(ANA, "hola") == await double.telegram_update(double.updates.channel_post(-5, "aviso"))
    assert [(address.raw, arrival.text) for address, arrival in inbox.heard_from] == [("1001", "hola")]
    assert await post(url, HELLO) == (200, "")


async def test_a_press_is_answered_by_the_response_itself(double: Double, url: str, inbox: Recorder) -> None:
    message = double.updates.message(ANA)["message"]
    query = {"id": "77", "from": message["from"], "message": message, "data": "12.abc.def", "chat_instance": "1"}
    status, body = await post(url, {"update_id": 2, "callback_query": query})
    assert (status, json.loads(body)) == (200, {"method": "answerCallbackQuery", "callback_query_id": "77"})
    assert [arrival.tap for arrival in inbox.arrivals] == ["12.abc.def"]


async def test_being_blocked_is_handed_in(double: Double, url: str, inbox: Recorder) -> None:
    await double.telegram_update(double.updates.blocked(ANA))
    await double.telegram_update(double.updates.unblocked(ANA))
    assert inbox.reached == [("1001", False), ("1001", True)]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "ñ"])
async def test_a_forgery_is_turned_away(url: str, inbox: Recorder, secret: str | None) -> None:
    status, _body = await post(url, HELLO, **{"X-Telegram-Bot-Api-Secret-Token": secret})
    assert (status, inbox.heard_from) == (403, [])


async def test_size_comes_before_type_and_type_before_secret(url: str, inbox: Recorder) -> None:
    forged, text = {"X-Telegram-Bot-Api-Secret-Token": "wrong"}, {"Content-Type": "text/plain"}
    assert (await post(url, b" " * 1_000_001, **forged, **text))[0] == 413
    assert (await post(url, HELLO, **forged, **text))[0] == 415
    assert (await post(url, HELLO, **text))[0] == 415
    assert (await post(url, HELLO, **{"Content-Encoding": "gzip"}))[0] == 415
    assert (await post(url, HELLO, **forged))[0] == 403
    assert (await post(url, HELLO, **{"Content-Type": "application/json; charset=utf-8"}))[0] == 200
    assert len(inbox.heard_from) == 1


@pytest.mark.parametrize(("size", "status"), [(1_000_001, 413), (999_000, 200)])
async def test_a_body_that_hides_its_size_is_measured(url: str, size: int, status: int) -> None:
    async with aiohttp.request("POST", f"{url}/telegram", data=chunks(size), headers=HEADERS) as response:
        assert response.status == status


async def test_before_the_start_nobody_is_authentic(store: Store, inbox: Recorder, double: Double) -> None:
    silent = channel(double.url, store, inbox, secret=None)
    async with listening(silent, double) as url:
        await silent.stop()
        assert (await post(url, HELLO, **{"X-Telegram-Bot-Api-Secret-Token": ""}))[0] == 403


async def test_a_store_that_is_away_brings_the_update_back(double: Double, url: str, inbox: Recorder) -> None:
    inbox.fault = Unavailable("locked")
    for update in (double.updates.text(ANA, "60"), double.updates.blocked(ANA)):
        assert (await double.telegram_update(update)).status == 503
    inbox.fault = None
    assert (await double.say(ANA, "60")).status == 200


async def test_a_fault_of_ours_does_not_hold_a_person_back(
    double: Double, url: str, inbox: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox.fault = ZeroDivisionError("mi plan secreto")
    assert (await double.say(ANA, "mi plan secreto")).status == 200
    said = capsys.readouterr().out
    assert "ZeroDivisionError" in said
    assert "secreto" not in said


@settings(max_examples=15, deadline=None)
@given(bodies=st.lists(UPDATE | JUNK, max_size=25))
def test_whatever_is_authentic_gets_200(tmp_path_factory: pytest.TempPathFactory, bodies: list[Any]) -> None:
    async def statuses() -> set[int]:
        store = new_store(tmp_path_factory.mktemp("fuzz"))
        try:
            async with listening(channel("http://127.0.0.1:9", store)) as url:
                return {(await post(url, body))[0] for body in bodies}
        finally:
            store.close()

    assert asyncio.run(statuses()) <= {200}
