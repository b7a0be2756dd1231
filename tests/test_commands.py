"""The words that work at any moment, in either language, and how they get along with answers."""

import pytest

from handlers import flows
from handlers.commands import recognise
from models.people import Person
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, phone_of


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("Atrás", "back", ""),
        ("/menu", "menu", ""),
        ("MENÚ", "menu", ""),
        ("english", "language", "en"),
        ("Español", "language", "es"),
        ("alto", "stop", ""),
        ("BAJA", "stop", ""),
        ("Buenos días", "greeting", ""),
        ("/start", "start", ""),
        ("/start ABCD2345ABCD2345", "greeting", ""),
        ("/cualquiercosa", "help", ""),
        ("avance", "progress", ""),
        ("Avance: 60%", "progress", "60%"),
        ("/avance 60 capacitamos", "progress", "60 capacitamos"),
        ("my progress 40", "progress", "40"),
        ("mi avance", "picture", ""),
        ("mi avance 60", "progress", "60"),
        ("mis datos", "data", ""),
        ("mi perfil", "profile", ""),
    ],
)
def test_commands_in_both_languages(text: str, name: str, rest: str) -> None:
    command = recognise(text)
    assert command is not None
    assert (command.name, command.rest) == (name, rest)


@pytest.mark.parametrize("text", ["60", "", "mis datos están mal", "¿y ahora?", "/", "// 5", "el menú del día"])
def test_what_is_no_command(text: str) -> None:
    assert recognise(text) is None


def at_the_note(store: Store) -> Phone:
    phone = phone_of(store, store.run(enrol, plans=("Patrullaje",)))
    for line in ("avance", "60", "nada"):
        phone.write(line)
    return phone


def test_inside_a_text_only_a_whole_command_counts(store: Store) -> None:
    phone = at_the_note(store)
    phone("""
        > menú del comedor para 12 elementos
        < ¿A cuántas personas ha capacitado? [A nadie]
        > atrás
        < ¿Qué ha logrado hasta ahora? Basta con una línea. [Omitir]
        > avance 70 en la academia
        < ¿A cuántas personas ha capacitado? [A nadie]
    """)


def test_menu_sets_the_conversation_aside_and_offers_it_again(store: Store) -> None:
    at_the_note(store)("""
        > menú
        < ¿Qué quiere hacer? [Seguir lo pendiente] [menú]
        > idioma
        < ¿En qué idioma prefiere seguir? / Which language do you prefer? [Español] [English]
        > 2
        < From now on we speak English. You left something unfinished: your progress report. Shall we go on? [Go on] [Drop it]
        > drop it
        < All right.
    """)


def test_a_number_of_the_menu_and_what_was_interrupted(store: Store) -> None:
    at_the_note(store)("""
        > menú
        < ¿Qué quiere hacer? [Seguir lo pendiente] [menú]
        > 10
        < [la ayuda] Dejó algo pendiente: su reporte de avance. ¿Seguimos? [Seguir] [No seguir]
    """)


def test_chatter_outside_a_flow_gets_the_menu(store: Store) -> None:
    phone = phone_of(store, store.run(enrol))
    phone("""
        > hola
        < ¿Qué quiere hacer? [menú]
        > qué tal todo por allá
        < Elija una de las opciones, por favor. ¿Qué quiere hacer? [menú]
        > ayuda
        < [la ayuda]
    """)


def test_stop_and_start(store: Store) -> None:
    phone = at_the_note(store)
    phone("""
        > baja
        < De acuerdo. Solo le responderemos cuando usted nos escriba. Para volver a como estaba, escriba «alta».
    """)
    assert store.run(lambda db: db.execute(Person.__table__.select()).one().stopped_at) is not None
    phone("""
        > alta
        < Qué gusto tenerle de vuelta. Dejó algo pendiente: su reporte de avance. ¿Seguimos? [Seguir] [No seguir]
    """)
    assert store.run(lambda db: db.execute(Person.__table__.select()).one().stopped_at) is None


def test_cancel_keeps_what_is_on_record(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Patrullaje",)))
    phone.write("avance 60 capacitamos a 20 oficiales")
    phone("""
        > cancelar
        < De acuerdo, aquí lo dejamos. Lo que ya estaba registrado se queda.
    """)


def test_an_old_button_gets_one_sentence_and_the_open_question(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Uno", "Dos")))
    phone.write("avance")
    old = phone.shown
    phone.write("[Uno]")
    phone.shown = old
    phone("""
        > [Dos]
        < Ese botón es de una pregunta anterior. ¿Qué tan avanzado va «Uno», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
    """)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("(voice)", "No puedo escuchar notas de voz. Escríbalo, por favor."),
        ("(video)", "No puedo ver videos. Escríbalo, por favor."),
        ("(sticker)", "Aquí solo puedo leer texto."),
        ("(photo)", "Aquí no hace falta un archivo."),
    ],
)
def test_what_cannot_be_an_answer_is_said_so(store: Store, line: str, answer: str) -> None:
    phone = at_the_note(store)
    assert phone.write(line)[0].text == f"{answer}\n\n¿Qué ha logrado hasta ahora? Basta con una línea."


def test_an_over_long_text_is_refused_with_the_limit(store: Store) -> None:
    phone = at_the_note(store)
    text = phone.write("x" * 1001)[0].text
    assert text.startswith("Es demasiado largo: 1,001 caracteres. El máximo es 1,000.")


def test_a_conversation_of_a_flow_that_is_no_more_ends_with_the_menu(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = at_the_note(store)
    monkeypatch.delitem(flows.FLOWS, "progress")
    phone("""
        > Capacitamos a todos
        < ¿Qué quiere hacer? [menú]
    """)


def test_courtesy_hides_no_command_and_thanks_are_answered(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Patrullaje",)))
    phone("""
        > gracias
        < Con gusto.
        > hola, quiero reportar mi avance
        < ¿Qué tan avanzado va «Patrullaje», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > ayuda por favor
        < [la ayuda] ¿Qué tan avanzado va «Patrullaje», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
    """)


def test_a_button_of_an_old_menu_still_does_what_it_says(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Patrullaje",)))
    phone.write("menú")
    menu = phone.shown
    phone.write("avance 60")
    phone.shown = menu
    phone("""
        > [Ayuda]
        < [la ayuda]
    """)


def test_cancel_leads_out_of_the_offer_to_go_on(store: Store) -> None:
    phone = at_the_note(store)
    for line in ("mi perfil", "sí"):
        phone.write(line)
    phone("""
        > cancelar
        < De acuerdo.
    """)
