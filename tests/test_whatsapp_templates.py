"""Templates are made once at Twilio, found again, and never changed under anybody's feet."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import SendError
from bot.channels.whatsapp import status, sync
from bot.channels.whatsapp.syncing import kept_sids
from bot.channels.whatsapp.templates import everything
from models.store import Store
from tests.double import Double, flood, refused
from tests.whatsapp_bench import account_of, new_store

ALL = [template.name for template in everything()]


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double


@pytest.fixture
def store(tmp_path: Path) -> Any:
    store = new_store(tmp_path)
    yield store
    store.close()


async def test_the_second_time_creates_nothing(double: Double, store: Store) -> None:
    first = await sync(account_of(double), store)
    sids = store.run(kept_sids)
    second = await sync(account_of(double), store)
    assert (len(first.created), first.found) == (len(ALL), [])
    assert (second.created, second.found) == ([], first.created)
    assert store.run(kept_sids) == sids
    assert set(sids.values()) == set(double.twilio.state.contents)
    assert double.faults == []


async def test_another_installation_finds_them(double: Double, store: Store, tmp_path: Path) -> None:
    await sync(account_of(double), store)
    (tmp_path / "other").mkdir()
    other = new_store(tmp_path / "other")
    assert (await sync(account_of(double), other)).created == []
    assert other.run(kept_sids) == store.run(kept_sids)
    other.close()


async def test_one_that_somebody_changed_gets_a_new_version(double: Double, store: Store) -> None:
    await sync(account_of(double), store)
    sid = store.run(kept_sids)["lazos_quick_2_1"]
    double.twilio.state.contents[sid]["types"]["twilio/quick-reply"]["body"] = "Otra cosa {{1}}."
    assert [each.name for each in await status(account_of(double), store) if not each.there] == ["lazos_quick_2_1"]
    assert (await sync(account_of(double), store)).created == ["lazos_quick_2_1_v2"]
    assert store.run(kept_sids)["lazos_quick_2_1"] != sid
    assert (await sync(account_of(double), store)).created == []


async def test_empty_fields_and_foreign_templates_do_not_confuse(double: Double, store: Store) -> None:
    await sync(account_of(double), store)
    contents = double.twilio.state.contents
    for content in contents.values():
        for item in content["types"].get("twilio/list-picker", {}).get("items", []):
            item["description"] = None
    contents["HX" + "f" * 32] = next(iter(contents.values())) | {"friendly_name": None, "sid": "HX" + "f" * 32}
    assert (await sync(account_of(double), store)).created == []


async def test_what_was_made_before_a_fault_is_found_after_it(double: Double, store: Store) -> None:
    double.script("content", [None, None, refused(20001)])
    with pytest.raises(SendError):
        await sync(account_of(double), store)
    result = await sync(account_of(double), store)
    assert (len(result.found), len(result.created)) == (2, len(ALL) - 2)


async def test_a_busy_twilio_is_waited_for(double: Double, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.whatsapp.syncing.FIRST_WAIT", 0.001)
    double.script("content", [flood(0), flood(0)])
    assert len((await sync(account_of(double), store)).created) == len(ALL)


async def test_status_before_anything_was_made(double: Double, store: Store) -> None:
    found = await status(account_of(double), store)
    assert [each.name for each in found] == ALL
    assert not any(each.sid or each.there for each in found)
