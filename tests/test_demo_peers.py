"""In the demo somebody can be asked by a peer at any hour, and it goes all the way to exchanged contacts."""

from datetime import UTC, datetime

import pytest
import time_machine

from bot import demo_peers, demo_people, demo_resources
from models import addresses
from models.base import now
from models.contacts import Address
from models.peers import aliases, profiles
from models.resources import topics
from models.store import Store
from tests.peered import Member, pass_time
from tests.phones import Phone

MIDNIGHT = datetime(2026, 11, 25, 6, tzinfo=UTC)


def seeded(store: Store) -> None:
    store.run(demo_people.seed)
    store.run(topics.keep, demo_resources.catalogue().topics)
    store.run(demo_peers.seed)


def phone(store: Store, channel: str, address: str) -> Member:
    names = (address.replace("whatsapp:+521", "+52"),)
    where = store.run(addresses.at, Address(channel, address, names))
    assert where.person_id is not None
    return Member(store, where.person_id, Phone(store, channel, address, "es", names=names))


def test_a_newcomer_carries_an_introduction_through_on_two_phones(
    store: Store, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aliases, "drawn", lambda taken: min(set(range(aliases.COUNT)) - set(taken)))
    clock.move_to(MIDNIGHT)
    seeded(store)
    ana, oscar = phone(store, "telegram", "700000001"), phone(store, "whatsapp", "whatsapp:+5215550000018")
    for line in ("menú", "[Colegas]", "[Buscar colega]", "capacitación", "[Donde sea]", "[Cualquier nivel]"):
        ana.write(line)
    for line in ("¿Cómo ordenan los turnos?", "[Sí, adelante]"):
        ana.write(line)
    pass_time(clock, store, seconds=20)
    assert oscar.hears()[0].startswith("Alguien del programa busca ayuda con «Capacitación»")
    for line in ("[Sí, le ayudo]", "Con gusto le cuento"):
        oscar.write(line)
    assert "«Roble Azul»: Con gusto le cuento" in ana.hears()[-1]
    for line in ("[Contestar]", "Muchas gracias", "[Darnos a conocer]", "[Acepto]"):
        ana.write(line)
    oscar.hears()
    for line in ("[Ver y decidir]", "[Acepto]", "darnos a conocer", "81 5000 0018", "[Acepto]"):
        oscar.write(line)
    assert any("«Roble Azul» es Óscar, Nuevo León." in text for text in ana.hears())
    for line in ("[Ver y decidir]", "55 5000 0001", "[Acepto]"):
        told = ana.write(line)
    assert "Puede comunicarse con «Roble Azul» aquí: 81 5000 0018" in told[-2].text
    assert "Puede comunicarse con «Cedro Azul» aquí: 55 5000 0001" in oscar.hears()[-1]


def test_what_they_change_stays_changed_when_the_demo_starts_again(store: Store) -> None:
    seeded(store)
    oscar = phone(store, "whatsapp", "whatsapp:+5215550000018")
    store.run(profiles.pause, oscar.person, now())
    store.run(demo_peers.seed)
    profile = store.run(profiles.of, oscar.person)
    assert profile is not None
    assert profile.paused
