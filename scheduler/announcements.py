"""Moves announcements on: begins them, gives everybody a copy, stops what goes wrong, ends what is over."""

from datetime import datetime

import structlog
from sqlalchemy import Connection

from handlers import announcement_news
from models.announcements import progress, reading, recipients, steps
from models.announcements.tables import SENDING

log = structlog.get_logger()


def begin(db: Connection, moment: datetime) -> int:
    """Begin what is due; how many."""
    return sum(steps.begin(db, each, moment) for each in progress.to_begin(db, moment))


def spread(db: Connection, moment: datetime) -> int:
    """Give the next people of one announcement their copies; how many were looked at."""
    for number in progress.to_spread(db):
        standing = reading.find(db, number)
        if standing is not None:
            return recipients.materialise(db, standing, moment)
    return 0


def watch(db: Connection, moment: datetime) -> int:
    """Stop what goes wrong, hold or end what has been sent, and tell the staff; how many moved."""
    moved = 0
    for standing in reading.every(db, SENDING):
        why = progress.trouble(db, standing).why(standing.stop_at_percent)
        if why is not None and steps.pause(db, standing.id, why, moment):
            announcement_news.paused(db, standing, why, moment)
            moved += 1
            continue
        state = progress.settle(db, standing.id, moment)
        if state is not None:
            announcement_news.settled(db, standing, state, moment)
            moved += 1
    return moved


def expire(db: Connection, moment: datetime) -> int:
    """End what nobody may get any more; how many messages."""
    return progress.expire(db, moment)
