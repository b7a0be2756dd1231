"""What is deleted leaves SQLite's files too: the database overwrites it, and here its write-ahead log is emptied.

The log holds whole pages as they were, and of itself is only written over from its beginning, never cut. PostgreSQL
clears up by VACUUM, which it runs by itself.
"""

import sqlite3
from contextlib import closing

from sqlalchemy import Engine

PATIENCE = 1.0  # seconds to wait for those who are reading; messages wait as long


def empty_log(engine: Engine) -> bool:
    """Write the log into the database and cut it; False when somebody was reading all the while."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or path is None:
        return True
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
        busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy
