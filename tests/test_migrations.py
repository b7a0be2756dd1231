"""A database gets its shape from the migrations alone, wholly or not at all."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, inspect, text

from models import migrating
from models.all import metadata
from models.sealing import Vault
from models.store import Store

ROOT = Path(__file__).parents[1]


@pytest.fixture
def engine(bare_database_url: str, vault: Vault) -> Iterator[Engine]:
    store = Store(bare_database_url, vault)
    yield store.engine
    store.close()


def shape(engine: Engine) -> dict[str, Any]:
    """All tables with their columns and indexes, and what Alembic notes of them."""
    with engine.connect() as db:
        seen = inspect(db)
        tables = {name: (_columns(seen, name), _indexes(seen, name)) for name in sorted(seen.get_table_names())}
        noted = db.execute(text("SELECT version_num FROM alembic_version")).all() if "alembic_version" in tables else []
    return {"tables": tables, "noted": [str(row[0]) for row in noted]}


def _columns(seen: Any, table: str) -> list[tuple[str, str, bool]]:
    return [(each["name"], str(each["type"]), each["nullable"]) for each in seen.get_columns(table)]


def _indexes(seen: Any, table: str) -> list[tuple[str, list[str], bool]]:
    return sorted((each["name"], each["column_names"], bool(each["unique"])) for each in seen.get_indexes(table))


def test_the_newest_step_equals_the_models(engine: Engine) -> None:
    assert not migrating.at_head(engine)
    migrating.upgrade(engine)
    assert migrating.at_head(engine)
    assert migrating.differences(engine) == []


def test_the_partial_indexes_hold_the_same_rows_as_those_of_the_models(engine: Engine) -> None:
    migrating.upgrade(engine)
    migrated = partial_indexes(engine)
    migrating.downgrade(engine)
    with engine.begin() as db:
        metadata.create_all(db)
    assert migrated == partial_indexes(engine)
    assert "ix_conversation_open" in migrated


def partial_indexes(engine: Engine) -> dict[str, str]:
    source = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '% WHERE %'"
        " AND schemaname = 'public'",
    }
    with engine.connect() as db:
        return {row[0]: row[1] for row in db.execute(text(source[engine.dialect.name]))}


def test_down_and_up_again_is_the_same(engine: Engine) -> None:
    migrating.upgrade(engine)
    first = shape(engine)
    migrating.downgrade(engine)
    assert list(shape(engine)["tables"]) == ["alembic_version"]
    migrating.upgrade(engine)
    assert shape(engine) == first


def test_going_up_twice_changes_nothing(engine: Engine) -> None:
    migrating.upgrade(engine)
    first = shape(engine)
    migrating.upgrade(engine)
    assert shape(engine) == first


def test_step_by_step_is_the_same_as_all_at_once(engine: Engine) -> None:
    migrating.upgrade(engine)
    first = shape(engine)
    migrating.downgrade(engine)
    for _ in migrating.steps():
        migrating.upgrade(engine, "+1")
    assert shape(engine) == first


def test_a_database_from_a_newer_version_is_refused(engine: Engine) -> None:
    migrating.upgrade(engine)
    with engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = shape(engine)
    assert not migrating.at_head(engine)
    with pytest.raises(migrating.FromTheFuture, match="9999"):
        migrating.upgrade(engine)
    assert shape(engine) == before


class PowerCut(BaseException):
    """What no migration can catch."""


def cut_before(statement: int) -> Callable[..., None]:
    """A listener that ends everything before the statement with this number."""
    seen = 0

    def listen(_db: Connection, _cursor: Any, sql: str, *_: Any) -> None:
        nonlocal seen
        seen += not sql.startswith(("SELECT", "PRAGMA"))
        if seen > statement:
            raise PowerCut

    return listen


@pytest.mark.parametrize("start", ["base", "0001"])
def test_a_migration_that_is_cut_off_leaves_the_old_shape(engine: Engine, start: str) -> None:
    migrating.upgrade(engine, "head" if start == "base" else start)
    if start == "base":
        migrating.downgrade(engine)
    old = shape(engine)
    cuts, step = 0, 1 if engine.dialect.name == "sqlite" else 5
    while not _finishes(engine, cuts):
        assert shape(engine) == old, f"cut off before statement {cuts}"
        cuts += step
    assert cuts > 5
    assert migrating.at_head(engine)


def _finishes(engine: Engine, cuts: int) -> bool:
    listener = cut_before(cuts)
    event.listen(engine, "before_cursor_execute", listener)
    try:
        migrating.upgrade(engine)
    except PowerCut:
        return False
    finally:
        event.remove(engine, "before_cursor_execute", listener)
    return True


KILLED_HALF_WAY = """
import os, sys
from sqlalchemy import event
from models import migrating
from models.sealing import Vault, new_key
from models.store import Store

engine = Store(sys.argv[1], Vault([new_key()], [new_key()])).engine
left = iter(range(int(sys.argv[2])))

@event.listens_for(engine, "before_cursor_execute")
def count(*_):
    if next(left, None) is None:
        os._exit(9)

migrating.upgrade(engine)
"""


def test_a_process_killed_half_way_leaves_an_empty_database_that_can_be_migrated(
    engine: Engine, bare_database_url: str
) -> None:
    for statements in (12, 30):
        command = [sys.executable, "-c", KILLED_HALF_WAY, bare_database_url, str(statements)]
        killed = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603  # our own program
        assert killed.returncode == 9
        assert shape(engine) == {"tables": {}, "noted": []}
    migrating.upgrade(engine)
    assert migrating.differences(engine) == []
