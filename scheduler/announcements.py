"""Moves announcements on: begins them, gives everybody a copy, stops what goes wrong, ends what is over."""

from datetime import datetime

import structlog
from sqlalchemy import Connection

from handlers import announcement_news
from models.announcements import progress, reading, recipients, steps
from models.announcements.reading import Standing
from models.announcements.tables import SENDING
from models.audience import Unclear

log = structlog.get_logger()


def begin(db: Connection, moment: datetime) -> int:
    """Begin what is due; how many."""
    return sum(steps.begin(db, each, moment) for each in progress.to_begin(db, moment))


def spread(db: Connection, moment: datetime) -> int:
    """Give the next people of one announcement their copies; how many were looked at."""
    for number in progress.to_spread(db):
        standing = reading.find(db, number)
        if standing is None:
            continue
        try:
            return recipients.materialise(db, standing, moment)
        except Unclear:
            _stop(db, standing, "audience", moment)
            return 1
    return 0


def watch(db: Connection, moment: datetime) -> int:
    """Stop what goes wrong, hold or end what has been sent, and tell the staff; how many moved."""
    moved = 0
    for standing in reading.every(db, SENDING):
        why = progress.trouble(db, standing).why(standing.stop_at_percent)
        if why is not None:
            _stop(db, standing, why, moment)
            moved += 1
        elif (state := progress.settle(db, standing.id, moment)) is not None:
            announcement_news.settled(db, standing, state)
            moved += 1
    return moved


def expire(db: Connection, moment: datetime) -> int:
    """End what nobody may get any more; how many messages."""
    return progress.expire(db, moment)


def take_back(db: Connection, moment: datetime) -> int:
    """Take back what is left of cancelled announcements; how many messages."""
    return progress.take_back(db, moment)


def _stop(db: Connection, announcement: Standing, why: str, moment: datetime) -> None:
    if steps.pause(db, announcement.id, why, moment):
        announcement_news.paused(db, announcement, why)
