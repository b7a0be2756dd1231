"""Who has something to do is told at once, in this process or in another, and nobody is told too often."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest

from bot import notices
from bot.leases import NOTICES, NobodysElse, lease
from bot.notices import Notices
from bot.sessions import Session, session
from models.sealing import Vault
from models.store import Store
from tests import databases

SOON = 10.0  # seconds


@pytest.fixture
def shared(postgresql_url: str, vault: Vault) -> Iterator[Store]:
    databases.empty(postgresql_url)
    store = Store(postgresql_url, vault)
    yield store
    store.close()


@pytest.fixture
async def telling(shared: Store) -> AsyncIterator[Notices]:
    telling = Notices(shared)
    yield telling
    await telling.close()


@pytest.fixture
async def ear(shared: Store) -> AsyncIterator[Session]:
    """Somebody who hears every notice."""
    ear = await session(shared.engine, watched=False)
    await ear.execute(f"listen {NOTICES}")
    yield ear
    await ear.close()


async def heard(ear: Session, seconds: float = 0.5) -> list[str]:
    return [notice.payload async for notice in ear.notifies(timeout=seconds)]


async def test_a_holder_in_another_process_is_woken(shared: Store, telling: Notices) -> None:
    theirs, woken = lease(shared, "telegram"), asyncio.Event()
    theirs.wakes(woken.set)
    await theirs.held()
    telling.tell("telegram")
    async with asyncio.timeout(SOON):
        await woken.wait()
    await theirs.close()


async def test_many_at_once_are_few_notices(telling: Notices, ear: Session) -> None:
    for _ in range(500):
        telling.tell("telegram")
        telling.tell("whatsapp")
    assert sorted(await heard(ear)) == ["telegram", "whatsapp"]


async def test_what_is_told_while_others_are_being_told_is_not_lost(telling: Notices, ear: Session) -> None:
    telling.tell("telegram")
    await asyncio.sleep(0)  # it has begun
    telling.tell("telegram")
    telling.tell("waiting")
    found = await heard(ear)
    assert "waiting" in found
    assert found[0] == "telegram"


async def test_a_holder_here_is_woken_and_nobody_else_told(shared: Store, telling: Notices, ear: Session) -> None:
    ours, woken = lease(shared, "telegram"), asyncio.Event()
    telling.listens(ours, woken.set)
    await ours.held()
    telling.tell("telegram")
    assert woken.is_set()
    assert await heard(ear) == []
    await ours.close()


async def test_one_who_only_stands_by_here_is_not_enough(shared: Store, telling: Notices, ear: Session) -> None:
    standing_by = lease(shared, "telegram")
    telling.listens(standing_by, lambda: None)
    telling.tell("telegram")
    assert await heard(ear) == ["telegram"]


async def test_a_notice_that_fails_is_not_the_last(
    shared: Store, telling: Notices, ear: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> Session:
        monkeypatch.setattr(notices, "session", session)
        raise psycopg.OperationalError

    monkeypatch.setattr(notices, "session", away)
    telling.tell("telegram")
    assert await heard(ear) == []
    telling.tell("telegram")
    assert await heard(ear) == ["telegram"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_on_sqlite_there_is_nobody_else(store: Store) -> None:
    telling, woken = Notices(store), asyncio.Event()
    telling.listens(NobodysElse("telegram"), woken.set)
    telling.tell("telegram")
    telling.tell("whatsapp")
    assert woken.is_set()
    await telling.close()
