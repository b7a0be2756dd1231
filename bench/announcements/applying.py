"""Receipts in the store alone: grouped as the program applies them, and one by one as a user of the ORM would.

Run as a process of its own: `python -m bench.announcements.applying seconds`, with the database and its keys in the
environment.
"""

import sys
import time
from collections.abc import Callable, Sequence

import msgspec
from sqlalchemy.orm import Session

from bench.announcements.receipts import sent
from bench.processes import MEASURED, pin
from bot.receipt_box import MOST
from bot.settings import Settings
from models import receipts
from models.base import now
from models.messages import DELIVERED, RANK, READ, Message
from models.receipts import Receipt
from models.store import Store


class Applied(msgspec.Struct):
    """Receipts a second: grouped, and one by one."""

    grouped: float
    one_by_one: float


def measure(store: Store, seconds: float) -> Applied:
    """Half of the messages for each way; every other one is read, so that nobody knows its state before."""
    messages = sent(store)
    half = len(messages) // 2
    told = [Receipt(each.message, READ if each.message % 2 else DELIVERED, None, each.sid) for each in messages]
    grouped = _rate(lambda some: store.run(receipts.apply_all, some, now()), told[:half], MOST, seconds)
    one_by_one = _rate(lambda some: _one(store, *some), told[half:], 1, seconds)
    return Applied(grouped, one_by_one)


def _rate(apply: Callable[[Sequence[Receipt]], object], told: Sequence[Receipt], size: int, seconds: float) -> float:
    """How many a second, so many at once."""
    began, done = time.perf_counter(), 0
    while (span := time.perf_counter() - began) < seconds and done < len(told):
        some = told[done : done + size]
        apply(some)
        done += len(some)
    return done / span if done < len(told) else done / (time.perf_counter() - began)


def _one(store: Store, receipt: Receipt) -> None:
    """By rank, never down; what is sent again and who is unreachable is not even asked."""
    with Session(store.engine) as session, session.begin():
        message = session.get_one(Message, receipt.message)
        if RANK[message.state] < RANK[receipt.state]:
            message.state, message.error, message.moved_at = receipt.state, receipt.error, now()


def main(seconds: str) -> None:
    settings = Settings()
    store = Store(settings.database_url, settings.vault())
    applied = measure(store, float(seconds))
    store.close()
    sys.stdout.write(msgspec.json.encode(applied).decode())


if __name__ == "__main__":
    pin(MEASURED)
    main(*sys.argv[1:])
