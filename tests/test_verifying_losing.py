"""A phone in doubt is lost to its person: by three wrong names, or because somebody else says so."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from dialogue.drawing.content import Content
from models import addresses, audit, contacts, doubts, outbox
from models.audit import AuditEntry
from models.base import now
from models.contacts import Contact
from models.messages import BULK, CANCELLED, WAITING
from models.people import Person
from models.store import Store
from tests.alumni import code_for, enrol
from tests.half_a_year import WHO, half_a_year_later, said_to, silent, state_of, the_contact
from tests.phones import phone_of
from tests.roster_desk import command


def test_three_wrong_names_and_the_next_message_is_a_strangers(store: Store) -> None:
    phone = half_a_year_later(store)
    phone(f"""
        > hola
        < {WHO}
        > Pérez
        < No es el apellido que tenemos. Le quedan 2 intentos. {WHO}
        > García
        < No es el apellido que tenemos. Le queda 1 intento. {WHO}
        > López
        < No pude confirmar que es usted. Hable con quien le entregó su clave, por favor.
        > Ejemplo
        < Este servicio es por invitación. Si tiene una clave de acceso, escríbala completa, por favor: son 16 letras y números.
    """)
    person = store.run(lambda db: db.execute(select(Person.id)).scalar_one())
    assert store.run(doubts.lost) == [person]
    assert command(store)("locked").stdout == f"person {person}  phone lost\n"
    entry = store.run(lambda db: db.execute(select(AuditEntry.__table__)).one())
    assert (entry.action, entry.detail) == ("phone lost", f'{{"contact": {the_contact(store)}, "person": {person}}}')
    assert store.run(audit.altered) is None


def test_leaving_the_question_gives_no_new_tries(store: Store) -> None:
    phone = half_a_year_later(store)
    for line in ("hola", "Pérez", "cancelar", "hola", "García", "alto", "hola"):
        phone.write(line)
    assert (
        phone.write("López")[0].text
        == "No pude confirmar que es usted. Hable con quien le entregó su clave, por favor."
    )


def test_the_tries_begin_anew_once_she_has_shown_who_she_is(store: Store) -> None:
    phone = half_a_year_later(store)
    for line in ("hola", "Pérez", "García", "Ejemplo"):
        phone.write(line)
    silent(store, phone)
    phone.write("hola")
    assert "Le quedan 2 intentos." in phone.write("Pérez")[0].text


def test_with_a_new_card_she_is_back(store: Store) -> None:
    phone = half_a_year_later(store)
    for line in ("hola", "Pérez", "García", "López"):
        phone.write(line)
    person = store.run(lambda db: db.execute(select(Person.id)).scalar_one())
    for line in (store.run(code_for, person), "Ejemplo", "acepto", "ninguna"):
        phone.write(line)
    assert store.run(doubts.lost) == []
    assert [each.state for each in store.run(contacts.all_of, person)] == ["revoked", "hers"]


def test_a_new_card_is_taken_while_the_phone_is_in_doubt(store: Store) -> None:
    phone = half_a_year_later(store)
    other = store.run(lambda db: code_for(db, enrol(db, "Berta", "Muestra", plans=("Academia",))))
    phone(f"""
        > {other}
        < Le damos la bienvenida. Para confirmar que esta clave es suya: ¿cuál es su primer apellido?
        > Ejemplo
        < Ese apellido no coincide con esta clave. Le quedan 2 intentos. Para confirmar que esta clave es suya: ¿cuál es su primer apellido?
    """)
    for line in ("Muestra", "acepto", "ninguna"):
        phone.write(line)
    said = phone.shown[0].text
    assert "Berta" in said
    assert not [word for word in ("Ana", "Ejemplo", "Patrullaje") if word in said.replace("Villa Ejemplo", "")]
    phone("""
        > avance
        < ¿Qué tan avanzado va «Academia», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
    """)


def test_a_wrong_code_in_doubt_is_counted_and_changes_nothing(store: Store) -> None:
    phone = half_a_year_later(store)
    for _ in range(7):
        assert "¿cuál es su primer apellido?" in phone.write("AAAA-AAAA-AAAA-AAA2")[0].text
    assert phone.write("Ejemplo")[0].text.startswith("Gracias.")


@pytest.mark.parametrize("line", ["[No soy yo]", "no soy yo", "Número equivocado"])
def test_whoever_says_that_it_is_somebody_else_is_left_alone(store: Store, line: str) -> None:
    phone = half_a_year_later(store)
    phone.write("¿quién habla?")
    waiting = store.run(outbox.queue, the_contact(store), "telegram", Content("Plan"), now(), BULK, WAITING)
    phone(f"""
        > {line}
        < Gracias por avisar. Ya no escribiremos aquí.
        > hola
        < Este servicio es por invitación. Si tiene una clave de acceso, escríbala completa, por favor: son 16 letras y números.
    """)
    assert state_of(store, waiting) == CANCELLED


def test_her_other_phone_hears_that_one_was_lost(store: Store) -> None:
    phone = half_a_year_later(store)
    person = store.run(lambda db: db.execute(select(Person.id)).scalar_one())
    near = phone_of(store, person, "telegram", "500002")
    far = phone_of(store, person, "whatsapp", "whatsapp:+525550000003")
    long_ago = now() - timedelta(days=2)
    contact = store.run(addresses.at, far.from_here()).id
    store.run(lambda db: db.execute(update(Contact).where(Contact.id == contact).values(heard_at=long_ago)))
    for line in ("hola", "Pérez", "García", "López"):
        phone.write(line)
    told = "Se quitó un teléfono de su cuenta: quien escribió desde ahí no pudo confirmar su apellido."
    assert [content.text.startswith(told) for content in said_to(store, near)] == [True]
    assert said_to(store, far) == [], "WhatsApp's window is closed there"
