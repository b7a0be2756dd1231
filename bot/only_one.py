"""On SQLite one process at a time serves a database, and does all of the work: two would both send what is queued.

It is a lock on a file beside the database, gone when the process is, however it ended. On PostgreSQL there may be many
processes: `bot.leases` says who does what.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.roles import Role
from models.store import Store

_SEVERAL = "several processes need PostgreSQL: set LAZOS_DATABASE_URL=postgresql+psycopg://…"


class AlreadyServing(Exception):
    """Another process serves this database; the text says so to an operator."""

    def __init__(self) -> None:
        super().__init__(f"another `lazos serve` (or demo) is at work on this database: stop it first; {_SEVERAL}")


class NeedsPostgreSQL(Exception):
    """A part of the work was asked for where one process does all of it; the text says so to an operator."""

    def __init__(self, role: Role) -> None:
        super().__init__(f"on SQLite one process does it all: leave out `--role {role}`; {_SEVERAL}")


@contextmanager
def only_one(store: Store, role: Role = Role.all) -> Iterator[None]:
    """On SQLite, be the only one until the block ends. Raises `AlreadyServing` or `NeedsPostgreSQL`."""
    path = store.engine.url.database
    if store.engine.dialect.name != "sqlite":
        yield
        return
    if role is not Role.all:
        raise NeedsPostgreSQL(role)
    with Path(f"{path}.serving").open("w") as file:
        _lock(file.fileno())
        yield


def _lock(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyServing from None
