"""One process at a time serves a database: two would both send what is queued.

On PostgreSQL it is an advisory lock on a connection of its own, on SQLite a lock on a file beside the database. Both
are gone when the process is, however it ended.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.sql import func

from models.store import Store

_NUMBER = 0x1A205  # of the advisory lock


class AlreadyServing(Exception):
    """Another process serves this database; the text says so to an operator."""

    def __init__(self) -> None:
        super().__init__("another `lazos serve` (or demo) is at work on this database: stop it first")


@contextmanager
def only_one(store: Store) -> Iterator[None]:
    """Be the only one until the block ends. Raises `AlreadyServing`."""
    path = store.engine.url.database
    if store.engine.dialect.name != "sqlite":
        with _advisory_lock(store):
            yield
    elif path:
        with Path(f"{path}.serving").open("w") as file:
            _lock(file.fileno())
            yield


def _lock(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyServing from None


@contextmanager
def _advisory_lock(store: Store) -> Iterator[None]:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        if not db.execute(select(func.pg_try_advisory_lock(_NUMBER))).scalar():
            raise AlreadyServing
        yield
