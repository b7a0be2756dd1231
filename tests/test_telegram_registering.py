"""The bot makes itself known at Telegram, in every language, as soon as Telegram can be reached, and only as needed."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiohttp
import pytest

from bot.channels.telegram import registering
from bot.channels.telegram.profile import DESCRIPTION, SHORT_DESCRIPTION
from models.store import Store
from tests.double import Double, Fault, dropped, flood, refused, server_error
from tests.telegram_setting import ANA, COMMANDS, SECRET, Recorder, channel, listening, running

PUBLIC = "https://lazos.example"


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double
        assert double.faults == []


async def register(double: Double, store: Store, **settings: Any) -> None:
    async with asyncio.timeout(5), running(channel(double.url, store, **settings)) as telegram:
        await telegram.registered()


def secrets(double: Double) -> list[str]:
    return [call.parameters["secret_token"] for call in double.record.requests if call.parameters.get("secret_token")]


async def test_webhook_commands_and_descriptions_are_set_in_every_language(double: Double, store: Store) -> None:
    await register(double, store, public_url=f"{PUBLIC}/")
    state = double.telegram.state
    assert state.webhook == {
        "url": f"{PUBLIC}/telegram",
        "max_connections": 64,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
    }
    assert state.secret == SECRET
    for code, language in (("", "es"), ("es", "es"), ("en", "en")):
        said = [(command["command"], command["description"]) for command in state.commands["all_private_chats", code]]
        assert said == [(command, phrase.said(language)) for command, phrase in COMMANDS]
        assert state.texts["Description", code] == DESCRIPTION.said(language)
        assert state.texts["ShortDescription", code] == SHORT_DESCRIPTION.said(language)


async def test_what_is_as_it_should_be_is_not_set_again(double: Double, store: Store) -> None:
    await register(double, store, public_url=PUBLIC)
    set_once = {method: count for method, count in double.record.calls.items() if method.startswith("set")}
    await register(double, store, public_url=PUBLIC)
    assert {method: double.record.calls[method] for method in set_once} == set_once
    double.telegram.state.webhook["url"] = "https://elsewhere.example"
    await register(double, store, public_url=PUBLIC)
    assert double.telegram.state.webhook["url"] == f"{PUBLIC}/telegram"


async def test_without_a_public_address_there_is_no_webhook(double: Double, store: Store) -> None:
    await register(double, store)
    assert double.telegram.state.webhook == {"url": ""}
    assert double.telegram.state.commands


async def test_a_secret_is_made_once_and_kept(double: Double, store: Store) -> None:
    for _start in range(2):
        double.telegram.state.webhook = {"url": ""}
        await register(double, store, secret=None, public_url=PUBLIC)
    first, second = secrets(double)
    assert first == second
    assert len(first) == 64


async def test_the_old_secret_is_accepted_until_the_new_one_is_set(double: Double, store: Store) -> None:
    await register(double, store, secret="old-secret", public_url=PUBLIC)
    inbox = Recorder()
    new: dict[str, Any] = {"secret": "new-secret", "public_url": PUBLIC}
    double.script("setWebhook", [flood(3600)])
    async with listening(channel(double.url, store, inbox, **new)) as url:
        await double.until(lambda: double.record.calls["setWebhook"] == 2)
        assert [await knock(url, secret) for secret in ("old-secret", "new-secret", "wrong")] == [200, 200, 403]
    async with listening(changed := channel(double.url, store, inbox, **new)) as url:
        await changed.registered()
        assert [await knock(url, secret) for secret in ("old-secret", "new-secret")] == [403, 200]
    assert len(inbox.arrivals) == 3
    assert double.telegram.state.secret == "new-secret"


async def knock(url: str, secret: str) -> int:
    """The status of an update that carries `secret`."""
    sender = {"id": ANA, "is_bot": False}
    update = {"message": {"message_id": 1, "chat": {"id": ANA, "type": "private"}, "from": sender, "text": "hola"}}
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with aiohttp.request("POST", f"{url}/telegram", json=update, headers=headers) as response:
        return response.status


@pytest.mark.parametrize(
    "faults",
    [
        [dropped(), server_error(502), server_error(500)],
        [flood(1)],
        [refused(401, "Unauthorized", 401)],
        [None, dropped(), None, dropped()],
    ],
)
async def test_telegram_may_be_away_at_first(
    double: Double,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    faults: Sequence[Fault | None],
) -> None:
    monkeypatch.setattr(registering, "FIRST_DELAY", 0.001)
    double.script("telegram", faults)
    await register(double, store, public_url=PUBLIC)
    assert double.telegram.state.texts["ShortDescription", "en"]
    said = capsys.readouterr().out
    assert 1 <= said.count("telegram.registering.failed") <= 2
    assert said.count("telegram.registered") == 1


async def test_stopping_gives_up_registering(store: Store) -> None:
    telegram = channel("http://127.0.0.1:9", store, public_url=PUBLIC)
    async with asyncio.timeout(5), running(telegram):
        pass
    await telegram.stop()


async def test_the_bots_name_is_asked_once_and_kept(double: Double, store: Store) -> None:
    async with running(channel(double.url, store)) as telegram:
        await telegram.registered()
        assert [await telegram.username() for _ in range(2)] == ["LazosDoubleBot"] * 2
    assert double.record.calls["getMe"] == 1
    async with running(channel("http://127.0.0.1:9", store)) as away:
        assert await away.username() == "LazosDoubleBot"


async def test_a_name_never_learnt_is_none_while_telegram_is_away(store: Store) -> None:
    async with running(channel("http://127.0.0.1:9", store)) as away:
        assert await away.username() is None


def test_strangers_read_nothing_telling() -> None:
    for phrase in (DESCRIPTION, SHORT_DESCRIPTION):
        for language in ("es", "en"):
            words = phrase.said(language).lower()
            assert not [word for word in ("polic", "program", "alumn", "justic", "prosec") if word in words]
