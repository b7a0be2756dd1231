"""A number changes hands: whoever has it now sees nothing of whoever had it before."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from dialogue.drawing.content import Content
from handlers import inbound, other_phones
from models import addresses, contacts, doubts, outbox, staff
from models.audit import AuditEntry
from models.base import now
from models.contacts import ContactKey
from models.messages import BULK, QUEUED, WAITING
from models.received import Arrival
from models.sealing import Vault, new_key
from models.store import Store
from tests.alumni import code_for, enrol
from tests.half_a_year import WHO
from tests.handed_on import (
    FIRST,
    NEUTRAL,
    PERCENT,
    SECOND,
    ana,
    member,
    queued_for,
    state_of,
    states,
    whatsapp,
)
from tests.phones import everything_for


def test_with_another_id_the_name_is_asked_and_then_it_goes_on(store: Store) -> None:
    person = ana(store)
    phone = whatsapp(store, scoped=SECOND)
    phone(f"""
        > hola
        < {WHO}
        > Ejemplo
        < Gracias. {PERCENT.format(plan="Patrullaje")}
        > 60
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
    """)
    assert states(store, person) == ["hers"]
    assert whatsapp(store, number=None, scoped=SECOND).write("ayuda")[0].text.startswith("Escriba «avance»")


def test_in_english_three_wrong_names_make_a_stranger(store: Store) -> None:
    person = ana(store)
    phone = whatsapp(store, scoped=SECOND)
    who = "Before we go on, to be sure that it is you: what is your family name? [It is not me]"
    phone(f"""
        > english
        < {who}
        > Sample
        < That is not the name we have. 2 tries are left. {who}
        > Model
        < That is not the name we have. 1 try is left. {who}
        > Other
        < I could not confirm it. Please speak to whoever gave you your code.
        > hola
        < {NEUTRAL}
    """)
    assert states(store, person) == ["revoked"]
    assert store.run(doubts.lost) == [person]


def test_a_number_that_another_member_has_now_is_hers(store: Store) -> None:
    person = ana(store)
    berta = member(store, "Berta", "Muestra", "Academia", whatsapp(store, "+525550000009", SECOND))
    waiting = queued_for(store, person)
    whatsapp(store, scoped=SECOND)(f"""
        > ayuda
        < [la ayuda] {PERCENT.format(plan="Academia")}
    """)
    assert (states(store, person), states(store, berta)) == (["doubted"], ["hers"])
    assert state_of(store, waiting) == WAITING, "it would have reached Berta"
    store.run(other_phones.tell, person, other_phones.ADDED, now())
    assert not [content for content in store.run(everything_for, whatsapp(store)) if "otro teléfono" in content.text]


def test_she_who_lost_the_number_shows_who_she_is_by_her_old_id(store: Store) -> None:
    person = ana(store)
    member(store, "Berta", "Muestra", "Academia", whatsapp(store, "+525550000009", SECOND))
    waiting = queued_for(store, person)
    whatsapp(store, scoped=SECOND).write("hola")
    phone = whatsapp(store, number=None, scoped=FIRST)
    phone(f"""
        > hola
        < {WHO}
        > Ejemplo
        < Gracias. {PERCENT.format(plan="Patrullaje")}
    """)
    assert state_of(store, waiting) == QUEUED
    [contact] = store.run(contacts.of, person)
    assert store.run(contacts.address_of, contact) == f"whatsapp:{FIRST}"


def test_whoever_had_only_the_number_has_lost_that_phone(store: Store) -> None:
    person = ana(store, scoped=None)
    member(store, "Berta", "Muestra", "Academia", whatsapp(store, "+525550000009", SECOND))
    assert PERCENT.format(plan="Academia").startswith(whatsapp(store, scoped=SECOND).write("hola")[0].text)
    assert states(store, person) == ["revoked"]
    assert store.run(doubts.lost) == [person]
    entry = store.run(lambda db: db.execute(select(AuditEntry.action, AuditEntry.actor)).one())
    assert tuple(entry) == ("phone lost", "number of another member")


def test_a_user_name_without_a_number_is_enough(store: Store) -> None:
    ana(store, number=None)
    whatsapp(store, number=None)("""
        > 60
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
    """)
    assert whatsapp(store).write("ayuda")[0].text.startswith("Escriba «avance»"), "the number comes along later"
    assert whatsapp(store, scoped=None).write("ayuda")[0].text.startswith("Escriba «avance»")


def test_an_old_message_that_comes_again_moves_nothing(store: Store) -> None:
    person = ana(store)
    store.run(inbound.receive, whatsapp(store).from_here(), Arrival("old", "hola"), now())
    phone = whatsapp(store, scoped=SECOND)
    for line in ("hola", "Ejemplo"):
        phone.write(line)
    again = store.run(inbound.receive, whatsapp(store).from_here(), Arrival("old", "hola"), now())
    assert again == inbound.Took()
    assert states(store, person) == ["hers"]
    assert phone.write("ayuda")[0].text.startswith("Escriba «avance»")


def test_a_stranger_in_the_middle_of_joining_whose_number_is_anothers_now(store: Store) -> None:
    code = store.run(lambda db: code_for(db, enrol(db)))
    phone = whatsapp(store)
    for line in (code, "Ejemplo"):
        phone.write(line)
    assert phone.shown[0].text.startswith("Aviso de privacidad.")
    whatsapp(store, scoped=SECOND)(f"""
        > acepto
        < {NEUTRAL}
    """)


def test_a_number_known_before_its_forms_were_noted(store: Store) -> None:
    ana(store)
    store.run(lambda db: db.execute(update(ContactKey).values(form="unknown")))
    assert whatsapp(store).write("ayuda")[0].text.startswith("Escriba «avance»")
    whatsapp(store, scoped=SECOND)(f"""
        > hola
        < {WHO}
    """)


def test_staff_whose_number_is_anothers_now_are_strangers(store: Store) -> None:
    phone = whatsapp(store)
    phone.write(store.run(lambda db: staff.issue_code(db, staff.add(db, "Clara Muestra", "officer"))) or "")
    assert store.run(staff.phones) != []
    whatsapp(store, scoped=SECOND)(f"""
        > pendientes
        < {NEUTRAL}
    """)
    assert store.run(staff.phones) == []


def test_two_contacts_of_one_person_become_one_and_nothing_on_its_way_is_lost(store: Store) -> None:
    person = ana(store, scoped=None)
    named = whatsapp(store, number=None)
    store.run(contacts.belong, store.run(addresses.at, named.from_here()).id, person)
    first, second = store.run(contacts.of, person)
    waiting = store.run(outbox.queue, second.id, "whatsapp", Content("¿Cómo va?"), now(), BULK, WAITING)
    whatsapp(store).write("ayuda")
    assert [each.id for each in store.run(contacts.of, person)] == [first.id]
    assert state_of(store, waiting) == QUEUED


def test_a_phone_in_doubt_is_not_trusted_for_being_joined_with_another(store: Store) -> None:
    person = ana(store, scoped=None)
    named = whatsapp(store, number=None)
    contact = store.run(addresses.at, named.from_here()).id
    store.run(contacts.belong, contact, person)
    store.run(doubts.doubt, contact, now())
    whatsapp(store)(f"""
        > hola
        < {WHO}
    """)


def test_new_look_up_keys_bring_nobody_into_doubt(database_url: str) -> None:
    sealing, lookup, newer = new_key(), new_key(), new_key()
    opened: Callable[[list[str]], Store] = lambda keys: Store(database_url, Vault([sealing], keys))  # noqa: E731
    for keys in ([lookup], [newer, lookup], [newer]):
        store = opened(keys)
        if keys == [lookup]:
            ana(store)
        assert whatsapp(store).write("ayuda")[0].text.startswith("Escriba «avance»")
        store.close()


@pytest.mark.parametrize("line", ["alto", "[No soy yo]"])
def test_whoever_has_the_number_now_and_wants_no_messages_gets_none(store: Store, line: str) -> None:
    person = ana(store)
    waiting = queued_for(store, person)
    phone = whatsapp(store, scoped=SECOND)
    phone.write("¿quién es?")
    phone.write(line)
    assert state_of(store, waiting) != QUEUED
    assert store.run(contacts.of, person) == []
    assert store.run(lambda db: contacts.known(db, 1).stopped_at) is None
