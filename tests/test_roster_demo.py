"""The fictional people of the demo: all kinds of them, visibly invented, and the same after a second seeding."""

from typing import Any

from sqlalchemy import Connection, func, select

from bot import demo_people
from bot.demo.cards import unused
from models import access, action_plans, addresses, people, tickets
from models.all import metadata
from models.contacts import Address, Contact
from models.people import Person
from models.programmes import Cohort, Programme
from models.store import Store

INVENTED = ("Ejemplo", "Muestra", "Ficticio", "Ficticia", "Modelo", "Sample", "Inventad", "Supuesta")


def count(db: Connection, table: Any) -> int:
    return db.execute(select(func.count()).select_from(table)).scalar_one()


def test_everybody_is_there_once_however_often_the_demo_starts(store: Store) -> None:
    store.run(demo_people.seed)
    counted = {table.name: store.run(count, table) for table in metadata.sorted_tables}
    cards = store.run(demo_people.cards)
    store.run(demo_people.seed)
    assert {table.name: store.run(count, table) for table in metadata.sorted_tables} == counted
    assert store.run(demo_people.cards) == cards
    assert [store.run(count, table) for table in (Person, Programme, Cohort, Contact)] == [24, 3, 5, 9]


def test_every_card_works_and_belongs_to_somebody_who_has_not_joined(store: Store) -> None:
    store.run(demo_people.seed)
    cards = store.run(demo_people.cards)
    assert len(cards) == 16
    assert store.run(unused, cards) == cards
    assert {card.language for card in cards} == {"es", "en"}
    for card in cards:
        code = store.run(access.usable, b"sender", card.code)
        assert code is not None
        known = store.run(people.profile, store.run(access.holder, code))
        assert f"{known.given_name} {known.family_name}" == card.alumnus


def test_every_seeded_phone_belongs_to_somebody_who_has_joined(store: Store) -> None:
    store.run(demo_people.seed)
    *phones, desk = demo_people.phones()
    assert {phone.channel for phone in phones} == {"telegram", "whatsapp"}
    assert store.run(addresses.at, Address(desk.channel, desk.address, (desk.address,))).staff_id is not None
    assert [ticket.waits_for for ticket in store.run(tickets.all_open)] == ["staff"]
    for phone in phones:
        name = phone.address.removeprefix("whatsapp:").replace("+521", "+52")
        contact = store.run(addresses.at, Address(phone.channel, phone.address, (name,)))
        assert contact.person_id is not None
        known = store.run(people.profile, contact.person_id)
        assert f"{known.given_name} {known.family_name}" == phone.alumnus


def test_all_kinds_of_people_are_among_them(store: Store) -> None:
    store.run(demo_people.seed)
    everybody = [store.run(people.profile, id) for id in range(1, 25)]
    plans = [len(store.run(action_plans.open_for, id)) for id in range(1, 25)]
    assert {known.language for known in everybody} == {"es", "en"}
    assert any(known.phone is None for known in everybody)
    assert {known.rank_band for known in everybody} == {"operative", "supervisor", "command", "executive", "civilian"}
    assert {0, 1, 2} <= set(plans)
    assert all(any(word in known.family_name for word in INVENTED) for known in everybody)
    assert all(known.phone is None or known.phone.startswith("+52555000") for known in everybody)
