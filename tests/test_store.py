"""The one door to the database: what is promised of it, on both databases."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, insert, make_url
from sqlalchemy.exc import IntegrityError

from models.programmes import Programme
from models.sealing import Vault
from models.store import Store
from tests.writing import add, add_prepared, names, on_sqlite


class Wrong(Exception):
    """A bug in a function."""


def add_then_fail(db: Connection, name: str) -> None:
    add(db, name)
    raise Wrong(name)


@pytest.fixture
def held_up(store: Store) -> Iterator[Callable[[], None]]:
    """The writer is busy until the function is called, so that what is asked meanwhile becomes one batch."""
    begun, go_on = threading.Event(), threading.Event()

    def wait(_db: Connection) -> None:
        begun.set()
        go_on.wait(10)

    loop = asyncio.new_event_loop()
    busy = threading.Thread(target=loop.run_until_complete, args=(store.write(wait),))
    busy.start()
    begun.wait(10)
    yield go_on.set
    go_on.set()
    busy.join()
    loop.close()


async def test_what_was_written_is_read_and_returned(store: Store) -> None:
    assert await store.write(add, "Instituto de ejemplo") == "Instituto de ejemplo"
    assert await store.read(names) == ["Instituto de ejemplo"]
    assert store.run(names) == ["Instituto de ejemplo"]


async def test_what_was_acknowledged_is_there_for_another_process(
    store: Store, database_url: str, vault: Vault
) -> None:
    await store.write(add, "a")
    other = Store(database_url, vault)
    assert other.run(names) == ["a"]
    other.close()


async def test_one_that_fails_leaves_nothing_and_the_others_all(store: Store) -> None:
    jobs = [store.write(add_then_fail if number % 5 == 0 else add, f"{number:02}") for number in range(40)]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    failed = [str(result) for result in results if isinstance(result, Wrong)]
    assert failed == [f"{number:02}" for number in range(0, 40, 5)]
    assert await store.read(names) == [f"{number:02}" for number in range(40) if number % 5]


async def test_one_that_the_database_refuses_leaves_the_others(store: Store) -> None:
    jobs = [store.write(add, "same" if number in (7, 23) else f"{number:02}") for number in range(40)]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(result) for result in results if not isinstance(result, str)] == [IntegrityError]
    assert len(await store.read(names)) == 39


async def test_a_prepared_statement_that_is_refused_is_told_like_any_other(store: Store) -> None:
    await store.write(add_prepared, "same")
    with pytest.raises(IntegrityError):
        await store.write(add_prepared, "same")
    with pytest.raises(IntegrityError):
        store.run(add_prepared, "same")
    assert await store.read(names) == ["same"]


@on_sqlite
async def test_what_comes_together_is_committed_together(store: Store, held_up: Callable[[], None]) -> None:
    commits: list[str] = []
    event.listen(store.engine, "commit", lambda _db: commits.append("commit"))
    jobs = [asyncio.create_task(store.write(add, f"{number:02}")) for number in range(50)]
    await asyncio.sleep(0)
    held_up()
    await asyncio.gather(*jobs)
    assert len(commits) == 2  # of the one that kept the writer busy, and of all the others
    assert len(await store.read(names)) == 50


@on_sqlite
async def test_when_a_common_commit_fails_each_is_run_again_alone(store: Store, held_up: Callable[[], None]) -> None:
    commits: list[str] = []
    runs: list[str] = []

    def fail_once(_db: Connection) -> None:
        commits.append("commit")
        if len(commits) == 2:
            raise sqlite3.OperationalError("disk I/O error")

    def noted(db: Connection, name: str) -> str:
        runs.append(name)
        return add(db, name)

    event.listen(store.engine, "commit", fail_once)
    jobs = [asyncio.create_task(store.write(noted, name)) for name in "abc"]
    await asyncio.sleep(0)
    held_up()
    assert await asyncio.gather(*jobs) == ["a", "b", "c"]
    assert runs == ["a", "b", "c", "a", "b", "c"]
    assert len(commits) == 5
    assert await store.read(names) == ["a", "b", "c"]


@on_sqlite
async def test_who_stops_waiting_in_time_has_written_nothing(store: Store, held_up: Callable[[], None]) -> None:
    left = asyncio.create_task(store.write(add, "left"))
    stayed = asyncio.create_task(store.write(add, "stayed"))
    await asyncio.sleep(0)
    left.cancel()
    with pytest.raises(asyncio.CancelledError):
        await left
    held_up()
    assert await stayed == "stayed"
    assert await store.read(names) == ["stayed"]


async def test_who_stops_waiting_too_late_does_not_hold_up_others(store: Store) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(db: Connection) -> None:
        begun.set()
        go_on.wait(10)
        add(db, "slow")

    waiting = asyncio.create_task(store.write(slow))
    await asyncio.to_thread(begun.wait, 10)
    waiting.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await store.write(add, "next") == "next"
    await asyncio.to_thread(store.close)
    assert store.run(names) == ["next", "slow"]


@on_sqlite
async def test_reading_goes_on_beside_a_write_and_does_not_see_half_of_it(store: Store) -> None:
    await store.write(add, "before")
    written, go_on = threading.Event(), threading.Event()

    def slow(db: Connection) -> None:
        add(db, "half")
        written.set()
        go_on.wait(10)

    writing = asyncio.create_task(store.write(slow))
    await asyncio.to_thread(written.wait, 10)
    assert await store.read(names) == ["before"]
    go_on.set()
    await writing
    assert await store.read(names) == ["before", "half"]


async def test_many_writers_and_readers_at_once(store: Store) -> None:
    def count_up(db: Connection, number: int) -> int:
        db.execute(insert(Programme).values(name=f"{number}"))
        return number

    async def read_and_write(number: int) -> None:
        assert await store.write(count_up, number) == number
        assert f"{number}" in await store.read(names)

    await asyncio.gather(*(read_and_write(number) for number in range(200)))
    assert len(await store.read(names)) == 200


async def test_closing_lets_what_was_begun_end(store: Store) -> None:
    jobs = [asyncio.create_task(store.write(add, f"{number:02}")) for number in range(20)]
    await asyncio.sleep(0)
    await asyncio.to_thread(store.close)
    assert await asyncio.gather(*jobs) == [f"{number:02}" for number in range(20)]
    assert len(store.run(names)) == 20


def _path(database_url: str) -> Path:
    return Path(make_url(database_url).database or "")
