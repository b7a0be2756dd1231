"""What is deleted leaves SQLite's files too: erased content is overwritten, but copies may stay where pages were split.

Only a database that is written anew is free of them, and only an emptied write-ahead log. That takes as long as copying
the file, and nobody can be answered meanwhile, so it is done at night. PostgreSQL clears up by its own VACUUM.
"""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from models import installation
from models.zones import DEFAULT

_OWED = "erased and not wiped"  # under which the installation keeps since when
NIGHT = (3, 4)  # hours of the clock in the capital
LONGEST = timedelta(hours=26)  # after which it is done at any hour: the machine is not on at night
PATIENCE = 5.0  # seconds to wait for those who are reading or writing


def note(db: Connection, moment: datetime) -> None:
    """Remember that something was deleted at `moment`, and may have left traces."""
    if db.dialect.name == "sqlite":
        installation.keep(db, _OWED, moment.isoformat())


def owed(db: Connection) -> str | None:
    """What `note` remembered last, until it is `settled`."""
    return installation.kept(db, _OWED)


def is_time(owed_since: str, moment: datetime) -> bool:
    """Whether `moment` is a good one to wipe what is owed."""
    at_night = moment.astimezone(ZoneInfo(DEFAULT)).hour in NIGHT
    return at_night or moment - datetime.fromisoformat(owed_since) > LONGEST


def settle(db: Connection, owed_since: str) -> None:
    """Forget what was owed, unless more was deleted meanwhile."""
    if owed(db) == owed_since:
        installation.forget(db, _OWED)


def wipe(engine: Engine) -> bool:
    """Write the database anew and empty its log; False when somebody was reading all the while, or the disk is full."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or path is None:
        return True
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
        try:
            connection.execute("VACUUM")
            busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError:
            return False
    return not busy
