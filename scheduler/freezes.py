"""Freezes: what rests and what goes on is brought in line with them, and whoever is concerned hears of it once."""

from datetime import datetime
from itertools import groupby

import structlog
from sqlalchemy import Connection

from handlers import peer_rests
from models import freeze_desk, prompts
from models.peers import resting, rests_told
from models.statements import savepoint

BATCH = 50

log = structlog.get_logger()


def settle(db: Connection, moment: datetime) -> int:
    """Bring in line what rests and what goes on: a command has done so already, but people move and join."""
    return resting.settle(db, moment)


def forget(db: Connection, moment: datetime) -> int:
    """Forget the freezes that were lifted long ago."""
    return freeze_desk.forget(db, moment)


def tell(db: Connection, moment: datetime) -> int:
    """Tell up to a batch of people what rests, or goes on again; how many there were to tell."""
    rests_told.forget(db)
    there = [
        (person, list(news)) for person, news in groupby(rests_told.untold(db, BATCH), key=lambda each: each.person)
    ]
    for person, news in there:
        if not prompts.hold(db, person):
            continue  # somebody answers her just now; the next look is soon
        try:
            with savepoint(db):
                peer_rests.tell(db, news, moment)
        except Exception as problem:
            log.error("freeze_not_told", exc_info=problem)
        rests_told.note(db, news)
    return len(there)
