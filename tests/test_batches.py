"""A job with batches is run again at once while they are full, each batch a transaction of its own."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot import ticks
from bot.files import FileStore
from models import installation
from models.store import Store
from scheduler.jobs import Job


def left(db: Connection) -> int:
    return int(installation.kept(db, "left") or 0)


def work(db: Connection, _moment: datetime) -> int:
    """Up to two at a time, of what is left."""
    done = min(2, left(db))
    installation.keep(db, "left", str(left(db) - done))
    return done


@pytest.mark.parametrize("much", [0, 1, 4, 5])
async def test_everything_is_dealt_with_in_one_tick(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, much: int
) -> None:
    monkeypatch.setattr(ticks, "JOBS", (Job("work", timedelta(minutes=1), work, batch=2),))
    await store.write(installation.keep, "left", str(much))
    tick = next(iter(ticks.ticks(store, FileStore(f"file://{tmp_path}/files"), [])))
    assert await tick.run() == much
    assert await store.read(left) == 0


async def test_without_a_batch_it_is_run_once(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticks, "JOBS", (Job("work", timedelta(minutes=1), work),))
    await store.write(installation.keep, "left", "5")
    tick = next(iter(ticks.ticks(store, FileStore(f"file://{tmp_path}/files"), [])))
    assert await tick.run() == 2
