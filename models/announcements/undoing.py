"""Stands in until part D's undoing is there. D replaces this file."""

from datetime import datetime
from sqlalchemy import Connection


def undo(db: Connection, announcement: int, moment: datetime) -> int:
    return 0
