"""Files that people send are fetched from Telegram's file address, whole and within the limit, or not at all."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.channels.base import FetchError, TooLarge
from bot.channels.telegram import Telegram
from models.received import Attachment
from models.store import Store
from tests.double import Double, Fault, dropped, flood, refused, server_error
from tests.telegram_setting import ANA, answering, channel, new_store, running

CONTENT = b"%PDF-1.7 " + b"x" * 200_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    yield store
    store.close()


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double


@pytest.fixture
async def telegram(double: Double, store: Store) -> AsyncIterator[Telegram]:
    async with running(channel(double.url, store)) as telegram:
        await telegram.registered()
        yield telegram


@pytest.fixture
def reference(double: Double) -> str:
    update = double.updates.document(ANA, CONTENT, "plan.pdf", "application/pdf")
    return str(update["message"]["document"]["file_id"])


async def test_a_file_comes_as_it_was_sent(double: Double, telegram: Telegram, reference: str) -> None:
    assert await telegram.fetch(Attachment(reference), len(CONTENT)) == CONTENT
    assert double.faults == []


async def test_a_file_larger_than_allowed_is_not_read_to_its_end(telegram: Telegram, reference: str) -> None:
    with pytest.raises(TooLarge):
        await telegram.fetch(Attachment(reference), len(CONTENT) - 1)


async def test_a_file_said_to_be_larger_is_not_even_asked_for(double: Double, telegram: Telegram) -> None:
    with pytest.raises(TooLarge):
        await telegram.fetch(Attachment("AgAC", size=11), 10)
    assert double.record.calls["getFile"] == 0


@pytest.mark.parametrize(
    ("fault", "again"),
    [
        (flood(), True),
        (server_error(), True),
        (dropped(), True),
        (refused(401, "Unauthorized", 401), True),
        (refused(400, "Bad Request: invalid file_id"), False),
        (refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable"), True),
        (refused(400, "Bad Request: file is too big"), False),
    ],
)
async def test_an_error_says_whether_trying_later_may_help(
    double: Double, telegram: Telegram, reference: str, fault: Fault, again: bool
) -> None:
    double.script("getFile", [fault])
    with pytest.raises(FetchError) as caught:
        await telegram.fetch(Attachment(reference), len(CONTENT))
    assert caught.value.again is again
    assert isinstance(caught.value, TooLarge) is ("big" in fault.message)


@pytest.mark.parametrize(
    ("path", "code"),
    [("../../../etc/passwd", "elsewhere"), ("", "elsewhere"), ("a/b.pdf", "302"), ("a%2f..%2fb", "302")],
)
async def test_nothing_is_fetched_from_anywhere_else(store: Store, path: str, code: str) -> None:
    asked: list[str] = []

    def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        if request.path.endswith("/getFile"):
            return web.json_response({"ok": True, "result": {"file_id": "a", "file_unique_id": "b", "file_path": path}})
        return web.Response(status=302, headers={"Location": "/elsewhere"})

    async with answering(answer) as url, running(channel(url, store)) as telegram:
        with pytest.raises(FetchError) as caught:
            await telegram.fetch(Attachment("a"), 100)
    assert caught.value.code == code
    assert all(path.startswith(("/bot", "/file/bot1000000001:AAinvented-token")) for path in asked)


async def test_a_link_that_no_longer_lives_is_asked_for_again(
    double: Double, telegram: Telegram, reference: str
) -> None:
    double.telegram.download = lambda path: web.Response(status=404)  # type: ignore[method-assign]
    with pytest.raises(FetchError) as caught:
        await telegram.fetch(Attachment(reference), len(CONTENT))
    assert (caught.value.code, caught.value.again) == ("404", True)
