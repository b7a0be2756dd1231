"""Forgets what was looked for and not found, once it is too old to tell staff what to write next."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from models.resources import searching

KEPT = timedelta(days=365)


def forget_missed(db: Connection, moment: datetime) -> int:
    """Forget the months that ended more than a year ago; how many searches."""
    return searching.forget_missed(db, f"{moment - KEPT:%Y-%m}")
