"""What was deleted is wiped from SQLite's files, at night, and again until nobody stood in the way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import text

from bot.erased import delete_erased, wipe_traces
from bot.files import FileStore
from models import erasing, traces
from models.base import now
from models.store import Store
from tests.alumni import enrol
from tests.writing import on_postgresql, on_sqlite

NOON = datetime(2026, 11, 24, 18, tzinfo=UTC)
NIGHT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)  # half past three in Mexico City


async def erased(store: Store, folder: Path) -> None:
    """Somebody is deleted at noon."""
    person = store.run(enrol)
    with time_machine.travel(NOON - timedelta(days=30), tick=False):
        store.run(erasing.block, person, now())
    with time_machine.travel(NOON, tick=False):
        assert await delete_erased(store, FileStore(f"file://{folder}/files")) == 1


@on_sqlite
async def test_it_is_done_the_next_night_and_once(store: Store, tmp_path: Path) -> None:
    await erased(store, tmp_path)
    for moment, done in ((NOON, 0), (NIGHT, 1), (NIGHT + timedelta(minutes=10), 0)):
        with time_machine.travel(moment, tick=False):
            assert await wipe_traces(store) == done
        assert (store.run(traces.owed) is None) == (moment >= NIGHT)


@on_sqlite
async def test_where_the_machine_sleeps_at_night_it_is_done_by_day(store: Store, tmp_path: Path) -> None:
    await erased(store, tmp_path)
    with time_machine.travel(NOON + timedelta(hours=27), tick=False):
        assert await wipe_traces(store) == 1


@on_sqlite
async def test_while_somebody_reads_it_is_put_off(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traces, "PATIENCE", 0.05)
    await erased(store, tmp_path)
    with time_machine.travel(NIGHT, tick=False):
        with store.engine.connect().execution_options(reading=True) as reader, reader.begin():
            reader.execute(text("SELECT count(*) FROM person"))
            assert await wipe_traces(store) == 0
        assert await wipe_traces(store) == 1


@on_sqlite
def test_what_is_deleted_meanwhile_is_still_owed(store: Store) -> None:
    store.run(traces.note, NOON)
    first = store.run(traces.owed)
    assert first is not None
    store.run(traces.note, NOON + timedelta(minutes=1))
    store.run(traces.settle, first)
    assert store.run(traces.owed) is not None


@on_postgresql
async def test_postgresql_clears_up_by_itself(store: Store, tmp_path: Path) -> None:
    await erased(store, tmp_path)
    assert store.run(traces.owed) is None
    assert traces.wipe(store.engine)
