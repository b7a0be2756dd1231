"""Polling when Telegram, the store, or another program stands in the way: told once, waited for, and nothing lost."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from sqlalchemy import Connection, func, select

from bot.channels.telegram import polling, refusals
from bot.channels.telegram.batches import NotUpdates, alone
from bot.inbox import StoreInbox
from models.contacts import Address
from models.messages import Message
from models.received import Arrival, Received
from models.store import Store, Unavailable
from tests.double import Double, Fault, dropped, flood, refused, server_error
from tests.double.callers import call_telegram
from tests.telegram_setting import ANA, TOKEN, Recorder, answering, channel, confirmed, polled, running, texts

LUIS = 1002
PUBLIC = "https://lazos.example"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed is tried again soon, so that tests do not wait."""
    monkeypatch.setattr(polling, "FIRST_DELAY", 0.01)
    monkeypatch.setattr(refusals, "PAUSE", 0.01)
    monkeypatch.setattr(refusals, "CONFLICT", 0.01)


@pytest.fixture
def inbox() -> Recorder:
    return Recorder()


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double
        assert double.faults == []


@pytest.mark.parametrize("method", ["deleteWebhook", "getUpdates"])
@pytest.mark.parametrize(
    ("fault", "event"),
    [
        (dropped(), "telegram.polling.failed"),
        (server_error(502), "telegram.polling.failed"),
        (flood(1), "telegram.polling.failed"),
        (refused(401, "Unauthorized", 401), "telegram.token.refused"),
        (refused(404, "Not Found", 404), "telegram.token.refused"),
    ],
)
async def test_telegram_may_be_away_for_a_while(
    double: Double,
    store: Store,
    inbox: Recorder,
    capsys: pytest.CaptureFixture[str],
    method: str,
    fault: Fault,
    event: str,
) -> None:
    double.script(method, [fault, fault])
    await double.say(ANA, "hola")
    begun = time.monotonic()
    async with polled(double, store, inbox):
        await confirmed(double)
    assert texts(inbox) == ["hola"]
    assert time.monotonic() - begun >= 2 * fault.retry_after
    said = capsys.readouterr().out
    assert said.count(event) == 1, "it is said once"
    assert TOKEN not in said


@pytest.mark.parametrize(
    "answer",
    [
        b'<p>Pay for your room</p> "update_id":77',
        b'{"ok":true,"result":{"update_id":77}}',
        b'{"ok":true,"result":[{"update_id":77,"message":{"text":"ho',
        b'{"ok":true,"result":[{"update_id":"77"}, 5 5]}',
        b"",
    ],
)
async def test_an_answer_that_is_not_telegrams_confirms_nothing(
    store: Store, inbox: Recorder, capsys: pytest.CaptureFixture[str], answer: bytes
) -> None:
    asked, enough = 0, asyncio.Event()

    def portal(request: web.Request) -> web.StreamResponse:
        nonlocal asked
        asked += request.path.endswith("getUpdates")
        if asked > 3:
            enough.set()
        return web.Response(body=answer)

    async with answering(portal) as url, running(channel(url, store, inbox, polling=True)):
        async with asyncio.timeout(5):
            await enough.wait()
    assert capsys.readouterr().out.count("telegram.polling.failed") == 1
    with pytest.raises(NotUpdates):
        alone(answer)


async def test_a_webhook_set_by_another_program_is_told_and_waited_for(
    double: Double, store: Store, inbox: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    async with polled(double, store, inbox):
        await double.until(lambda: double.telegram.state.pending.poll is not None)
        await call_telegram(double, "setWebhook", {"url": f"{PUBLIC}/telegram"})
        double.telegram.state.pending.append(double.updates.text(ANA, "hola"))
        tried = double.record.calls["getUpdates"]
        await double.until(lambda: double.record.calls["getUpdates"] >= tried + 3)
        assert (texts(inbox), double.telegram.state.webhook["url"]) == ([], f"{PUBLIC}/telegram")
        await call_telegram(double, "deleteWebhook", {})
        await confirmed(double)
    assert texts(inbox) == ["hola"]
    assert capsys.readouterr().out.count("telegram.polling.conflict: a webhook was set") == 1


async def test_another_program_that_polls_is_told(
    double: Double, store: Store, inbox: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    async with polled(double, store, inbox):
        await double.until(lambda: double.telegram.state.pending.poll is not None)
        assert (await call_telegram(double, "getUpdates", {"timeout": 5}))[0] == 409, (
            "ours goes on and ends the other's"
        )
        await double.say(ANA, "hola")
        await confirmed(double)
    assert texts(inbox) == ["hola"]
    assert capsys.readouterr().out.count("telegram.polling.conflict: another program polls") == 1


async def test_while_the_store_is_away_nothing_is_confirmed(
    double: Double, store: Store, inbox: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox.fault = Unavailable("locked")
    for text in ("uno", "dos", "tres"):
        await double.say(ANA, text)
    async with polled(double, store, inbox):
        await double.until(lambda: double.record.calls["getUpdates"] >= 4)
        assert len(double.telegram.state.pending) == 3
        inbox.fault = None
        await confirmed(double)
    assert texts(inbox) == ["uno", "dos", "tres"]
    assert capsys.readouterr().out.count("telegram.polling.failed") == 1


class Forgetful(StoreInbox):
    """Its store goes away now and then, sometimes just after it has stored a message."""

    calls = 0

    async def heard(self, address: Address, arrival: Arrival) -> None:
        self.calls += 1
        if self.calls % 3 == 1:
            raise Unavailable("before")
        await super().heard(address, arrival)
        if self.calls % 3 == 2:
            raise Unavailable("after")


async def test_a_store_that_comes_and_goes_loses_and_doubles_nothing(double: Double, store: Store) -> None:
    for number in range(5):
        for person in (ANA, LUIS):
            await double.say(person, f"hola {number}")
    async with polled(double, store, Forgetful(store, lambda channel: None, lambda: None)):
        await double.until(lambda: not double.telegram.state.pending, seconds=30)
    assert store.run(count, Received) == 10
    assert store.run(count, Message) == 10, "one reply each"


def count(db: Connection, what: type) -> int:
    return db.execute(select(func.count()).select_from(what)).scalar_one()
