"""What becomes of a message to Telegram, and what delivery is told when it fails."""

import json
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.channels.base import RetryLater, SendError, Uncertain, Unreachable, WrongContent
from bot.channels.telegram import Telegram, request
from dialogue.drawing.content import Content, Option
from models.store import Store
from tests.double import (
    Double,
    Fault,
    blocked,
    chat_not_found,
    deactivated,
    dropped,
    flood,
    lost,
    refused,
    server_error,
    slow,
)
from tests.telegram_setting import ANA, TOKEN, answering, channel, message, new_store, running


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
    async with running(channel(double.url, store)) as telegram:
        await telegram.registered()
        yield telegram


async def failure(telegram: Telegram, text: str = "Hola") -> SendError:
    with pytest.raises(SendError) as caught:
        await telegram.send(message(text))
    return caught.value


def told(problem: SendError) -> tuple[type[SendError], str]:
    return type(problem), problem.code


async def test_a_message_arrives_with_its_buttons(double: Double, telegram: Telegram) -> None:
    id = await telegram.send(message("¿Cómo va <b>su plan</b> *hoy*?", "Sí", "No"))
    [shown] = double.sent(ANA)
    assert (shown.id, shown.text, shown.labels) == (id, "¿Cómo va <b>su plan</b> *hoy*?", ["Sí", "No"])
    assert shown.raw["reply_markup"]["inline_keyboard"][0][1] == {"text": "No", "callback_data": "12.abc.1"}


async def test_a_paid_rate_is_asked_for_where_it_is_set(double: Double, store: Store) -> None:
    async with running(channel(double.url, store, rate=200.0)) as telegram:
        await telegram.send(message("Hola"))
    [parameters] = [call.parameters for call in double.record.requests if call.method == "sendMessage"]
    assert parameters.get("allow_paid_broadcast") is True


async def test_a_long_message_arrives_in_parts_and_each_part_once(double: Double, telegram: Telegram) -> None:
    parts = [letter * 4000 for letter in "abc"]
    double.script("sendMessage", [None, flood(7)])
    with pytest.raises(RetryLater) as caught:
        await telegram.send(message("\n\n".join(parts), "Sí"))
    assert (caught.value.delay, caught.value.everyone) == (7, True)
    assert await telegram.send(message("\n\n".join(parts), "Sí")) == "1 2 3"
    assert [shown.text for shown in double.sent(ANA)] == parts
    assert [shown.labels for shown in double.sent(ANA)] == [[], [], ["Sí"]]


FAULTS: dict[str, tuple[Fault, type[SendError], str]] = {
    "flood": (flood(3), RetryLater, "429"),
    "blocked": (blocked(), Unreachable, "403 blocked"),
    "deactivated": (deactivated(), Unreachable, "403 deactivated"),
    "chat not found": (chat_not_found(), Unreachable, "400 chat not found"),
    "restarting": (server_error(500), Uncertain, "500"),
    "bad gateway": (server_error(502), Uncertain, "502"),
    "unavailable": (server_error(503), RetryLater, "503"),
    "answer lost": (lost(), Uncertain, "connection lost"),
    "connection broken": (dropped(), Uncertain, "connection lost"),
}


@pytest.mark.parametrize(("fault", "kind", "code"), FAULTS.values(), ids=FAULTS)
async def test_an_error_says_what_it_means(
    double: Double, telegram: Telegram, fault: Fault, kind: type[SendError], code: str
) -> None:
    double.script("sendMessage", [fault])
    assert told(await failure(telegram)) == (kind, code)
    assert await telegram.send(message("Hola"))


def body(code: int, description: str, **parameters: int) -> str:
    return json.dumps({"ok": False, "error_code": code, "description": description, "parameters": parameters})


