"""What it takes to give 100,000 people a copy of an announcement each, as the running program does it.

Run as a process of its own: `python -m bench.announcements.spreading`, with the database and its keys in the
environment.
"""

import sys
import time

import msgspec
from sqlalchemy import Connection, func, select

from bench.processes import MEASURED, pin
from bot.settings import Settings
from models import audience
from models.base import now
from models.messages import Message
from models.store import Store
from scheduler import announcements
from tests.announced import sent_off
from tests.awake import no_night


class Spread(msgspec.Struct):
    """All of it, in s; the longest transaction, in ms; and how many have a copy.

    `bare`: for whom this can be told, adding as many rows alone, in s.
    """

    total: float
    longest: float
    copies: int
    bare: float = 0.0


def measure(store: Store) -> Spread:
    """Begin an announcement to everybody, and spread it."""
    sent_off(store)
    store.run(announcements.begin, now())
    took = _chunks(store)
    return Spread(sum(took), max(took) * 1000, store.run(copies))


def _chunks(store: Store) -> list[float]:
    """How long each transaction took, in s."""
    took = []
    while True:
        began = time.perf_counter()
        looked_at = store.run(announcements.spread, now())
        took.append(time.perf_counter() - began)
        if not looked_at:
            return took


def copies(db: Connection) -> int:
    """How many people have a copy of something."""
    return db.execute(select(func.count()).where(Message.person_id.is_not(None))).scalar_one()


def main() -> None:
    settings = Settings()
    audience.prepare()
    store = Store(settings.database_url, settings.vault())
    with no_night():
        spread = measure(store)
    store.close()
    sys.stdout.write(msgspec.json.encode(spread).decode())


if __name__ == "__main__":
    pin(MEASURED)
    main()
