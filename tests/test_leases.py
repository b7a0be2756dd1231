"""A lease among processes on PostgreSQL: one has it, the next takes over, and whoever lost it knows."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from bot import leases
from bot.leases import Closed, Lease, SessionLease, lease, number_of
from bot.sessions import IDLE, Session, session
from models import holders
from models.holders import NOBODY_ELSE, Deposed
from models.sealing import Vault
from models.store import Store
from tests import databases

SOON = 10.0  # seconds

HOLDER = """
import asyncio, sys
from bot import logs
from bot.leases import lease
from models.sealing import Vault, new_key
from models.store import Store
async def hold():
    logs.configure()
    ours = lease(Store(sys.argv[1], Vault([new_key()], [new_key()])), "telegram")
    print(await ours.held(), flush=True)
    await ours.lost.wait()
    print("lost", flush=True)
asyncio.run(hold())
"""


@pytest.fixture
def shared(postgresql_url: str, vault: Vault) -> Iterator[Store]:
    """The store of one of several processes."""
    databases.empty(postgresql_url)
    store = Store(postgresql_url, vault)
    yield store
    store.close()


@pytest.fixture
async def made(shared: Store) -> AsyncIterator[Callable[[], Lease]]:
    """Makes leases of the same name, as if each were in a process of its own."""
    all_of_them: list[Lease] = []

    def make() -> Lease:
        all_of_them.append(lease(shared, "telegram"))
        return all_of_them[-1]

    yield make
    for each in all_of_them:
        await each.close()


@pytest.fixture
async def other(shared: Store, postgresql_url: str) -> AsyncIterator[Process]:
    """A process that holds the lease already."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLDER, postgresql_url), stdout=PIPE, stderr=DEVNULL
    )
    try:
        assert await _said(process) == "1"
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def test_on_sqlite_it_is_held_at_once(sqlite_template: Path, tmp_path: Path, vault: Vault) -> None:
    store = Store(databases.sqlite_copy(sqlite_template, tmp_path), vault)
    alone = lease(store, "telegram")
    assert alone.lost.is_set()
    assert await alone.held() == NOBODY_ELSE
    assert alone.sure()
    await alone.close()
    assert alone.lost.is_set()
    store.close()


async def test_one_has_it_and_the_next_gets_it_with_a_higher_number(made: Callable[[], Lease]) -> None:
    first, second = made(), made()
    fence = await first.held()
    assert first.sure()
    waiting = asyncio.create_task(second.held())
    assert await _pending(waiting)
    assert not second.sure()
    await first.close()
    assert first.lost.is_set()
    assert await _soon(waiting) == fence + 1


async def test_leases_of_other_names_are_not_touched(shared: Store, made: Callable[[], Lease]) -> None:
    await made().held()
    another = lease(shared, "whatsapp")
    assert await _soon(another.held()) == 1
    await another.close()


async def test_whoever_is_cut_off_knows_at_once_and_gets_it_again(shared: Store, made: Callable[[], Lease]) -> None:
    ours, woken = made(), asyncio.Event()
    ours.wakes(woken.set)
    fence = await ours.held()
    shared.run(databases.cut_off_locks)
    await _soon(ours.lost.wait())
    assert not ours.sure()
    assert woken.is_set(), "the holder is to look at once"
    assert await _soon(ours.held()) == fence + 1


async def test_a_bell_wakes_the_holder_it_is_meant_for(shared: Store, made: Callable[[], Lease]) -> None:
    ours, woken = made(), asyncio.Event()
    ours.wakes(woken.set)
    await ours.held()
    shared.run(lambda db: db.execute(text(f"notify {leases.BELL}, 'whatsapp'")))
    assert await _pending(asyncio.create_task(woken.wait()))
    shared.run(lambda db: db.execute(text(f"notify {leases.BELL}, 'telegram'")))
    await _soon(woken.wait())


async def test_while_the_database_is_away_it_is_sought_until_it_is_there(
    shared: Store, made: Callable[[], Lease], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> Session:
        monkeypatch.setattr(leases, "session", session)
        raise psycopg.OperationalError

    monkeypatch.setattr(leases, "session", away)
    assert await _soon(made().held()) == 1


async def test_nobody_waits_for_a_closed_one(made: Callable[[], Lease]) -> None:
    first, second = made(), made()
    await first.held()
    waiting = asyncio.create_task(second.held())
    assert await _pending(waiting)
    await second.close()
    with pytest.raises(Closed):
        await _soon(waiting)


async def test_giving_up_waiting_leaves_it_to_others(made: Callable[[], Lease]) -> None:
    first, second, third = made(), made(), made()
    await first.held()
    waiting = asyncio.create_task(second.held())
    assert await _pending(waiting)
    waiting.cancel()
    await asyncio.wait([waiting])
    await first.close()
    assert await _soon(third.held()) == 2


async def test_a_holder_that_is_killed_is_replaced(other: Process, made: Callable[[], Lease]) -> None:
    waiting = asyncio.create_task(made().held())
    assert await _pending(waiting)
    other.kill()
    assert await _soon(waiting) == 2


async def test_a_holder_that_stands_still_is_replaced_and_learns_of_it(
    shared: Store, other: Process, made: Callable[[], Lease]
) -> None:
    waiting = asyncio.create_task(made().held())
    assert await _pending(waiting)
    os.kill(other.pid, signal.SIGSTOP)
    assert await _soon(waiting, IDLE + SOON) == 2
    with pytest.raises(Deposed):
        shared.run(holders.check, "telegram", 1)
    os.kill(other.pid, signal.SIGCONT)
    assert await _said(other) == "lost"


async def test_a_holder_that_hears_nothing_is_not_sure_any_more(
    made: Callable[[], Lease], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It gives up before the server would give the lease to another."""
    assert leases.PROOF + leases.BEAT < IDLE
    monkeypatch.setattr(leases, "PROOF", 0.5)
    monkeypatch.setattr(leases, "BEAT", 60.0)
    ours = made()
    await ours.held()
    await _soon(ours.lost.wait())
    assert not ours.sure()


def test_a_lock_has_the_same_number_in_every_process_and_version() -> None:
    assert number_of("telegram") == number_of("telegram")
    assert len({number_of(name) for name in ("telegram", "whatsapp", "waiting", "clock", "polling")}) == 5
    assert all(-(2**63) <= number_of(str(name)) < 2**63 for name in range(1000))


def test_on_postgresql_a_lease_is_a_session_s(shared: Store) -> None:
    assert isinstance(lease(shared, "telegram"), SessionLease)


async def _soon(what: Awaitable[int | bool], seconds: float = SOON) -> int | bool:
    async with asyncio.timeout(seconds):
        return await what


async def _pending(task: "asyncio.Task[int] | asyncio.Task[bool]") -> bool:
    """Whether it still waits after having had every chance not to."""
    done, _ = await asyncio.wait([task], timeout=2 * leases.AGAIN)
    return not done


async def _said(process: Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(SOON):
        return (await process.stdout.readline()).decode().strip()
