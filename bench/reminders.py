"""What reminders cost for 100,000 people: a tick when nothing is due, and the ticks when 5,000 are.

Run as a process of its own: `python -m bench.reminders`, with the database and its keys in the environment.
"""

import sys
import time
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import msgspec
from sqlalchemy import Connection, insert

from bench.contenders.questions import PLAN
from bench.processes import MEASURED, pin
from bot.settings import Settings
from models.action_plans import ActionPlan
from models.contacts import Contact
from models.people import Person
from models.sealing import new_seal_id, vault
from models.store import Store
from scheduler.reminders import remind

PEOPLE, DUE = 100_000, 5_000
IDLE = 200  # ticks without anything due
NOON = datetime(2027, 1, 12, 18, tzinfo=UTC)  # where they are
JOINED = NOON - timedelta(days=60)

_FIRST = 1_000_001  # of their numbers; the numbers before it belong to other people
_AT_ONCE = 5_000


class Ticks(msgspec.Struct):
    """A tick without anything due, in ms; all that is due, in s; the longest time for which others wait, in ms.

    `start` are the seconds after a restart until time passes again.
    """

    idle: float
    total: float
    longest: float
    start: float = 0.0


def measure(store: Store) -> Ticks:
    """Let nothing be due for a while, and then much."""
    began = time.perf_counter()
    _tick(store, NOON - timedelta(days=1))
    start = time.perf_counter() - began
    idle = [_tick(store, NOON - timedelta(days=1))[0] for _ in range(IDLE)]
    took = [_tick(store, NOON)]
    while took[-1][1]:
        took.append(_tick(store, NOON))
    if sum(count for _seconds, count in took) != DUE:
        raise ValueError("something else was due")
    seconds = [each for each, _count in took]
    return Ticks(median(idle) * 1000, sum(seconds), max(seconds) * 1000, start)


def _tick(store: Store, moment: datetime) -> tuple[float, int]:
    began = time.perf_counter()
    count = store.run(remind, moment)
    return time.perf_counter() - began, count


def fill(db: Connection) -> None:
    """People who have joined, each with a phone and a plan that is to be asked after: some now, the others later."""
    for first in range(0, PEOPLE, _AT_ONCE):
        some = range(first, first + _AT_ONCE)
        for table, row in ((Person, _person), (Contact, _contact), (ActionPlan, _plan)):
            db.execute(insert(table), [row(db, number) for number in some])


def _person(db: Connection, number: int) -> dict[str, Any]:
    sealed = _sealed(db, "person", given_name="Ana", family_name="Ejemplo")
    where = {"id": _FIRST + number, "state": "CHH", "language": "es"}
    return {**where, **sealed, "created_at": JOINED, "joined_at": JOINED}


def _contact(db: Connection, number: int) -> dict[str, Any]:
    sealed = _sealed(db, "contact", address=str(_FIRST + number))
    return {"person_id": _FIRST + number, "channel": "telegram", **sealed, "created_at": JOINED, "heard_at": JOINED}


def _plan(db: Connection, number: int) -> dict[str, Any]:
    at = NOON - timedelta(minutes=1) if number < DUE else NOON + timedelta(minutes=number)
    sealed = _sealed(db, "action_plan", title=PLAN)
    return {"person_id": _FIRST + number, **sealed, "status": "started", "created_at": JOINED, "remind_at": at}


def _sealed(db: Connection, table: str, **columns: str) -> dict[str, Any]:
    seal_id = new_seal_id()
    sealed = {f"{name}_sealed": vault(db).seal_text(text, table, name, seal_id) for name, text in columns.items()}
    return {"seal_id": seal_id, **sealed}


def main() -> None:
    settings = Settings()
    store = Store(settings.database_url, settings.vault())
    store.run(fill)
    ticks = measure(store)
    store.close()
    sys.stdout.write(msgspec.json.encode(ticks).decode())


if __name__ == "__main__":
    pin(MEASURED)
    main()
