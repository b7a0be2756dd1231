"""Keys change while the program runs: nobody becomes a stranger, and a replay is still one."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from handlers import inbound
from models import addresses, contacts
from models.base import now
from models.contacts import Address, ContactKey
from models.messages import Message
from models.received import Arrival
from models.sealing import Vault, new_key
from models.store import Store
from tests.alumni import code_for, enrol

ADDRESS = Address("telegram", "500001", ("500001",), "es")
Reopened = Callable[[list[str], list[str]], Store]


@pytest.fixture
def reopened(database_url: str) -> Reopened:
    """The same database, with these sealing and look-up keys."""
    return lambda sealing, lookup: Store(database_url, Vault(sealing, lookup))


def test_a_person_is_found_again_with_new_keys_and_then_without_the_old_ones(reopened: Reopened) -> None:
    sealing, lookup, newer_sealing, newer_lookup = new_key(), new_key(), new_key(), new_key()
    old = reopened([sealing], [lookup])
    person = old.run(enrol)
    contact = old.run(addresses.at, ADDRESS)
    old.run(contacts.belong, contact.id, person)
    code = old.run(code_for, person)
    old.close()

    both = reopened([newer_sealing, sealing], [newer_lookup, lookup])
    assert both.run(addresses.at, ADDRESS).person_id == person
    assert both.run(lambda db: db.execute(select(func.count()).select_from(ContactKey)).scalar()) == 2
    other = Address("telegram", "500002", ("500002",), "es")
    both.run(inbound.receive, other, Arrival("c1", code), now())
    assert both.run(lambda db: db.execute(select(func.count()).select_from(Message)).scalar()) == 1
    both.close()

    new = reopened([newer_sealing, sealing], [newer_lookup])
    assert new.run(addresses.at, ADDRESS).person_id == person
    new.close()


def test_a_replay_is_known_across_a_rotation(reopened: Reopened) -> None:
    sealing, lookup = new_key(), new_key()
    old = reopened([sealing], [lookup])
    old.run(inbound.receive, ADDRESS, Arrival("m1", "hola"), now())
    old.close()
    new = reopened([sealing], [new_key(), lookup])
    assert new.run(inbound.receive, ADDRESS, Arrival("m1", "hola"), now()) == inbound.Took()
    assert new.run(lambda db: db.execute(select(func.count()).select_from(Message)).scalar()) == 1
    new.close()