ANSWERS = {
    "migrated": (400, body(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-5)),
    "never started": (403, body(403, "Forbidden: bot can't initiate conversation with a user")),
    "peer": (400, body(400, "Bad Request: PEER_ID_INVALID")),
    "unheard of": (403, body(403, "Forbidden: something new")),
    "status and code differ": (403, body(400, "Forbidden: bot was blocked by the user")),
    "refused with 200": (200, body(403, "Forbidden: user is deactivated")),
    "too long": (400, body(400, "Bad Request: message is too long")),
    "button": (400, body(400, "Bad Request: BUTTON_DATA_INVALID")),
    "other content": (400, body(400, "Bad Request: what Ana Ejemplo said is odd")),
    "too large": (413, "<html>Request Entity Too Large</html>"),
    "unauthorized": (401, body(401, "Unauthorized")),
    "not found": (404, body(404, "Not Found")),
    "logged out": (400, body(400, "Bad Request: Logged out")),
    "conflict": (409, body(409, "Conflict: terminated by other getUpdates request")),
    "somebody else refuses": (403, "<html>proxy</html>"),
    "redirect": (302, ""),
    "flood without a wait": (429, body(429, "Too Many Requests")),
    "unreadable": (200, "<html>Hola</html>"),
    "cut short": (200, '{"ok":true,"result":{'),
    "gateway timeout": (504, "<html>Gateway Time-out</html>"),
}
MEANINGS: dict[str, tuple[type[SendError], str, bool]] = {
    "migrated": (Unreachable, "400 chat gone", False),
    "never started": (Unreachable, "403 never started", False),
    "peer": (Unreachable, "400 chat not found", False),
    "unheard of": (Unreachable, "403", False),
    "status and code differ": (Unreachable, "400 blocked", False),
    "refused with 200": (Unreachable, "403 deactivated", False),
    "too long": (WrongContent, "400 too long", False),
    "button": (WrongContent, "400 button", False),
    "other content": (WrongContent, "400", False),
    "too large": (WrongContent, "413", False),
    "unauthorized": (RetryLater, "401 token", True),
    "not found": (RetryLater, "404 token", True),
    "logged out": (RetryLater, "400 logged out", True),
    "conflict": (RetryLater, "409 polling", False),
    "somebody else refuses": (RetryLater, "403", True),
    "redirect": (RetryLater, "302", True),
    "flood without a wait": (RetryLater, "429", True),
    "unreadable": (Uncertain, "200 unreadable", False),
    "cut short": (Uncertain, "200 unreadable", False),
    "gateway timeout": (Uncertain, "504", False),
}


@pytest.mark.parametrize("name", ANSWERS)
async def test_an_answer_is_read_for_what_it_means(store: Store, name: str) -> None:
    status, text = ANSWERS[name]
    async with (
        answering(lambda _request: web.Response(status=status, text=text, headers={"Location": "/bot"})) as url,
        running(channel(url, store)) as telegram,
    ):
        problem = await failure(telegram)
    assert (*told(problem), getattr(problem, "everyone", False)) == MEANINGS[name]


async def test_nothing_sent_may_be_sent_again(store: Store) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with running(channel(f"http://127.0.0.1:{taken.getsockname()[1]}", store)) as telegram:
            assert told(await failure(telegram)) == (RetryLater, "not connected")
    assert told(await failure(telegram)) == (RetryLater, "not connected")


async def test_an_answer_that_does_not_come_leaves_it_open(
    double: Double, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request, "_USUAL", request._limits(5, 0.05))
    double.script("sendMessage", [slow(0.3)])
    assert told(await failure(telegram)) == (Uncertain, "timeout")


async def test_what_cannot_be_sent_at_all_is_said(telegram: Telegram) -> None:
    with pytest.raises(Unreachable, match="address"):
        await telegram.send(message("Hola", address="Ana"))
    too_much = Content("Hola", (Option("Sí", "x" * 65),))
    with pytest.raises(WrongContent, match="button data"):
        await telegram.send(message("Hola")._replace(content=too_much))


def trail(problem: BaseException | None) -> str:
    """All that an error tells, with whatever it came from."""
    if problem is None:
        return ""
    return f"{problem!r}{problem.args}{trail(problem.__context__)}{trail(problem.__cause__)}"


async def test_neither_token_nor_words_are_told(
    double: Double, store: Store, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    double.script("sendMessage", [flood(), blocked(), refused(400, "Bad Request: palabra secreta"), lost(), dropped()])
    told_by_errors = ""
    async with running(channel(double.url, store)) as telegram:
        await telegram.registered()
        for _attempt in range(5):
            told_by_errors += trail(await failure(telegram, "palabra secreta"))
    told_by_errors += trail(await failure(telegram, "palabra secreta"))
    for bad in (f"{double.url}/bot", "ftp://127.0.0.1/bot"):
        async with running(channel("", store, api_url=bad, token=f"{TOKEN}x")) as telegram:
            told_by_errors += trail(await failure(telegram, "palabra secreta"))
    double.faults.clear()
    everything = told_by_errors + caplog.text + capsys.readouterr().out
    assert "telegram.registered" in everything
    assert "AAinvented" not in everything
    assert "secreta" not in everything
