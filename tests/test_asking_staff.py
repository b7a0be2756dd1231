"""The team's side of a question: staff hear of it, answer and close it on their own phones."""

import pytest
import time_machine

from handlers import staff_answers
from models import staff, tickets
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, phone_of
from tests.tickets_desk import WORKDAY, ana, hired, last


def test_staff_hear_of_it_and_answer_from_their_phone(store: Store) -> None:
    phone, desk = ana(store), Phone(store, "telegram", "900001")
    with time_machine.travel(WORKDAY, tick=False):
        _, code = store.run(hired)
        desk(f"""
            > {code}
            < ¿Qué quiere hacer para el equipo? [Preguntas: 0] [Nuevo anuncio] [Anuncios] [Quién se unió] [El otro menú]
        """)
        phone.write("persona ¿cuándo es el taller?")
        assert last(store, desk) == "Hay una pregunta nueva para el equipo: la 1. Escriba «pendientes»."
        desk("""
            > pendientes
            < Persona 1: ¿cuándo es el taller? ¿Qué hacemos con la pregunta 1? [Contestar] [Cerrar] [Más tarde]
            > contestar
            < Escriba la respuesta. Le llega a la persona tal como usted la escriba.
            > El 12 de febrero
            < Listo. La respuesta va en camino. ¿Qué quiere hacer para el equipo? [Preguntas: 0] [Nuevo anuncio] [Anuncios] [Quién se unió] [El otro menú]
            > pendientes 1
            < Persona 1: ¿cuándo es el taller? Equipo: El 12 de febrero ¿Qué hacemos con la pregunta 1? [Contestar] [Cerrar] [Más tarde]
            > cerrar
            < La pregunta 1 quedó cerrada. ¿Qué quiere hacer para el equipo? [Preguntas: 0] [Nuevo anuncio] [Anuncios] [Quién se unió] [El otro menú]
            > pendientes
            < No hay ninguna pregunta abierta. Buen trabajo.
            > menú
            < ¿Qué quiere hacer? [Equipo] [Idioma] [Ayuda]
            > avance
            < ¿Qué quiere hacer? [Equipo] [Idioma] [Ayuda]
        """)
    assert last(store, phone) == CLOSED
    assert [said.text for said in store.run(tickets.thread, 1)] == ["¿cuándo es el taller?", "El 12 de febrero"]


CLOSED = "El equipo cerró su pregunta. Si falta algo, escriba «hablar con una persona»."


def test_counts_for_staff_in_english(store: Store) -> None:
    store.run(enrol)
    desk = Phone(store, "whatsapp", "+525550000009", "en")
    with time_machine.travel(WORKDAY, tick=False):
        _, code = store.run(hired)
        desk.write(code)
        answer = desk.write("who has joined")[0].text
    assert answer.startswith("0 of 1 people have joined, 0 of them this week.\n\nPrograma ")
    assert answer.endswith("Generación de muestra: 0 of 1")


def test_an_alumna_on_the_staff_has_both_menus_and_loses_one_with_her_job(store: Store) -> None:
    phone = ana(store)
    with time_machine.travel(WORKDAY, tick=False):
        member, code = store.run(hired)
        phone(f"""
            > {code}
            < ¿Qué quiere hacer para el equipo? [Preguntas: 0] [Nuevo anuncio] [Anuncios] [Quién se unió] [El otro menú]
            > [El otro menú]
            < ¿Qué quiere hacer? [Equipo] [menú]
            > pendientes
            < No hay ninguna pregunta abierta. Buen trabajo.
            > equipo
            < ¿Qué quiere hacer para el equipo? [Preguntas: 0] [Nuevo anuncio] [Anuncios] [Quién se unió] [El otro menú]
        """)
        assert store.run(staff.leave, member)
        phone("""
            > 1
            < ¿Qué quiere hacer? [menú]
            > equipo
            < ¿Qué quiere hacer? [menú]
        """)


def test_somebody_who_left_while_answering_sends_nothing(store: Store) -> None:
    phone, desk = ana(store), Phone(store, "telegram", "900001")
    with time_machine.travel(WORKDAY, tick=False):
        member, code = store.run(hired)
        for line in (code,):
            desk.write(line)
        phone.write("persona ¿cuándo es el taller?")
        desk.write("pendientes")
        desk.write("contestar")
        assert store.run(staff.leave, member)
        desk.write("El 12 de febrero")
    assert len(store.run(tickets.thread, 1)) == 1


def test_a_staff_code_works_once_and_for_an_hour(store: Store) -> None:
    with time_machine.travel(WORKDAY, tick=False) as clock:
        member, code = store.run(hired)
        again = store.run(staff.issue_code, member)
        assert "16 letras" in Phone(store, address="900001").write(code)[0].text, "replaced by the second"
        clock.shift(3601)
        assert "16 letras" in Phone(store, address="900002").write(str(again))[0].text, "expired"
        once = str(store.run(staff.issue_code, member))
        assert "equipo" in Phone(store, address="900003").write(once)[0].text
        assert "16 letras" in Phone(store, address="900004").write(once)[0].text, "used"


def test_the_count_of_open_questions_is_always_fresh(store: Store) -> None:
    phone, desk = ana(store), Phone(store, "telegram", "900001", "en")
    with time_machine.travel(WORKDAY, tick=False):
        assert "Questions: 0" in [option.label for option in desk.write(store.run(hired)[1])[0].options]
        phone.write("persona ¿cuándo es el taller?")
        for word in ("hello", "/staff", "team"):
            assert "Questions: 1" in [option.label for option in desk.write(word)[0].options]


@pytest.mark.parametrize("typed", ["2", "#2", " # 2", "[#2, desde el 24/11]"])
@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
def test_a_question_is_chosen_by_its_number(store: Store, typed: str, channel: str) -> None:
    desk = Phone(store, channel, "900001")
    with time_machine.travel(WORKDAY, tick=False):
        desk.write(store.run(hired)[1])
        for number in range(1, 4):
            person = store.run(enrol)
            phone_of(store, person, "telegram", f"50000{number}").write(f"persona pregunta {number}")
        store.run(staff_answers.closed, 1, None)
        desk("""
            > pendientes
            < ¿Cuál pregunta? [#2, desde el 24/11] [#3, desde el 24/11]
        """)
        assert "pregunta 2" in desk.write(typed)[0].text
        assert "pregunta 3" in desk.write("pendientes #3")[0].text
