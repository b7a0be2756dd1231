"""Freezes in a test: set and lifted as the command does it, told as the clock does it."""

from typing import Any

from sqlalchemy import select

from models import freezes
from models.base import now
from models.freezes import Whom
from models.peers import resting
from models.store import Store
from scheduler.jobs import JOBS
from tests.peered import (
    Member,
)

WHY = "Por las medidas de seguridad del programa, esto queda en pausa por ahora"
RESTS = f"{WHY}. Le aviso cuando siga."
WAITS = "No termina aquí: le aviso cuando siga."


def freeze(store: Store, whom: Whom) -> int:
    """As the command does it."""
    number = store.run(freezes.begin, whom, "un teléfono perdido", "test", now())
    store.run(resting.settle, now())
    return number


def lift(store: Store, number: int) -> None:
    """As the command does it."""
    assert store.run(freezes.lift, number, "test", now())
    store.run(resting.settle, now())


def tell(store: Store) -> None:
    """The clock looks at freezes."""
    for name in ("settle_freezes", "tell_freezes"):
        job = next(job for job in JOBS if job.name == name)
        store.run(job.run, now())


def heard(who: Member, line: str) -> list[str]:
    """What is said in answer to a line."""
    who.write(line)
    return who.hears()


def frozen(store: Store, who: Member) -> bool:
    return store.run(freezes.is_frozen, who.person)


def only(store: Store, column: Any) -> Any:
    """The one value in a column."""
    return store.run(lambda db: db.scalars(select(column)).one())
