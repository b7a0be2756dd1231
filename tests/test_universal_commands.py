"""The words that work at any moment, against answers: who wins, and what is asked back."""

from typing import Any

import pytest

from dialogue import commands
from dialogue.commands import Command, recognise
from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.questions import Percent, Pick, PickMany, Question, Skippable, Text, YesNo
from dialogue.understanding import plain
from tests.talk import Talk


@pytest.mark.parametrize("text", sorted(commands.WORDS))
def test_every_word_is_understood_however_it_is_dressed(text: str) -> None:
    name, _, rest = commands.WORDS[text].partition(" ")
    assert recognise(text) == Command(name, rest)
    if text != "?":
        assert plain(text) == text, "the words are listed as they are compared"
        assert recognise(f"  ¡{text.upper()}!  ") == Command(name, rest)
        assert recognise(f"/{text}") == Command(name, rest, slashed=True)


@pytest.mark.parametrize(
    "text", ["", " ", "/", "atrás de la casa", "60", "no", "¿?", "menú del día", "/ menu", "//menu"]
)
def test_what_is_no_command(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("english", "en"),
        ("inglés", "en"),
        ("en inglés", "en"),
        ("Español", "es"),
        ("Spanish", "es"),
        ("castellano", "es"),
    ],
)
def test_either_language_can_be_asked_for_in_either(text: str, language: str) -> None:
    assert recognise(text) == Command(commands.LANGUAGE, language)


def asking(question: Question[Any]) -> Talk:
    def flow(chat: Chat[list[Any]]) -> None:
        chat.do("keep", list.append, chat.ask("q", question))
        chat.say("Guardado.")

    talk = Talk(flow, [])
    talk.write("(again)")
    return talk


STATUS = [Choice("up", "Alta"), Choice("down", "Baja"), Choice("back", "Regresar")]


@pytest.mark.parametrize(
    "question",
    [
        Pick("¿Qué hubo?", STATUS),
        Pick("¿Qué hubo?", STATUS, listed=False),
        Skippable(Pick("¿Qué hubo?", STATUS, listed=False)),
    ],
)
def test_an_option_wins_over_a_command_word(question: Question[Any]) -> None:
    for text, value in (("alta", "up"), ("regresar", "back")):
        talk = asking(question)
        assert talk.write(text) == "Guardado."
        assert (talk.store, talk.obeyed) == ([value], [])


@pytest.mark.parametrize("answer", ["Es mi respuesta", "[Es mi respuesta]", "it is my answer"])
def test_a_grave_word_is_asked_back_and_may_be_the_answer(answer: str) -> None:
    talk = asking(Pick("¿Qué hubo?", STATUS))
    talk(f"""
        > baja
        < ¿«Baja» es su respuesta o prefiere que dejemos de escribirle? [Es mi respuesta] [Dejen de escribir]
        > english
        < Is “Baja” your answer, or do you want us to stop writing to you? [It is my answer] [Stop writing]
        > español
        < ¿«Baja» es su respuesta o prefiere que dejemos de escribirle? [Es mi respuesta] [Dejen de escribir]
        > {answer}
        < Guardado.
    """)
    assert talk.store == ["down"]
    assert all(command.name != commands.STOP for command in talk.obeyed)


@pytest.mark.parametrize("answer", ["dejen de escribir", "[Dejen de escribir]", "alto", "/baja"])
def test_a_grave_word_may_be_the_command(answer: str) -> None:
    talk = asking(Pick("¿Qué hubo?", STATUS))
    talk.write("baja")
    talk.write(answer)
    assert [command.name for command in talk.obeyed] == [commands.STOP]
    assert talk.store == []


@pytest.mark.parametrize("answer", ["no", "sí", "¿qué?"])
def test_a_bare_yes_or_no_to_this_or_that_decides_nothing(answer: str) -> None:
    talk = asking(Pick("¿Qué hubo?", STATUS))
    talk.write("baja")
    assert talk.write(answer) == "Elija una de las opciones, por favor. ¿Qué hubo? [Alta] [Baja] [Regresar]"
    assert (talk.store, talk.obeyed) == ([], [])


def test_a_grave_word_among_several_options() -> None:
    talk = asking(PickMany("¿Qué hubo?", STATUS))
    talk("""
        > baja
        < ¿«Baja» es su respuesta o prefiere que dejemos de escribirle? [Es mi respuesta] [Dejen de escribir]
        > es mi respuesta
        < Guardado.
    """)
    assert talk.store == [["down"]]


def test_a_pressed_option_is_never_a_command() -> None:
    talk = asking(Pick("¿Qué hubo?", STATUS))
    assert talk.write("[Baja]") == "Guardado."
    assert (talk.store, talk.obeyed) == (["down"], [])


def test_a_slash_is_always_a_command() -> None:
    talk = asking(Pick("¿Qué hubo?", STATUS))
    talk.write("/alta")
    assert talk.obeyed == [Command(commands.START, slashed=True)]


@pytest.mark.parametrize("text", ["atrás de la casa", "menú del comedor", "español e inglés", "hola a todas"])
def test_inside_a_text_only_a_whole_command_counts(text: str) -> None:
    talk = asking(Text("¿Qué cambió?"))
    assert talk.write(text) == "Guardado."
    assert (talk.store, talk.obeyed) == ([text], [])


@pytest.mark.parametrize("text", ["atrás", "Cancelar", "/menu", "english", "ayuda", "ALTO", "cambiar idioma"])
def test_inside_a_text_a_whole_command_is_obeyed(text: str) -> None:
    talk = asking(Text("¿Qué cambió?"))
    talk.write(text)
    assert len(talk.obeyed) == 1
    assert talk.store == []


def test_a_command_with_more_behind_it_is_text_inside_a_text_and_a_command_elsewhere() -> None:
    def more(text: str) -> Command | None:
        word, _, rest = text.partition(" ")
        return Command("progress", rest, word.startswith("/")) if word.removeprefix("/") == "avance" else None

    def outcome(question: Question[Any], text: str) -> Any:
        talk = asking(question)
        talk.recognise = more
        talk.write(text)
        return talk.store or talk.obeyed[0].name

    assert outcome(Text("¿Qué cambió?"), "avance 70 en la academia") == ["avance 70 en la academia"]
    assert outcome(Text("¿Qué cambió?"), "/avance 70") == "progress"
    assert outcome(Text("¿Qué cambió?"), "avance") == "progress"
    assert outcome(Percent("¿Cuánto?"), "avance 70") == "progress"


def test_ok_is_yes_where_yes_is_an_answer_and_a_greeting_elsewhere() -> None:
    agreed, chosen = asking(YesNo("¿Es correcto?")), asking(Pick("¿Qué hubo?", STATUS))
    assert agreed.write("ok") == "Guardado."
    assert chosen.write("ok") == "¿Qué hubo? [Alta] [Baja] [Regresar]"
    assert agreed.store == [True]
    assert [command.name for command in chosen.obeyed] == [commands.GREETING]


def test_a_command_costs_no_draft_and_is_no_misunderstanding() -> None:
    talk = asking(PickMany("¿Qué hubo?", STATUS))
    talk("""
        > [Alta]
        < ¿Qué hubo? [✓ Alta] [Baja] [Regresar] [Listo]
        > gracias
        < ¿Qué hubo? [✓ Alta] [Baja] [Regresar] [Listo]
        > listo
        < Guardado.
    """)
    assert talk.store == [["up"]]
