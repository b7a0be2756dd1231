"""What is for her waits while it is not certain who has her phone; who wants no messages gets none."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from dialogue.drawing.content import Content
from handlers import staff_answers
from models import contacts, doubts, outbox, tickets
from models.base import now
from models.contacts import Contact
from models.messages import BULK, CANCELLED, QUEUED, WAITING
from models.people import Person
from models.store import Store
from tests.alumni import enrol
from tests.half_a_year import WHO, half_a_year_later, said_to, state_of, the_contact
from tests.phones import phone_of
from tests.reminded import JOINED, PLAN, alumna, silent_for


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(JOINED, tick=False) as traveller:
        yield traveller


def test_what_waits_goes_out_when_it_is_her_and_not_before(store: Store) -> None:
    phone = half_a_year_later(store)
    contact = the_contact(store)
    waiting = store.run(outbox.queue, contact, "telegram", Content("Su equipo responde."), now(), BULK, WAITING)
    queued = store.run(outbox.queue, contact, "telegram", Content("¿Cómo va su plan?"), now(), BULK, QUEUED)
    phone.write("hola")
    assert (state_of(store, waiting), state_of(store, queued)) == (WAITING, WAITING)
    phone.write("Pérez")
    assert (state_of(store, waiting), state_of(store, queued)) == (WAITING, WAITING)
    phone.write("Ejemplo")
    assert (state_of(store, waiting), state_of(store, queued)) == (QUEUED, QUEUED)


def test_a_phone_in_doubt_is_not_among_those_she_is_written_to(store: Store) -> None:
    phone = half_a_year_later(store)
    person = store.run(lambda db: db.execute(select(Person.id)).scalar_one())
    assert [each.id for each in store.run(contacts.of, person)] == [the_contact(store)]
    phone.write("hola")
    assert store.run(contacts.of, person) == []
    assert [each.state for each in store.run(contacts.all_of, person)] == ["doubted"]


def test_what_is_sent_unasked_after_half_a_year_tells_nothing_before_the_proof(
    store: Store, clock: time_machine.Traveller
) -> None:
    ana = alumna(store, clock)
    store.run(silent_for, ana.person, timedelta(days=160))
    assert ana.at("2026-12-24 10:00").hears() == ["Hola. Hay un mensaje para usted. Toque el botón para verlo. [Ver]"]
    ana.phone(f"""
        > [Ver]
        < {WHO}
        > Ejemplo
        < Gracias. Hace un mes que no sabemos de su plan «{PLAN}». ¿Cómo va? [Reportar avance] [Más tarde] [Mañana] [Este plan ya no]
    """)


def test_a_phone_in_doubt_gets_no_reminders(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    store.run(doubts.doubt, the_contact(store), now())
    assert ana.at("2026-12-24 10:00").hears() == []


def test_an_answer_of_the_team_after_half_a_year_waits_for_the_proof(store: Store) -> None:
    phone = phone_of(store, store.run(enrol))
    phone.write("persona ¿Dónde está mi constancia?")
    ticket = store.run(lambda db: tickets.all_open(db)[0].id)
    store.run(lambda db: db.execute(update(Contact).values(heard_at=now() - timedelta(days=181))))
    assert store.run(staff_answers.answer, ticket, "En su correo.", None) == "waits"
    last = said_to(store, phone)[-1].text
    assert last == "Hola. Hay un mensaje para usted. Toque el botón para verlo."


def test_stop_in_doubt_stops_that_phone_and_not_the_person(store: Store) -> None:
    phone = half_a_year_later(store)
    queued = store.run(outbox.queue, the_contact(store), "telegram", Content("Plan"), now(), BULK, QUEUED)
    phone("""
        > alto
        < De acuerdo. No le escribiremos.
    """)
    assert store.run(lambda db: db.execute(select(Person.stopped_at)).scalar_one()) is None
    assert state_of(store, queued) == WAITING


def test_a_stop_in_doubt_counts_once_it_was_her(store: Store) -> None:
    phone = half_a_year_later(store)
    queued = store.run(outbox.queue, the_contact(store), "telegram", Content("Plan"), now(), BULK, QUEUED)
    for line in ("alto", "hola"):
        phone.write(line)
    said = phone.write("Ejemplo")[0].text
    assert said.startswith("Gracias. Como lo pidió, solo le responderemos cuando usted nos escriba.")
    assert store.run(lambda db: db.execute(select(Person.stopped_at)).scalar_one()) is not None
    assert state_of(store, queued) == CANCELLED
