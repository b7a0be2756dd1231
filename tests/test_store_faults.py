"""What becomes of the store when the database, or a function that it runs, does not behave."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.exc import IntegrityError

from models import store as store_module
from models.sealing import Vault
from models.store import Store, Unavailable
from tests.writing import add, add_prepared, names, on_postgresql, on_sqlite


@on_sqlite
async def test_a_database_that_another_holds_is_unavailable_for_all_at_once(
    store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch, vault: Vault
) -> None:
    monkeypatch.setattr(store_module, "LOCK_WAIT", 0.2)
    impatient = Store(database_url, vault)
    holder = sqlite3.connect(_path(database_url), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    jobs = [impatient.write(add, f"{number}") for number in range(50)]
    results = await asyncio.wait_for(asyncio.gather(*jobs, return_exceptions=True), 8)
    assert {type(result) for result in results} == {Unavailable}
    holder.execute("ROLLBACK")
    holder.close()
    assert await impatient.write(add, "after") == "after"
    assert await impatient.read(names) == ["after"]
    impatient.close()


@on_sqlite
@pytest.mark.parametrize("prepared", [True, False])
async def test_a_full_disk_is_unavailable_and_nothing_of_it_is_kept(store: Store, *, prepared: bool) -> None:
    @event.listens_for(store.engine, "begin")
    def _full(db: Connection) -> None:
        pages = db.exec_driver_sql("PRAGMA page_count").scalar_one()
        db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    big = "x" * 1_000_000
    with pytest.raises(Unavailable):
        await store.write(add_prepared if prepared else add, big)
    event.remove(store.engine, "begin", _full)
    store.engine.dispose()
    assert await store.write(add, "after") == "after"
    assert await store.read(names) == ["after"]


def test_a_server_that_does_not_answer_is_unavailable(vault: Vault) -> None:
    nowhere = Store("postgresql+psycopg://nobody@127.0.0.1:9/nothing", vault)
    with pytest.raises(Unavailable):
        nowhere.run(names)
    nowhere.close()


@on_postgresql
async def test_a_connection_that_broke_is_unavailable_and_the_next_one_works(store: Store) -> None:
    def broken(db: Connection, *, prepared: bool) -> None:
        with store.engine.connect() as other:
            pid = db.execute(text("SELECT pg_backend_pid()")).scalar_one()
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        (add_prepared if prepared else add)(db, "lost")

    for prepared in (True, False):
        with pytest.raises(Unavailable):
            await store.write(broken, prepared=prepared)
        assert await store.write(add, f"after {prepared}")
    assert await store.read(names) == ["after False", "after True"]


@on_postgresql
async def test_whoever_stands_still_in_a_transaction_does_not_hold_up_others(
    store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch, vault: Vault
) -> None:
    monkeypatch.setattr(store_module, "STANDSTILL", 1)
    still, stands, added = Store(database_url, vault), Event(), Event()

    def stand_still(db: Connection) -> None:
        add(db, "Ana")
        stands.set()
        assert added.wait(10), "the others have to wait no longer than that"
        add(db, "Beto")

    standing = asyncio.create_task(still.write(stand_still))
    assert await asyncio.to_thread(stands.wait, 10)
    assert await store.write(add, "Ana") == "Ana", "as soon as the server has undone the other one"
    added.set()
    with pytest.raises(Unavailable):
        await standing
    assert await store.read(names) == ["Ana"]
    still.close()


@pytest.mark.parametrize("raised", [StopIteration, KeyboardInterrupt])
@on_sqlite
async def test_whatever_a_function_raises_the_writer_lives_on(store: Store, raised: type[BaseException]) -> None:
    def fail(_db: Connection) -> None:
        raise raised

    waiting = asyncio.create_task(_outcome(store, fail))
    assert isinstance(await asyncio.wait_for(waiting, 5), RuntimeError | KeyboardInterrupt)
    assert await asyncio.wait_for(store.write(add, "after"), 5) == "after"


async def _outcome(store: Store, fn: Callable[[Connection], None]) -> BaseException | None:
    try:
        await store.write(fn)
    except BaseException as problem:
        return problem
    return None


async def test_an_error_does_not_quote_what_was_stored(store: Store) -> None:
    await store.write(add, "Ana Ejemplo")
    with pytest.raises(IntegrityError) as caught:
        await store.write(add, "Ana Ejemplo")
    assert caught.value.hide_parameters
    assert "parameters hidden" in str(caught.value)


def _path(database_url: str) -> Path:
    return Path(make_url(database_url).database or "")
