"""The four verbs: what is remembered, what is asked again, what happens once."""

from typing import Any

import pytest

from dialogue.conversation import Conversation, as_json
from dialogue.engine import Chat, Commanded, RepeatedKey, Suspended, take_turn
from dialogue.messages import Choice, Incoming
from dialogue.questions import Percent, Pick, Question, Skippable, Text
from tests.talk import Talk

SIZE = Pick("¿Tamaño?", [Choice("s", "Chico"), Choice("l", "Grande")])


def questions(**asked: Question[Any]) -> Any:
    """A flow that asks these and then keeps the answers."""

    def flow(chat: Chat[dict[str, Any]]) -> None:
        answers = {key: chat.ask(key, question) for key, question in asked.items()}
        chat.do("keep", dict.update, answers)
        chat.say("Guardado.")

    return flow


def test_a_flow_asks_waits_and_acts_at_the_end() -> None:
    store: dict[str, Any] = {}
    Talk(questions(size=SIZE, name=Text("¿Nombre?")), store)("""
        > (again)
        < ¿Tamaño? [Chico] [Grande]
        > grande
        < ¿Nombre?
        > Ana Ejemplo
        < Guardado.
    """)
    assert store == {"size": "l", "name": "Ana Ejemplo"}


def test_answers_are_remembered_by_name() -> None:
    store: dict[str, Any] = {}
    talk = Talk(questions(size=SIZE, gone=Text("¿Color?"), name=Text("¿Nombre?")), store)
    for line in ("(again)", "1", "rojo"):
        talk.write(line)
    talk.flow = questions(new=Text("¿Peso?"), size=SIZE, name=Text("¿Nombre?"))
    talk("""
        > (again)
        < ¿Peso?
        > mucho
        < ¿Nombre?
        > Ana Ejemplo
        < Guardado.
    """)
    assert store == {"new": "mucho", "size": "s", "name": "Ana Ejemplo"}


def test_an_answer_no_longer_valid_is_asked_again_in_its_old_place() -> None:
    talk = Talk(questions(size=SIZE, name=Text("¿Nombre?"), age=Text("¿Edad?")), {})
    for line in ("(again)", "grande", "Ana Ejemplo"):
        talk.write(line)
    talk.flow = questions(size=Pick("¿Tamaño?", [Choice("s", "Chico")]), name=Text("¿Nombre?"), age=Text("¿Edad?"))
    talk("""
        > cuarenta
        < ¿Tamaño? [Chico]
        > atrás
        < (no way back)
        > chico
        < ¿Edad?
        > atrás
        < ¿Nombre?
    """)


def test_an_answer_that_a_deed_rests_on_stays_even_when_it_is_no_longer_valid() -> None:
    most = 100

    def flow(chat: Chat[list[int | str]]) -> None:
        percent = chat.ask("percent", Percent("¿Cuánto?", most=most))
        chat.do("keep", list.append, percent)
        chat.ask("note", Text("¿Algo más?"))
        chat.do("again", list.append, percent)

    store: list[int | str] = []
    talk = Talk(flow, store)
    for line in ("(again)", "60"):
        talk.write(line)
    most = 50
    talk("""
        > (again)
        < ¿Algo más?
        > nada
    """)
    assert store == [60, 60]


def test_what_was_looked_up_is_pinned_and_back_forgets_it() -> None:
    def flow(chat: Chat[dict[str, list[str]]]) -> None:
        kind = chat.ask("kind", Text("¿Qué busca?"))
        rows = chat.look_up("rows", dict.__getitem__, kind)
        chat.ask("row", Pick("¿Cuál?", [Choice(row, row) for row in rows]))

    store = {"fruta": ["pera", "uva"], "flor": ["rosa"]}
    talk = Talk(flow, store)
    talk("""
        > (again)
        < ¿Qué busca?
        > fruta
        < ¿Cuál? [pera] [uva]
    """)
    store["fruta"] = ["coco", "pera", "uva"]
    talk("""
        > (again)
        < ¿Cuál? [pera] [uva]
        > atrás
        < ¿Qué busca?
        > fruta
        < ¿Cuál? [coco] [pera] [uva]
    """)


