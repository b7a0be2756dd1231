"""A question to the staff, the answer in the chat, and what happens between."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Connection

from dialogue.messages import Media
from handlers import inbound, staff_answers
from models import staff, tickets
from models.received import Arrival, Attachment
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, everything_for, phone_of

WORKDAY = datetime(2026, 11, 24, 16, tzinfo=UTC)  # a Tuesday, ten in the morning in Mexico City
SUNDAY = datetime(2026, 11, 22, 16, tzinfo=UTC)


def ana(store: Store, channel: str = "telegram") -> Phone:
    return phone_of(store, store.run(enrol, plans=("Patrullaje de proximidad",)), channel, "500001")


def last(store: Store, phone: Phone) -> str:
    content = store.run(everything_for, phone)[-1]
    return " ".join([content.text, *(f"[{option.label}]" for option in content.options)])


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
def test_a_question_and_its_answer(store: Store, channel: str) -> None:
    phone = ana(store, channel)
    with time_machine.travel(WORKDAY, tick=False):
        phone("""
            > hablar con una persona
            < ¿Qué le quiere preguntar al equipo? Escríbalo en un solo mensaje, por favor.
            > ¿Hay un taller en febrero?
            < Se lo pasé al equipo. Contestan de lunes a viernes, de 9:00 a 18:00. Mientras tanto, puede seguir aquí como siempre. Lo que escriba sin que yo le pregunte también le llega al equipo.
            > Es para dos compañeros
            < Se lo pasé al equipo.
        """)
        (ticket,) = store.run(tickets.all_open)
        assert [said.text for said in store.run(tickets.thread, ticket.id)] == [
            "¿Hay un taller en febrero?",
            "Es para dos compañeros",
        ]
        assert store.run(staff_answers.answer, ticket.id, "Sí, el 12 de febrero.", None) == "sent"
        assert last(store, phone) == "El equipo le contesta: Sí, el 12 de febrero. [Contestar] [Ya quedó]"
        phone.shown = store.run(everything_for, phone)[-1:]
        phone("""
            > [Contestar]
            < ¿Qué le quiere decir al equipo? Lo agrego a la pregunta que tiene abierta.
            > ¿A qué hora?
            < Se lo pasé al equipo. Contestan de lunes a viernes, de 9:00 a 18:00.
            > ya quedó
            < Qué bueno. Si surge algo más, escriba «hablar con una persona».
            > ya quedó
            < No tiene ninguna pregunta abierta con el equipo.
        """)
        assert store.run(tickets.all_open) == []


def test_in_english_and_closed_on_sunday(store: Store) -> None:
    phone = ana(store)
    with time_machine.travel(SUNDAY, tick=False):
        phone("""
            > english
            < From now on we speak English.
            > talk to a person
            < What do you want to ask the team? Please write it in one message.
            > Is there a workshop in February?
            < I passed it on to the team. They answer from Monday to Friday, 9:00 to 18:00. They will read it on
              Monday, November 23. Meanwhile you can go on here as usual. What you write outside of a question reaches them too.
        """)


def test_in_one_line(store: Store) -> None:
    phone = ana(store)
    with time_machine.travel(WORKDAY, tick=False):
        phone("""
            > persona ¿cuándo es el taller?
            < Se lo pasé al equipo. Contestan de lunes a viernes, de 9:00 a 18:00. Mientras tanto, puede seguir aquí como siempre. Lo que escriba sin que yo le pregunte también le llega al equipo.
        """)
    (ticket,) = store.run(tickets.all_open)
    assert [said.text for said in store.run(tickets.thread, ticket.id)] == ["¿cuándo es el taller?"]


def test_the_bot_neither_talks_over_it_nor_goes_mute(store: Store) -> None:
    phone = ana(store)
    with time_machine.travel(WORKDAY, tick=False):
        phone.write("persona ¿cuándo es el taller?")
        phone("""
            > hola
            < ¿Qué quiere hacer? [menú]
            > cancelar
            < De acuerdo, aquí lo dejamos.
            > avance 60
            < Gracias. Quedó registrado en «Patrullaje de proximidad»: 60%, avanzado.
            > avance
            < La última vez, el 24 de noviembre de 2026, reportó 60%. ¿Qué tan avanzado va «Patrullaje de proximidad», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        """)
        (ticket,) = store.run(tickets.all_open)
        assert store.run(staff_answers.answer, ticket.id, "El 12 de febrero.", None) == "sent"
        phone("""
            > 70
            < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo] [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
        """)
        assert len(store.run(tickets.thread, ticket.id)) == 2


def test_outside_the_window_the_answer_waits_until_she_writes(store: Store) -> None:
    phone = ana(store, "whatsapp")
    with time_machine.travel(WORKDAY, tick=False):
        phone.write("persona ¿cuándo es el taller?")
    (ticket,) = store.run(tickets.all_open)
    with time_machine.travel(datetime(2026, 11, 27, 16, tzinfo=UTC), tick=False):
        assert store.run(staff_answers.answer, ticket.id, "El 12 de febrero.", None) == "waits"
        phone.moment = datetime(2026, 11, 27, 17, tzinfo=UTC)
        assert [content.text for content in phone.write("gracias")][:1] == ["Con gusto."]
    assert "El equipo le contesta: El 12 de febrero." in [each.text for each in store.run(everything_for, phone)]


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


def hired(db: Connection) -> tuple[int, str]:
    member = staff.add(db, "Eva Muestra", "officer")
    return member, staff.issue_code(db, member) or ""


TEXT_ONLY = "Por ahora el equipo solo recibe texto: sus palabras, pero no el archivo."


def test_a_photo_for_the_team_is_told_to_be_lost(store: Store) -> None:
    phone = ana(store)
    with time_machine.travel(WORKDAY, tick=False):
        phone.write("persona ¿cuándo es el taller?")
        phone(f"""
            > (photo)
            < {TEXT_ONLY} ¿Qué quiere hacer? [menú]
            > cancelar
            < De acuerdo, aquí lo dejamos.
        """)
        answer(phone, "Es este cartel", TEXT_ONLY, "Se lo pasé al equipo.")
        phone("""
            > 👍
            < Escríbalo con palabras, por favor.
        """)
        assert [said.text for said in store.run(tickets.thread, 1)] == ["¿cuándo es el taller?", "Es este cartel"]


def test_a_photo_in_the_middle_of_a_report_keeps_its_words(store: Store) -> None:
    phone = ana(store)
    phone.write("avance")
    answer(phone, "60", "Aquí no hace falta un archivo.", "¿Qué le ha dificultado avanzar?")
    phone.write("cancelar")
    phone.write("english")
    phone.write("progress")
    answer(phone, "70", "A file is not needed here.", "What got in the way, if anything?")


def answer(phone: Phone, caption: str, *paragraphs: str) -> None:
    """A photo with words under it, and what is answered."""
    arrival = Arrival(f"photo {caption}", caption, media=Media.FILE, attachments=(Attachment("photo", "image/jpeg"),))
    phone.moment += timedelta(minutes=1)
    phone.store.run(inbound.receive, phone.from_here(), arrival, phone.moment)
    assert phone.store.run(everything_for, phone)[-1].text.split("\n\n") == list(paragraphs)


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


def test_the_day_on_which_they_read_it_is_told_in_words(store: Store) -> None:
    with time_machine.travel(SUNDAY, tick=False):
        [told] = ana(store).write("persona ¿cuándo es el taller?")
    assert "Lo leerán el lunes 23 de noviembre." in told.text
