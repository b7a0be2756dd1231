"""Whoever writes after half a year shows first who she is: until then nothing of hers is shown, and nothing is lost."""

import pytest
from sqlalchemy import select

from handlers import inbound
from models import staff
from models.contacts import Contact
from models.people import Person
from models.received import Arrival
from models.store import Store
from tests.alumni import enrol
from tests.half_a_year import WHO, WHO_ENGLISH, half_a_year_later, said_to, silent
from tests.phones import Phone, phone_of

HERS = ("Ana", "Ejemplo", "Rivera", "Patrullaje", "Policía", "Villa", "Chihuahua", "avance", "progress", "plan")


@pytest.mark.parametrize(("channel", "address"), [("telegram", "500001"), ("whatsapp", "whatsapp:+525550000001")])
def test_the_right_name_and_her_conversation_goes_on_where_it_was(store: Store, channel: str, address: str) -> None:
    half_a_year_later(store, channel, address)(f"""
        > hola
        < {WHO}
        > Ejemplo
        < Gracias. ¿Qué tan avanzado va «Patrullaje», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > 60
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
    """)


@pytest.mark.parametrize(("channel", "address"), [("telegram", "500001"), ("whatsapp", "whatsapp:+525550000001")])
def test_in_english_with_a_wrong_name_first(store: Store, channel: str, address: str) -> None:
    half_a_year_later(store, channel, address, "en")(f"""
        > hello
        < {WHO_ENGLISH}
        > Sample
        < That is not the name we have. 2 tries are left. {WHO_ENGLISH}
        > ejemplo rivera
        < Thank you. How far along is “Patrullaje”, from 0 to 100? [Not started yet] [It is done] [The plan changed] [It was dropped]
    """)


def test_nobody_is_asked_a_day_earlier(store: Store) -> None:
    phone = phone_of(store, store.run(enrol))
    silent(store, phone, 179)("""
        > hola
        < ¿Qué quiere hacer? [menú]
    """)


def test_what_she_wanted_is_done_once_it_is_certain_who_she_is(store: Store) -> None:
    half_a_year_later(store)(f"""
        > avance 60
        < {WHO}
        > Ejemplo
        < Gracias. Gracias. Quedó registrado en «Patrullaje»: 60%, avanzado.
    """)


def test_a_number_typed_before_the_proof_is_no_answer_to_the_old_question(store: Store) -> None:
    half_a_year_later(store)(f"""
        > 60
        < {WHO}
        > Ejemplo
        < Gracias. ¿Qué tan avanzado va «Patrullaje», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
    """)


@pytest.mark.parametrize(
    "line",
    [
        *("hola", "menú", "ayuda", "idioma", "atrás", "cancelar", "gracias", "alta", "avance 60", "/avance 60", "60"),
        *(
            "mis datos",
            "ajustes",
            "mis planes",
            "mi avance",
            "turno",
            "pausa",
            "borrar",
            "borrar mis datos",
            "/start",
            "/cualquiercosa",
        ),
        *("(photo)", "(voice)", "[Ya terminó]", "¿quién es?", "AAAA-AAAA-AAAA-AAA2"),
    ],
)
def test_whatever_is_written_first_or_next_gives_nothing_away(store: Store, line: str) -> None:
    phone = half_a_year_later(store)
    buttons = phone.shown
    heard = phone.write(line)
    phone.shown = buttons
    heard += phone.write(line)
    said = " ".join([content.text for content in heard] + [each.label for content in heard for each in content.options])
    assert not [word for word in HERS if word.lower() in said.lower()], said
    assert store.run(lambda db: db.execute(select(Contact.wrong_names)).scalar_one()) == 0, "no try was used up"
    phone.write("hola")
    assert any(content.text.startswith("Gracias.") for content in phone.write("Ejemplo"))


def test_commands_that_work_in_doubt_and_what_they_say(store: Store) -> None:
    phone = half_a_year_later(store)
    phone(f"""
        > ayuda
        < En cualquier momento puede escribir: atrás, cancelar, idioma, alto. {WHO}
        > menú
        < Primero terminemos esto, por favor. {WHO}
        > (photo)
        < Aquí no hace falta un archivo. {WHO}
        > english
        < {WHO_ENGLISH}
        > cancel
        < All right, we leave it here.
        > hi
        < {WHO_ENGLISH}
    """)


def test_an_old_button_in_doubt_is_an_old_button(store: Store) -> None:
    phone = half_a_year_later(store)
    old = phone.shown
    phone.write("hola")
    phone.shown = old
    phone(f"""
        > [Ya terminó]
        < Ese botón es de una pregunta anterior. {WHO}
    """)


def test_her_other_phone_is_not_disturbed(store: Store) -> None:
    phone = half_a_year_later(store)
    person = store.run(lambda db: db.execute(select(Person.id)).scalar_one())
    other = phone_of(store, person, "whatsapp", "whatsapp:+525550000001")
    other.write("avance")
    phone.write("hola")
    phone.write("Pérez")
    other("""
        > 60
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
    """)


def test_a_photo_for_the_old_question_is_not_taken_in_doubt(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Patrullaje",)))
    for line in ("avance", "60", "1", "omitir", "5"):
        phone.write(line)
    silent(store, phone)(f"""
        > (photo)
        < Aquí no hace falta un archivo. {WHO}
        > Ejemplo
        < Gracias. Si gusta, mande una foto o un documento. Si no, escriba «omitir». [Omitir]
        > (photo)
        < Gracias. Quedó registrado en «Patrullaje»: 60%, avanzado. Anoté 5 personas capacitadas. Guardé 1 archivo.
    """)


def test_a_failing_turn_is_no_way_around_the_question(store: Store) -> None:
    phone = half_a_year_later(store)
    assert store.run(inbound.escape, phone.from_here(), Arrival("m1", "menú"), phone.moment) is None
    store.run(inbound.park, phone.from_here(), Arrival("m1", "menú"), "what went wrong", phone.moment)
    assert said_to(store, phone)[-1].text.startswith("Disculpe, algo falló de nuestro lado.")
    phone(f"""
        > menú
        < {WHO}
    """)


def test_an_edited_message_after_half_a_year_is_not_answered(store: Store) -> None:
    phone = half_a_year_later(store)
    before = len(said_to(store, phone))
    store.run(inbound.receive, phone.from_here(), Arrival("m1", "hola", edited=True), phone.moment)
    assert len(said_to(store, phone)) == before


def test_staff_who_were_silent_for_half_a_year_are_strangers(store: Store) -> None:
    phone = Phone(store)
    member = store.run(staff.add, "Clara Muestra", "officer")
    phone.write(store.run(staff.issue_code, member) or "")
    silent(store, phone)("""
        > equipo
        < Este servicio es por invitación. Si tiene una clave de acceso, escríbala completa, por favor: son 16 letras y números.
    """)
    assert store.run(staff.phones) == []
