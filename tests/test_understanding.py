"""How words are compared, and what the engine makes of near misses, misunderstandings and old buttons."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.engine import Chat
from dialogue.messages import Choice, Tap, mark
from dialogue.phrases import _
from dialogue.questions import Date, Percent, Pick, Text, YesNo
from dialogue.understanding import exact, near, numbers_in, plain
from tests.heard import HURDLES
from tests.talk import Talk


@pytest.mark.parametrize(
    ("text", "comparable"),
    [
        ("¿Sí?", "si"),
        ("  ÁRBOL,  niño ", "arbol nino"),
        ("60 %", "60 %"),
        ("…", ""),
        ("/menú", "/menu"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("2️⃣", "2"),
    ],
)
def test_plain_leaves_out_what_people_leave_out(text: str, comparable: str) -> None:
    assert plain(text) == comparable


@given(st.text())
def test_plain_is_the_same_twice(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_exact_knows_both_languages_and_other_words() -> None:
    choices = [*HURDLES, Choice("star", "Estrella", ("lucero",)), Choice("mute", "…")]
    assert [
        getattr(exact(text, choices), "value", None) for text in ("LUCERO", "estrella", "lack of time", "…", "")
    ] == [
        "star",
        "star",
        "time",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("recursos", "resources"),
        ("falta de recurzos", "resources"),
        ("normas", "rules"),
        ("lack of tine", "time"),
        ("timpo", None),
        ("falta de", None),
        ("re", None),
        ("x" * 4000, None),
    ],
)
def test_near_is_one_or_none(typed: str, meant: str | None) -> None:
    assert getattr(near(typed, HURDLES), "value", None) == meant


def test_numbers_too_long_to_be_numbers_are_none() -> None:
    assert numbers_in("de 3 a 20, tel. 5555000000001") == [3, 20]


def ask_how_far(chat: Chat[list[int | str]]) -> None:
    chat.do("keep", list.append, chat.ask("percent", Percent(_("How many people did you train since then?"))))
    chat.say("Guardado.")


def test_a_hint_first_and_an_example_after_the_second_time() -> None:
    Talk(ask_how_far, [])("""
        > (again)
        < ¿A cuántas personas ha capacitado desde entonces?
        > la mitad
        < Escriba un número entero de 0 a 100, por favor. ¿A cuántas personas ha capacitado desde entonces?
        > ya casi
        < Escriba un número entero de 0 a 100, por favor. Por ejemplo: 60 ¿A cuántas personas ha capacitado desde entonces?
        > english
        < How many people did you train since then?
        > nearly
        < Please send a whole number from 0 to 100. For example: 60 How many people did you train since then?
        > 60
        < Guardado.
    """)


def test_a_near_miss_is_confirmed_in_another_language_and_after_a_restart() -> None:
    talk = Talk(ask_how_far, [])
    talk("""
        > (again)
        < ¿A cuántas personas ha capacitado desde entonces?
        > como sesenta
        < ¿Quiso decir «60%»? [Sí] [No]
        > english
        < Did you mean “60%”? [Yes] [No]
        > (again)
        < Did you mean “60%”? [Yes] [No]
        > claro
        < Guardado.
    """)
    assert talk.store == [60]


def test_a_near_miss_is_denied_or_answered_otherwise() -> None:
    talk = Talk(ask_how_far, [])
    talk("""
        > (again)
        < ¿A cuántas personas ha capacitado desde entonces?
        > como sesenta
        < ¿Quiso decir «60%»? [Sí] [No]
        > [No]
        < ¿A cuántas personas ha capacitado desde entonces?
        > sí
        < Escriba un número entero de 0 a 100, por favor. ¿A cuántas personas ha capacitado desde entonces?
        > como sesenta
        < ¿Quiso decir «60%»? [Sí] [No]
        > como setenta
        < ¿Quiso decir «70%»? [Sí] [No]
        > atrás
        < (no way back)
        > 50
        < Guardado.
    """)
    assert talk.store == [50]


def test_an_old_button_gets_one_sentence_and_its_words_are_no_answer() -> None:
    def flow(chat: Chat[None]) -> None:
        chat.ask("which", Pick("¿Cuál?", HURDLES[:2]))
        chat.ask("note", Text("¿Qué cambió?"))

    talk = Talk(flow, None)
    talk.write("(again)")
    old = Tap.read(talk.shown["Nada"])
    assert old is not None
    talk.shown["Otra conversación"] = str(Tap("6", old.question, old.option))
    talk.shown["Otra opción"] = str(Tap("7", old.question, mark("gone")))
    talk("""
        > [Otra conversación]
        < Ese botón es de una pregunta anterior. ¿Cuál? [Nada] [Falta de recursos]
        > [Otra opción]
        < Ese botón es de una pregunta anterior. ¿Cuál? [Nada] [Falta de recursos]
        > hola a todas
        < Elija una de las opciones, por favor. ¿Cuál? [Nada] [Falta de recursos]
        > [Nada]
        < ¿Qué cambió?
        > [Nada]
        < Ese botón es de una pregunta anterior. ¿Qué cambió?
    """)
    assert list(talk.conversation.log) == ["which"]


def test_an_old_button_leaves_a_proposal_open_and_an_option_of_the_question_itself_settles_it() -> None:
    talk = Talk(lambda chat: chat.do("keep", list.append, chat.ask("which", Pick("¿Cuál?", HURDLES[:2]))), [])
    talk.shown["Vieja"] = "6.aaaaaaaa.bbbbbbbb"
    talk("""
        > (again)
        < ¿Cuál? [Nada] [Falta de recursos]
        > recurso
        < ¿Quiso decir «Falta de recursos»? [Sí] [No]
        > [Vieja]
        < Ese botón es de una pregunta anterior. ¿Quiso decir «Falta de recursos»? [Sí] [No]
        > [Nada]
    """)
    assert talk.store == ["none"]


def test_buttons_of_a_proposal_that_is_gone_are_old() -> None:
    talk = Talk(lambda chat: chat.ask("day", Date("¿Qué día?", date(2026, 11, 24))), None)
    talk("""
        > (again)
        < ¿Qué día?
        > miércoles
        < ¿Quiso decir «25 de noviembre de 2026»? [Sí] [No]
        > no
        < ¿Qué día?
        > [Sí]
        < Ese botón es de una pregunta anterior. ¿Qué día?
    """)


@given(st.integers(1, 2**63), st.text(min_size=1), st.text(min_size=1))
def test_every_button_fits_and_comes_back(conversation: int, key: str, value: str) -> None:
    tap = Tap(str(conversation), mark(key), mark(value))
    assert Tap.read(str(tap)) == tap
    assert len(str(tap).encode()) <= 64


@pytest.mark.parametrize("data", ["", ".", "..", "a.b", "a..c", "a.b.c.d", "/rsvp 12 yes"])
def test_what_is_no_button_of_ours(data: str) -> None:
    assert Tap.read(data) is None


def test_yes_and_no_arrive_as_such_even_after_a_near_miss() -> None:
    talk = Talk(lambda chat: chat.do("keep", list.append, chat.ask("right", YesNo("¿Es correcto?"))), [])
    talk("""
        > (again)
        < ¿Es correcto? [Sí] [No]
        > no grasias
        < ¿Quiso decir «No»? [Sí] [No]
        > sí
    """)
    assert talk.store == [False]
