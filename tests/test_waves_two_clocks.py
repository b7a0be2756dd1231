"""Two processes with a clock each on one PostgreSQL: whoever is due is invited once, and planned once."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from sqlalchemy import Connection, func, select

from models import addresses, contacts
from models.base import now
from models.contacts import Address
from models.messages import Message
from models.prompts import Prompt
from models.sealing import Vault
from models.store import Store
from models.surveys.tables import INVITED, SurveyInvitation
from scheduler.surveys import ask, plan
from tests import databases
from tests.waved import ENDED, activity, at_home, member, wave

MANY = 500


@pytest.fixture
def clocks(postgresql_url: str, vault: Vault, clock: time_machine.Traveller) -> Iterator[list[Store]]:
    """Only PostgreSQL has more than one writer; each process has connections of its own."""
    databases.empty(postgresql_url)
    stores = [Store(postgresql_url, vault) for _ in range(2)]
    wave(stores[0])
    stores[0].run(_join_all)
    yield stores
    for store in stores:
        store.close()


def _join_all(db: Connection) -> None:
    cohort = activity(db, "grande", ENDED)
    for number in range(MANY):
        address = Address("telegram", f"{600_000 + number}", (f"{600_000 + number}",), "es")
        contacts.belong(db, addresses.at(db, address).id, member(db, cohort))


def test_five_hundred_due_are_five_hundred_invitations(clocks: list[Store], clock: time_machine.Traveller) -> None:
    failed: list[BaseException] = []
    dealt = [0, 0]

    def work(at: int) -> None:
        try:
            while count := clocks[at].run(ask, now()):
                dealt[at] += count
        except BaseException as problem:
            failed.append(problem)

    clocks[0].run(plan, now())
    clock.move_to(at_home("2026-12-03 10:00") + timedelta(minutes=1))
    threads = [Thread(target=work, args=[at]) for at in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sum(dealt) == MANY
    assert min(dealt) > 0
    assert clocks[0].run(_counts) == (MANY, MANY, MANY)


def test_two_clocks_plan_everybody_once(clocks: list[Store]) -> None:
    failed: list[BaseException] = []

    def work(at: int) -> None:
        try:
            while clocks[at].run(plan, now()):
                pass
        except BaseException as problem:
            failed.append(problem)

    threads = [Thread(target=work, args=[at]) for at in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert clocks[0].run(lambda db: db.execute(select(func.count(SurveyInvitation.id))).scalar_one()) == MANY


def _counts(db: Connection) -> tuple[int, ...]:
    asked = select(func.count(SurveyInvitation.id)).where(SurveyInvitation.state == INVITED)
    queries = (select(func.count(Message.id)), select(func.count(Prompt.person_id.distinct())), asked)
    return tuple(db.execute(query).scalar_one() for query in queries)
