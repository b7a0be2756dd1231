"""Connections to PostgreSQL that live as long as the program: for locks that go with a session, and for ringing.

On either side a peer that has vanished is noticed within seconds, whether its machine is gone or only stands still.
"""

import socket
from contextlib import suppress
from os import dup
from typing import Any

from psycopg import AsyncConnection
from sqlalchemy import Engine

CONNECT = 5  # seconds
IDLE = 8  # seconds of silence after which the server ends the session, and whoever vanished has let go

_OURS = {
    "connect_timeout": CONNECT,
    "keepalives": 1,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 5_000,
    "application_name": "lazos",
}
_THEIRS = {
    "tcp_keepalives_idle": f"{IDLE - 3}",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": f"{IDLE * 1000}",
    "idle_session_timeout": f"{IDLE * 1000}",  # for a process that stands still; servers older than 14 have none
    "statement_timeout": "0",
}
_SET = "select set_config(name, %s, false) from pg_settings where name = %s"

Session = AsyncConnection[Any]


async def session(engine: Engine, *, watched: bool) -> Session:
    """A connection of its own, each statement a transaction; a `watched` one has to say something every few seconds.

    Raises `psycopg.OperationalError`.
    """
    places, given = engine.dialect.create_connect_args(engine.url)
    db = await AsyncConnection.connect(*places, autocommit=True, **{**_OURS, **given})
    try:
        for name, value in _THEIRS.items() if watched else ():
            await db.execute(_SET, (value, name))
    except BaseException:
        await db.close()
        raise
    return db


def cut(db: Session) -> None:
    """End a connection whatever it is at: whoever waits for it is told at once, and so is the server."""
    with suppress(Exception), socket.socket(fileno=dup(db.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
