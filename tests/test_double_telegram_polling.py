"""The double gives updates away as Telegram's own server does: kept until confirmed, to one who asks at a time."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from telegram import Bot
from telegram.error import Conflict

from tests.double import Double
from tests.double.callers import call_telegram

ANA = 1001


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double


async def fetched(double: Double, **asked: Any) -> list[str]:
    """The texts that getUpdates gives."""
    status, answer = await call_telegram(double, "getUpdates", asked)
    assert status == 200, answer
    return [update["message"]["text"] for update in answer["result"]]


async def say(double: Double, *texts: str) -> int:
    """Let Ana write; the number of the last update."""
    for text in texts:
        await double.say(ANA, text)
    return double.telegram.state.updates


async def test_what_was_not_confirmed_comes_again(double: Double) -> None:
    last = await say(double, "uno", "dos", "tres")
    assert await fetched(double) == ["uno", "dos", "tres"]
    assert await fetched(double, offset=last - 1) == ["dos", "tres"]
    assert await fetched(double, offset=last, limit=1) == ["tres"]
    assert len(double.telegram.state.pending) == 1
    assert await fetched(double, offset=last + 1) == []


async def test_offsets_from_the_end_and_from_far_ahead(double: Double) -> None:
    last = await say(double, "uno", "dos", "tres")
    assert await fetched(double, offset=last + 1000) == ["uno", "dos", "tres"]
    assert await fetched(double, offset=-2) == ["dos", "tres"]
    assert await fetched(double) == ["dos", "tres"]


async def test_there_is_a_limit_and_who_repeats_herself_gets_one(double: Double) -> None:
    last = await say(double, *(str(number) for number in range(120)))
    assert len(await fetched(double, limit=500)) == 100
    assert len(await fetched(double)) == 1, "the same offset at once again"
    assert len(await fetched(double, offset=last - 50)) == 51


async def test_nobody_waits_longer_than_needed(double: Double) -> None:
    begun = time.monotonic()
    waiting = asyncio.create_task(fetched(double, timeout=50))
    await double.until(lambda: double.telegram.state.pending.poll is not None)
    await double.say(ANA, "hola")
    assert await waiting == ["hola"]
    assert await fetched(double, offset=double.telegram.state.updates + 1, timeout=1) == []
    assert 1 <= time.monotonic() - begun < 20


async def test_a_second_poll_ends_the_first(double: Double) -> None:
    first = asyncio.create_task(call_telegram(double, "getUpdates", {"timeout": 50}))
    await double.until(lambda: double.telegram.state.pending.poll is not None)
    second = asyncio.create_task(fetched(double, offset=1, timeout=50))
    status, answer = await first
    assert (status, "terminated by other getUpdates" in answer["description"]) == (409, True)
    await double.say(ANA, "hola")
    assert await second == ["hola"]


async def test_webhook_and_polling_exclude_each_other(double: Double) -> None:
    async with Bot(double.options.telegram_token, base_url=double.telegram_api_url) as telegram:
        polling = asyncio.create_task(telegram.get_updates(timeout=50))
        await double.until(lambda: double.telegram.state.pending.poll is not None)
        await telegram.set_webhook("https://lazos.example/telegram")
        with pytest.raises(Conflict, match="terminated by setWebhook"):
            await polling
        with pytest.raises(Conflict, match="while webhook is active"):
            await telegram.get_updates()
        double.telegram.state.pending.append(double.updates.text(ANA, "hola"))
        assert (await telegram.get_webhook_info()).pending_update_count == 1
        await telegram.delete_webhook(drop_pending_updates=False)
        assert len(await telegram.get_updates()) == 1
        await telegram.delete_webhook(drop_pending_updates=True)
        assert await telegram.get_updates(offset=1) == ()
    assert double.faults == []


async def test_a_kind_that_was_not_asked_for_does_not_come(double: Double) -> None:
    assert await fetched(double, allowed_updates=["message"]) == []
    await double.telegram_update(double.updates.blocked(ANA))
    await double.say(ANA, "hola")
    assert await fetched(double, offset=1) == ["hola"]


async def test_anything_at_all_can_be_put_among_the_updates(double: Double) -> None:
    for body in ("text", msgspec.Raw(b'{"broken": 5 5}')):
        double.telegram.state.pending.add(double.telegram.state.next_update(), body)
    url = f"{double.telegram_api_url}{double.options.telegram_token}/getUpdates"
    async with Bot(double.options.telegram_token, base_url=double.telegram_api_url) as telegram:
        payload = await telegram.request.retrieve(url)
    assert payload == b'{"ok":true,"result":["text",{"broken": 5 5}]}'
