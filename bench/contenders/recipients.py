"""Whom the contenders write to, and what: a row each in a SQLite file of their own, set up like ours."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, String, create_engine, event, insert
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.crowd import FIRST_CHAT

MOST = 100_000  # more than anybody can write to while it is measured
CHUNK = 10_000
TEXT = "La reunión es el viernes."
QUEUED, SENDING, SENT = "queued", "sending", "sent"


class Base(DeclarativeBase):
    """Their tables."""


class Recipient(Base):
    """Somebody to be written to; `moved_at` is in seconds since 1970."""

    __tablename__ = "recipient"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[int]
    state: Mapped[str] = mapped_column(String, index=True)
    provider_id: Mapped[str | None]
    moved_at: Mapped[float | None]


def recipients(folder: str) -> Engine:
    """A database with `MOST` people who wait; durable like ours, and with a log for writing ahead."""
    engine = create_engine(f"sqlite:///{Path(folder) / 'recipients.db'}")
    event.listen(engine, "connect", _prepare)
    Base.metadata.create_all(engine)
    with engine.begin() as db:
        for first in range(1, MOST, CHUNK):
            some = range(first, first + CHUNK)
            db.execute(insert(Recipient), [{"id": id, "chat": FIRST_CHAT + id, "state": QUEUED} for id in some])
    return engine


def _prepare(connection: sqlite3.Connection, _entry: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