def test_a_deed_happens_once_and_back_stays_on_this_side_of_it() -> None:
    def flow(chat: Chat[list[str]]) -> None:
        name = chat.ask("name", Text("¿Nombre?"))
        chat.say(f"Número {chat.do('file', file, name)}.")
        chat.ask("size", SIZE)
        chat.ask("note", Text("¿Algo más?"))

    def file(store: list[str], name: str) -> int:
        store.append(name)
        return len(store)

    store: list[str] = []
    talk = Talk(flow, store)
    talk("""
        > (again)
        < ¿Nombre?
        > Ana Ejemplo
        < Número 1. ¿Tamaño? [Chico] [Grande]
        > (again)
        < ¿Tamaño? [Chico] [Grande]
        > atrás
        < (no way back)
        > chico
        < ¿Algo más?
        > atrás
        < ¿Tamaño? [Chico] [Grande]
    """)
    assert store == ["Ana Ejemplo"]
    assert not talk.conversation.revise("name")
    assert not talk.conversation.revise("file")


def test_a_line_is_said_in_the_turn_that_came_to_it_and_not_again() -> None:
    def flow(chat: Chat[None]) -> None:
        chat.say("Buen día.")
        chat.ask("first", Text("¿Uno?"))
        chat.say("Bien.")
        chat.ask("second", Text("¿Dos?"))
        chat.say("Adiós.")

    Talk(flow)("""
        > (again)
        < Buen día. ¿Uno?
        > uno
        < Bien. ¿Dos?
        > english
        < ¿Dos?
        > dos
        < Adiós.
    """)


def test_one_key_twice_in_a_run_is_a_mistake_of_the_flow() -> None:
    def flow(chat: Chat[None]) -> None:
        chat.look_up("same", lambda store: 1)
        chat.do("same", lambda store: 2)

    with pytest.raises(RepeatedKey, match="same"):
        take_turn(flow, Conversation("1", "made up"), None)


@pytest.mark.parametrize("said", [None, Incoming("cancelar")])
def test_a_flow_cannot_swallow_the_engine(said: Incoming | None) -> None:
    def flow(chat: Chat[None]) -> None:
        try:
            chat.ask("name", Text("¿Nombre?"))
        except Exception:  # what a careless flow might do
            chat.say("Tragado.")

    assert not issubclass(Suspended, Exception)
    assert not issubclass(Commanded, Exception)
    conversation = Conversation("1", "made up", waiting="name")
    turn = take_turn(flow, conversation, None, said)
    assert not turn.finished
    assert (turn.command is None) == (said is None)


def test_what_cannot_be_kept_as_json_fails_at_once() -> None:
    with pytest.raises(TypeError):
        as_json({1, 2})

    def flow(chat: Chat[None]) -> Any:
        return chat.look_up("pair", lambda store: (1, 2))

    assert take_turn(flow, Conversation("1", "made up"), None).result == [1, 2]


def test_the_result_and_what_was_given_pass_through() -> None:
    def flow(chat: Chat[None]) -> tuple[str, str]:
        return chat.person, chat.given["line"]

    turn = take_turn(flow, Conversation("1", "made up", "12", {"line": "60"}), None)
    assert (turn.finished, turn.result) == (True, ("12", "60"))


def test_a_message_that_meets_a_new_question_is_not_its_answer() -> None:
    store: dict[str, Any] = {}
    talk = Talk(questions(name=Text("¿Nombre?")), store)
    talk.write("(again)")
    talk.flow = questions(new=Skippable(Text("¿Apodo?")), name=Text("¿Nombre?"))
    talk("""
        > Ana Ejemplo
        < ¿Apodo? [Omitir]
        > omitir
        < ¿Nombre?
        > Ana Ejemplo
        < Guardado.
    """)
    assert store == {"new": None, "name": "Ana Ejemplo"}


def test_a_proposal_whose_option_is_gone_is_no_answer() -> None:
    talk = Talk(questions(size=SIZE), {})
    for line in ("(again)", "gramde"):
        talk.write(line)
    talk.flow = questions(size=Pick("¿Tamaño?", [Choice("s", "Chico"), Choice("m", "Mediano")]))
    talk("""
        > sí
        < Elija una de las opciones, por favor. ¿Tamaño? [Chico] [Mediano]
    """)
