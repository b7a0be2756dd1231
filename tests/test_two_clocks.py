"""Two processes with a clock each on one PostgreSQL: whatever is due is dealt with once, and nobody waits for long."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from sqlalchemy import Connection, func, select, update

from models import addresses, contacts, prompts, reminding
from models.action_plans import ActionPlan
from models.base import now
from models.contacts import Address
from models.messages import Message
from models.people import Person
from models.prompts import Prompt
from models.sealing import Vault
from models.store import Store
from scheduler.reminders import remind
from tests import databases
from tests.alumni import enrol
from tests.reminded import JOINED, PLAN

MANY = 1000


@pytest.fixture
def clocks(postgresql_url: str, vault: Vault, clock: time_machine.Traveller) -> Iterator[list[Store]]:
    """Only PostgreSQL has more than one writer; each process has connections of its own."""
    databases.empty(postgresql_url)
    stores = [Store(postgresql_url, vault) for _ in range(2)]
    stores[0].run(_join_all)
    clock.move_to(JOINED + timedelta(days=30, hours=1))
    yield stores
    for store in stores:
        store.close()


def _join_all(db: Connection) -> None:
    for number in range(MANY):
        _join(db, number)


def _join(db: Connection, number: int) -> None:
    person = enrol(db, plans=(PLAN,))
    db.execute(update(Person).where(Person.id == person).values(joined_at=now(), language="es"))
    reminding.person_joined(db, person, now())
    address = Address("telegram", f"{600_000 + number}", (f"{600_000 + number}",), "es")
    contacts.belong(db, addresses.at(db, address).id, person)


def test_a_thousand_due_are_a_thousand_messages(clocks: list[Store]) -> None:
    dealt = [0, 0]

    def work(at: int) -> None:
        while count := clocks[at].run(remind, now()):
            dealt[at] += count

    threads = [Thread(target=work, args=[at]) for at in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clocks[0].run(_counts) == (MANY, MANY, MANY)
    assert sum(dealt) == MANY
    assert min(dealt) > 0


def _counts(db: Connection) -> tuple[int, ...]:
    columns = (Message.id, Prompt.person_id.distinct(), ActionPlan.id)
    moved = ActionPlan.remind_at > now()
    queries = [select(func.count(column)) for column in columns[:2]] + [select(func.count(columns[2])).where(moved)]
    return tuple(db.execute(query).scalar_one() for query in queries)


def test_whoever_is_being_answered_just_now_is_reminded_a_minute_later(clocks: list[Store]) -> None:
    with clocks[1].engine.begin() as busy:
        assert prompts.hold(busy, 1)
        while clocks[0].run(remind, now()):
            pass
    assert clocks[0].run(_counts)[0] == MANY - 1
    assert clocks[0].run(remind, now() + timedelta(minutes=1)) == 1
    assert clocks[0].run(_counts)[0] == MANY
