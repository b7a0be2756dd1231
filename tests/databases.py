"""Migrated databases for tests: a copied file for SQLite, one database a worker for PostgreSQL, emptied between tests.

The tables come from the migrations, so that every test also tries those.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from models import migrating
from models.all import metadata
from models.sealing import Vault, new_key
from models.store import Store

ADDRESS = "LAZOS_TEST_DATABASE_URL"
USUAL = (
    "postgresql+psycopg://postgres@127.0.0.1:5432/postgres",
    "postgresql+psycopg:///postgres?host=/var/run/postgresql",
)

_END = "select count(pg_terminate_backend(pid)) from pg_locks"
_EMPTY = """
DO $$
DECLARE
    name text;
    filled boolean;
BEGIN
    SET LOCAL lock_timeout = '5s';
    FOR name IN SELECT tablename FROM unnest(ARRAY[{tables}]) WITH ORDINALITY AS wanted(tablename, place)
            JOIN pg_tables USING (tablename) WHERE schemaname = 'public' ORDER BY place LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, start_value, false)
        FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


def sqlite_template(folder: Path) -> Path:
    """A migrated SQLite file, to be copied."""
    path = folder / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


def sqlite_copy(template: Path, folder: Path) -> str:
    """The address of a fresh copy of `template`."""
    return f"sqlite:///{shutil.copy(template, folder / 'lazos.db')}"


def server() -> Engine | None:
    """A PostgreSQL server where databases can be made, or None when none answers."""
    given = os.environ.get(ADDRESS)
    for address in (given,) if given else USUAL:
        engine = create_engine(address, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
        try:
            engine.connect().close()
        except OperationalError:
            engine.dispose()
        else:
            return engine
    return None


@contextmanager
def postgresql_database(server: Engine, name: str, *, migrated: bool = True) -> Iterator[str]:
    """The address of a new database on `server`, dropped afterwards."""
    address = spelled(server.url.set(database=name))
    with server.connect() as db:
        db.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        db.execute(text(f"CREATE DATABASE {name}"))
    try:
        if migrated:
            _migrate(address)
        yield address
    finally:
        with server.connect() as db:
            db.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def empty(address: str) -> None:
    """Leave no row in the database; ids begin at 1 again. For few rows this is quicker than to truncate."""
    tables = ", ".join(f"'{table.name}'" for table in reversed(metadata.sorted_tables))
    engine = create_engine(address)
    with engine.begin() as db:
        db.execute(text(_EMPTY.replace("{tables}", tables)))
    engine.dispose()


def cut_off_locks(db: Connection, number: int | None = None) -> int:
    """End the sessions that hold locks of their own on this PostgreSQL database, as a broken line does; how many.

    `number`: only the one with this lock.
    """
    here = "locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"
    which = "" if number is None else f" and (classid::bigint << 32) + objid::bigint = {number}"
    ended: int = db.execute(text(f"{_END} where {here}{which}")).scalar_one()
    return ended


def new_vault() -> Vault:
    """A vault with keys of its own."""
    return Vault([new_key()], [new_key()])


def spelled(url: URL | str) -> str:
    """A database address in full, its password too."""
    return make_url(url).render_as_string(hide_password=False)


def _migrate(address: str) -> None:
    store = Store(address, new_vault())
    migrating.upgrade(store.engine)
    store.close()
