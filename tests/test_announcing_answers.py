"""Answering an announcement: one press, at any moment, and whatever was open goes on."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from models import tickets
from models.announcements import answers, drafts, steps
from models.announcements.drafts import Words
from models.base import now
from models.store import Store
from tests.announced import announced
from tests.announcing import alumna, officer, receives

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # in the capital
THANKS = "Para cambiarlo, toque otro botón."
TOO_LATE = "Eso ya no lo puedo anotar. Si necesita algo, escriba «hablar con una persona»."


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_yes_then_perhaps_and_only_the_last_counts(store: Store) -> None:
    phone = alumna(store)
    number = announced(store, choices="rsvp")
    assert receives(store, phone) == ["La reunión es el viernes. [Sí asistiré] [No asistiré] [Aún no lo sé]"]
    meeting = phone.shown
    phone(f"""
        > [Sí asistiré]
        < Anotado: «Sí asistiré». {THANKS}
    """)
    phone.shown = meeting
    phone(f"""
        > [Aún no lo sé]
        < Anotado: «Aún no lo sé». {THANKS}
    """)
    assert store.run(answers.counts, number) == {"maybe": 1}
    assert [(each.person, each.answer) for each in store.run(answers.everything, number)] == [(1, "maybe")]


@pytest.mark.parametrize(
    ("words", "answer"), [("No podré ir", "no"), ("mejor sí voy", "yes"), ("ahí estaré", "yes"), ("No asistiré", "no")]
)
def test_what_can_only_mean_the_meeting_is_understood_in_words(store: Store, words: str, answer: str) -> None:
    phone = alumna(store)
    number = announced(store, choices="rsvp")
    receives(store, phone)
    assert phone.write(words)[0].text.startswith("Anotado:")
    assert store.run(answers.counts, number) == {answer: 1}


def test_in_english_on_whatsapp_with_stars(store: Store) -> None:
    phone = alumna(store, "whatsapp", "+525550000001", "en")
    number = announced(store, choices="rating")
    assert receives(store, phone) == ["The meeting is on Friday. [1 ★] [2 ★] [3 ★] [4 ★] [5 ★]"]
    phone("""
        > [4 ★]
        < Noted: “4 ★”. If you change your mind, press another button.
        > rate 5
        < Noted: “5 ★”. If you change your mind, press another button.
        > /rate 1 nine
        < Please press one of the buttons, or write a number from 1 to 5: “rate 4”.
    """)
    assert store.run(answers.counts, number) == {"5": 1}


def test_an_open_question_comes_again_and_nothing_else(store: Store) -> None:
    phone = alumna(store)
    announced(store, choices="rsvp")
    receives(store, phone)
    meeting = phone.shown
    phone.write("perfil")
    open_question = phone.write("mi nombre está mal")[0].text
    phone.shown = meeting
    heard = phone.write("[No asistiré]")
    assert heard[0].text.startswith(f"Anotado: «No asistiré». {THANKS}\n\n")
    assert "pendiente" not in heard[0].text
    assert open_question.rsplit("\n", 1)[-1] in heard[0].text


def test_the_menu_that_was_open_does_not_come_again(store: Store) -> None:
    phone = alumna(store)
    announced(store, choices="rsvp")
    receives(store, phone)
    meeting = phone.shown
    phone.write("menú")
    menu = phone.shown
    phone.shown = meeting
    phone(f"""
        > [No asistiré]
        < Anotado: «No asistiré». {THANKS}
    """)
    phone.shown = menu
    assert phone.write("[Ajustes]")[0].text.startswith("Así le escribimos"), "the buttons of the menu still work"


def test_what_stands_on_a_button_may_be_typed(store: Store) -> None:
    phone = alumna(store)
    number = announced(store, choices="rsvp")
    receives(store, phone)
    phone(f"""
        > sí asistiré
        < Anotado: «Sí asistiré». {THANKS}
        > /rsvp {number} quizá
        < Anotado: «Aún no lo sé». {THANKS}
        > /rsvp {number} el martes
        < Toque uno de los botones, o escriba lo que dice.
        > /rsvp
        < Toque uno de los botones, o escriba lo que dice.
    """)
    assert store.run(answers.counts, number) == {"maybe": 1}


def test_more_is_said_in_her_language_with_her_own_name(store: Store) -> None:
    ana, ben = alumna(store), alumna(store, address="500002", language="en")
    texts = {
        "es": Words("Hay un taller.", "Es a las 10, {nombre}."),
        "en": Words("There is a workshop.", "It is at 10, {given_name}."),
    }
    number = announced(store, choices="more", texts=texts)
    assert receives(store, ana) == ["Hay un taller. [Quiero saber más]"]
    ana("""
        > [Quiero saber más]
        < Es a las 10, Ana.
    """)
    ben(f"""
        > /more {number}
        < It is at 10, Ana.
    """)
    assert store.run(answers.counts, number) == {"more": 2}


def test_talking_to_the_team_carries_the_announcement(store: Store) -> None:
    phone = alumna(store)
    number = announced(store, choices="person")
    receives(store, phone)
    phone("""
        > [Hablar con el equipo]
        < ¿Qué le quiere preguntar al equipo? Escríbalo en un solo mensaje, por favor.
    """)
    assert phone.write("¿Hay estacionamiento?")[0].text.startswith("Se lo pasé al equipo.")
    (ticket,) = store.run(tickets.all_open)
    (said,) = store.run(tickets.thread, ticket.id)
    assert said.text == f"Sobre el anuncio {number}: ¿Hay estacionamiento?"
    assert store.run(answers.counts, number) == {"person": 1}


def test_an_answer_to_what_is_cancelled_long_past_or_not_hers(store: Store, clock: time_machine.Traveller) -> None:
    phone = alumna(store)
    mine, cancelled = announced(store, choices="rsvp"), announced(store, choices="rsvp")
    receives(store, phone)
    store.run(steps.cancel, cancelled, now())
    store.run(drafts.write, drafts.Draft("all", {"es": Words("Otro.")}, "rsvp"), "staff 1", now())
    phone(f"""
        > /rsvp {cancelled} yes
        < {TOO_LATE}
        > /rsvp 3 yes
        < {TOO_LATE}
        > /rsvp 999999999999999999999999 yes
        < Toque uno de los botones, o escriba lo que dice.
    """)
    clock.shift(timedelta(days=38))
    phone.moment += timedelta(days=38)
    phone(f"""
        > /rsvp {mine} yes
        < {TOO_LATE}
    """)
    assert [store.run(answers.counts, each) for each in (mine, cancelled)] == [{}, {}]


def test_whoever_has_no_copy_does_not_answer(store: Store) -> None:
    number = announced(store, choices="rsvp")
    late = alumna(store)
    late(f"""
        > /rsvp {number} yes
        < {TOO_LATE}
        > sí asistiré
        < {TOO_LATE}
    """)
    staff = officer(store)
    staff(f"""
        > /rsvp {number} yes
        < Era una muestra: no se anota nada.
    """)
    assert store.run(answers.counts, number) == {}


def test_somebody_who_is_erased_is_neither_counted_nor_listed(store: Store) -> None:
    phone = alumna(store)
    number = announced(store, choices="rsvp")
    receives(store, phone)
    phone.write("[Sí asistiré]")
    phone.write("eliminar mis datos")
    phone.write("[Eliminar todo]")
    assert (store.run(answers.counts, number), store.run(answers.everything, number)) == ({}, [])
