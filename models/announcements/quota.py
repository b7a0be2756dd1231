"""Stands in until part D's quota is there. D replaces this file."""

from datetime import datetime
from sqlalchemy import Connection


def room(db: Connection, moment: datetime) -> int:
    return 250
