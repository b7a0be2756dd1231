"""Two peers do something about each other in the same moment, on PostgreSQL: nobody waits for ever, and it is one story.

Both turns stop before they take hold of their introduction, and go on together.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Barrier, local
from typing import Any
from unittest import mock

import pytest
import time_machine
from sqlalchemy import Connection, event, select

from models import freezes, statements
from models.base import now
from models.freezes import Whom
from models.peers import resting
from models.peers.tables import PeerBlock, PeerIntroduction, PeerMessage
from models.store import Store
from scheduler.jobs import JOBS
from tests.peered import NOON, Member, met, shelve, states
from tests.writing import on_postgresql

pytestmark = on_postgresql
ROUNDS = 5
PATIENCE = 5  # seconds for the other to come


@pytest.fixture(autouse=True)
def noon(clock: time_machine.Traveller, store: Store) -> None:
    clock.move_to(NOON)
    store.run(shelve)


@contextmanager
def meeting(store: Store) -> Iterator[Barrier]:
    """Whoever comes to look at an introduction for the first time waits for another to come there."""
    barrier, here, run = Barrier(2), local(), statements.Prepared._run

    def listen(_db: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if "FROM peer_introduction" in sql and "FOR NO KEY UPDATE" in sql and not getattr(here, "came", False):
            here.came = True
            barrier.wait(PATIENCE)

    def prepared(self: statements.Prepared, db: Connection, values: Mapping[str, Any]) -> Any:
        listen(db, None, self._for(db.dialect).sql)
        return run(self, db, values)

    event.listen(store.engine, "before_cursor_execute", listen)
    try:
        with mock.patch.object(statements.Prepared, "_run", prepared):
            yield barrier
    finally:
        event.remove(store.engine, "before_cursor_execute", listen)


def at_once(store: Store, *doing: Callable[[], object]) -> None:
    """Both do it in one moment; what fails in either fails the test."""
    with meeting(store) as barrier, ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(each) for each in doing]:
            done.result(timeout=30)
        assert not barrier.broken


@pytest.fixture
def pair(store: Store, clock: time_machine.Traveller) -> tuple[Member, Member]:
    """Two who write to each other."""
    her, him = met(store, clock)
    for who in (her, him):
        who.write("contestar"), who.hears()
    return her, him


def test_both_write_at_once(store: Store, pair: tuple[Member, Member]) -> None:
    her, him = pair
    for number in range(ROUNDS):
        at_once(store, partial(her.write, f"De Ana {number}"), partial(him.write, f"De Beto {number}"))
        assert [text for text in her.hears() if f": De Beto {number} " in text] != []
        assert [text for text in him.hears() if f": De Ana {number} " in text] != []
    assert len(store.run(lambda db: db.scalars(select(PeerMessage.id)).all())) == 2 * ROUNDS


def test_both_agree_at_once(store: Store, pair: tuple[Member, Member]) -> None:
    her, him = pair
    for step, hers, his in ((1, "Ana, Yucatán.", "Beto, Nuevo León."), (2, "9995000001", "8185000002")):
        for who, number in ((her, hers), (him, his)):
            who.write("/peer share 1")
            if step == 2:
                who.write(number)
            who.hears()
        at_once(store, partial(her.write, "sí"), partial(him.write, "sí"))
        assert len([text for text in her.hears() if his in text]) == 1
        assert len([text for text in him.hears() if hers in text]) == 1
        assert store.run(steps) == (step, step)


def test_one_blocks_while_the_other_writes(store: Store, pair: tuple[Member, Member]) -> None:
    her, him = pair
    at_once(store, partial(her.write, "/peer block 1"), partial(him.write, "¿Sigue ahí?"))
    assert states(store) == ["ended"]
    passed = [text for text in her.hears() if "¿Sigue ahí?" in text]
    kept = store.run(lambda db: db.scalars(select(PeerMessage.id)).all())
    sent = [text for text in him.hears() if text.startswith("Enviado.")]
    assert len(passed) == len(kept) == len(sent)
    move_on(store)
    assert [text for text in him.hears() if text.endswith("terminó.")] != []


def test_both_block_at_once(store: Store, pair: tuple[Member, Member]) -> None:
    her, him = pair
    at_once(store, partial(her.write, "/peer block 1"), partial(him.write, "/peer block 1"))
    assert states(store) == ["ended"]
    assert len(store.run(lambda db: db.execute(select(PeerBlock.__table__)).all())) == 2


def test_a_freeze_begins_while_one_writes(store: Store, pair: tuple[Member, Member]) -> None:
    """Whoever comes first, nothing of it waits to be sent when the freeze has begun."""
    her, him = pair
    at_once(store, partial(store.run, freeze), partial(him.write, "¿Sigue ahí?"))
    assert store.run(freezes.is_frozen, her.person)
    assert not [text for text in her.hears() if "¿Sigue ahí?" in text]
    assert states(store) == ["open"]


def steps(db: Connection) -> tuple[int, int]:
    """What each of the two has agreed to tell."""
    row = db.execute(select(PeerIntroduction.asker_step, PeerIntroduction.asked_step)).one()
    return row.asker_step, row.asked_step


def freeze(db: Connection) -> None:
    """As the command does it."""
    freezes.begin(db, Whom(), None, "test", now())
    resting.settle(db, now())


def move_on(store: Store) -> None:
    """The clock deals with what has ended."""
    store.run(next(job for job in JOBS if job.name == "move_introductions").run, now())
