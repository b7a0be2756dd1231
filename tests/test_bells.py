"""Who has something to do is woken at once, in this process or in another, and nobody too often."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest

from bot import bells
from bot.bells import Bells
from bot.leases import BELL, NobodysElse, lease
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
async def ringing(shared: Store) -> AsyncIterator[Bells]:
    ringing = Bells(shared)
    yield ringing
    await ringing.close()


@pytest.fixture
async def ear(shared: Store) -> AsyncIterator[Session]:
    """Somebody who hears every bell."""
    ear = await session(shared.engine, watched=False)
    await ear.execute(f"listen {BELL}")
    yield ear
    await ear.close()


async def heard(ear: Session, seconds: float = 0.5) -> list[str]:
    return [ring.payload async for ring in ear.notifies(timeout=seconds)]


async def test_a_holder_in_another_process_is_woken(shared: Store, ringing: Bells) -> None:
    theirs, woken = lease(shared, "telegram"), asyncio.Event()
    theirs.wakes(woken.set)
    await theirs.held()
    ringing.ring("telegram")
    async with asyncio.timeout(SOON):
        await woken.wait()
    await theirs.close()


async def test_many_at_once_are_few_rings(ringing: Bells, ear: Session) -> None:
    for _ in range(500):
        ringing.ring("telegram")
        ringing.ring("whatsapp")
    assert sorted(await heard(ear)) == ["telegram", "whatsapp"]


async def test_who_is_rung_for_while_others_are_being_rung_for_is_not_lost(ringing: Bells, ear: Session) -> None:
    ringing.ring("telegram")
    await asyncio.sleep(0)  # it has begun
    ringing.ring("telegram")
    ringing.ring("waiting")
    found = await heard(ear)
    assert "waiting" in found
    assert found[0] == "telegram"


async def test_a_holder_here_is_woken_and_nobody_else_rung_for(shared: Store, ringing: Bells, ear: Session) -> None:
    ours, woken = lease(shared, "telegram"), asyncio.Event()
    ringing.hang(ours, woken.set)
    await ours.held()
    ringing.ring("telegram")
    assert woken.is_set()
    assert await heard(ear) == []
    await ours.close()


async def test_one_who_only_stands_by_here_is_not_enough(shared: Store, ringing: Bells, ear: Session) -> None:
    standing_by = lease(shared, "telegram")
    ringing.hang(standing_by, lambda: None)
    ringing.ring("telegram")
    assert await heard(ear) == ["telegram"]


async def test_a_ring_that_fails_is_not_the_last(
    shared: Store, ringing: Bells, ear: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> Session:
        monkeypatch.setattr(bells, "session", session)
        raise psycopg.OperationalError

    monkeypatch.setattr(bells, "session", away)
    ringing.ring("telegram")
    assert await heard(ear) == []
    ringing.ring("telegram")
    assert await heard(ear) == ["telegram"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_on_sqlite_there_is_nobody_else(store: Store) -> None:
    ringing, woken = Bells(store), asyncio.Event()
    ringing.hang(NobodysElse("telegram"), woken.set)
    ringing.ring("telegram")
    ringing.ring("whatsapp")
    assert woken.is_set()
    await ringing.close()
