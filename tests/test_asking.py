"""A question to the staff, the answer in the chat, and what happens between."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from dialogue.messages import Media
from handlers import inbound, staff_answers
from models import tickets
from models.received import Arrival, Attachment
from models.store import Store
from tests.phones import Phone, everything_for
from tests.tickets_desk import SUNDAY, WORKDAY, ana, last


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


def test_the_day_on_which_they_read_it_is_told_in_words(store: Store) -> None:
    with time_machine.travel(SUNDAY, tick=False):
        [told] = ana(store).write("persona ¿cuándo es el taller?")
    assert "Lo leerán el lunes 23 de noviembre." in told.text
