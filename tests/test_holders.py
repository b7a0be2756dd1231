"""Taking over a channel: the number grows, whoever had it before is refused, and a claim cannot cross a take-over."""

from collections.abc import Iterator
from threading import Thread

import pytest

from models import holders
from models.base import now
from models.holders import Deposed
from models.sealing import Vault
from models.store import Store
from tests import databases


@pytest.fixture
def processes(postgresql_url: str, vault: Vault) -> Iterator[list[Store]]:
    """Two processes on one PostgreSQL."""
    databases.empty(postgresql_url)
    stores = [Store(postgresql_url, vault) for _ in range(2)]
    yield stores
    for store in stores:
        store.close()


def test_the_number_grows_with_each_take_over_of_this_channel_only(store: Store) -> None:
    assert [store.run(holders.take, "telegram", now()) for _ in range(3)] == [1, 2, 3]
    assert store.run(holders.take, "whatsapp", now()) == 1
    assert store.run(holders.fences) == {"telegram": 3, "whatsapp": 1}


def test_only_the_last_one_may_claim(store: Store) -> None:
    first, second = store.run(holders.take, "telegram", now()), store.run(holders.take, "telegram", now())
    store.run(holders.check, "telegram", second)
    with pytest.raises(Deposed):
        store.run(holders.check, "telegram", first)
    with pytest.raises(Deposed):
        store.run(holders.check, "whatsapp", second)


def test_a_process_that_has_no_others_is_never_deposed(store: Store) -> None:
    store.run(holders.check, "telegram", holders.NOBODY_ELSE)


def test_a_take_over_waits_for_the_claim_that_is_being_made(processes: list[Store]) -> None:
    fence = processes[0].run(holders.take, "telegram", now())
    taken: list[int] = []
    taking = Thread(target=lambda: taken.append(processes[1].run(holders.take, "telegram", now())))
    with processes[0].engine.begin() as claiming:
        holders.check(claiming, "telegram", fence)
        taking.start()
        taking.join(0.3)
        assert taken == [], "nobody takes over in the middle of a claim"
        holders.check(claiming, "telegram", fence)
    taking.join(10)
    assert taken == [fence + 1]
    with pytest.raises(Deposed):
        processes[0].run(holders.check, "telegram", fence)


def test_two_that_take_a_channel_for_the_first_time_get_different_numbers(processes: list[Store]) -> None:
    taken: list[int] = []
    taking = Thread(target=lambda: taken.append(processes[1].run(holders.take, "telegram", now())))
    with processes[0].engine.begin() as first:
        taken.append(holders.take(first, "telegram", now()))
        taking.start()
        taking.join(0.3)
    taking.join(10)
    assert sorted(taken) == [1, 2]
