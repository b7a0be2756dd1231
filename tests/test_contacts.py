"""One person, whatever form her address takes; and many webhooks at once."""

import asyncio

from sqlalchemy import func, select

from bot.channels.whatsapp.addresses import address_of
from bot.inbox import StoreInbox
from models import addresses, contacts, parking
from models.action_plans import ProgressReport
from models.contacts import Address, Contact
from models.messages import Message
from models.received import Arrival
from models.store import Store
from tests.alumni import enrol
from tests.phones import phone_of

NUMBER = Address("whatsapp", "whatsapp:+5215550000001", ("+525550000001",))
BOTH = Address("whatsapp", "whatsapp:+525550000001", ("+525550000001", "bsuid MX.111222333"))
ONLY_ID = Address("whatsapp", "whatsapp:MX.111222333", ("bsuid MX.111222333",))


def test_a_number_and_a_business_scoped_id_become_one_contact_when_both_arrive(store: Store) -> None:
    first = store.run(addresses.at, NUMBER)
    assert store.run(addresses.at, BOTH).id == first.id
    only_id = store.run(addresses.at, ONLY_ID)
    assert only_id.id == first.id
    assert store.run(lambda db: contacts.address_of(db, contacts.known(db, first.id))) == "whatsapp:MX.111222333"


def test_two_contacts_are_one_from_the_moment_that_both_forms_arrive(store: Store) -> None:
    person = store.run(enrol)
    stranger = store.run(addresses.at, ONLY_ID)
    member = store.run(addresses.at, NUMBER)
    store.run(contacts.belong, member.id, person)
    assert store.run(addresses.at, BOTH).id == member.id
    assert store.run(addresses.at, ONLY_ID).person_id == person
    assert stranger.person_id is None


def test_the_two_forms_of_a_mexican_mobile_are_one_person_and_the_answer_goes_where_it_came_from(store: Store) -> None:
    old, new = (address_of(f"whatsapp:{form}", "") for form in ("+5215550000001", "+525550000001"))
    assert old is not None
    assert new is not None
    first, second = store.run(addresses.at, old), store.run(addresses.at, new)
    assert first.id == second.id
    assert store.run(lambda db: contacts.address_of(db, contacts.known(db, first.id))) == "whatsapp:+525550000001"


async def test_the_same_webhook_many_times_at_once_has_one_effect(store: Store) -> None:
    inbox = StoreInbox(store, lambda channel: None, lambda: None)
    address = Address("telegram", "500001", ("500001",), "es")
    await asyncio.gather(*(inbox.heard(address, Arrival("m1", "hola")) for _ in range(12)))
    assert store.run(lambda db: db.execute(select(func.count()).select_from(Message)).scalar()) == 1
    assert store.run(lambda db: db.execute(select(func.count()).select_from(Contact)).scalar()) == 1


async def test_many_messages_of_a_new_stranger_at_once_are_all_answered(store: Store) -> None:
    inbox = StoreInbox(store, lambda channel: None, lambda: None)
    address = Address("telegram", "500001", ("500001",), "es")
    await asyncio.gather(*(inbox.heard(address, Arrival(f"m{number}", "hola")) for number in range(8)))
    assert store.run(lambda db: db.execute(select(func.count()).select_from(Message)).scalar()) == 8
    assert store.run(parking.parked) == []


async def test_messages_of_one_person_from_two_channels_at_once_do_not_cross(store: Store) -> None:
    person = store.run(enrol, plans=("Plan",))
    phones = [phone_of(store, person, channel, address) for channel, address in (("telegram", "1"), ("whatsapp", "2"))]
    inbox = StoreInbox(store, lambda channel: None, lambda: None)
    await asyncio.gather(
        *(inbox.heard(phone.from_here(), Arrival(f"m{n}", f"avance {n}")) for n in range(10) for phone in phones)
    )
    assert store.run(lambda db: db.execute(select(func.count()).select_from(ProgressReport)).scalar()) == 20
