"""Back, revise, and what a correction clears: only what no longer applies."""

from typing import Any

from dialogue.conversation import Conversation, Entry, Kind, Proposal, dump, load
from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.questions import Pick, Text, YesNo
from tests.talk import Talk


def survey(chat: Chat[dict[str, Any]]) -> None:
    """One question leads to another (or to two), and all come to the same end."""
    answers: dict[str, Any] = {}
    trained = chat.ask("trained", YesNo("¿Capacitó?"))
    if trained:
        answers["people"] = chat.ask("people", Text("¿A cuántas?"))
    else:
        answers["why"] = chat.ask("why", Text("¿Por qué no?"))
        answers["when"] = chat.ask("when", Text("¿Para cuándo?"))
    answers["place"] = chat.ask("place", Text("¿Dónde?"))
    answers["right"] = chat.ask("right", YesNo("¿Es correcto?"))
    chat.do("keep", dict.update, answers)
    chat.say("Guardado.")


def at_the_end() -> Talk:
    talk = Talk(survey, {})
    for line in ("(again)", "sí", "20", "Oaxaca"):
        talk.write(line)
    return talk


def test_a_revision_keeps_the_other_answers() -> None:
    talk = at_the_end()
    talk("""
        > (revise people)
        < ¿A cuántas?
        > 30
        < ¿Es correcto? [Sí] [No]
        > sí
        < Guardado.
    """)
    assert talk.store == {"people": "30", "place": "Oaxaca", "right": True}


def test_a_revision_that_leads_elsewhere_asks_the_new_and_clears_the_old() -> None:
    talk = at_the_end()
    talk("""
        > (revise trained)
        < ¿Capacitó? [Sí] [No]
        > no
        < ¿Por qué no?
        > Faltó tiempo
        < ¿Para cuándo?
        > En marzo
        < ¿Es correcto? [Sí] [No]
    """)
    assert set(talk.conversation.log) == {"trained", "why", "when", "place"}
    talk.write("sí")
    assert talk.store == {"why": "Faltó tiempo", "when": "En marzo", "place": "Oaxaca", "right": True}


def test_what_a_revision_brought_can_be_revised_as_well() -> None:
    talk = at_the_end()
    for line in ("(revise trained)", "no", "Faltó tiempo", "En marzo"):
        talk.write(line)
    talk("""
        > (revise why)
        < ¿Por qué no?
        > Faltó dinero
        < ¿Es correcto? [Sí] [No]
    """)
    assert list(talk.conversation.log) == ["trained", "why", "when", "place"]


def test_back_gives_up_a_revision() -> None:
    talk = at_the_end()
    talk("""
        > (revise trained)
        < ¿Capacitó? [Sí] [No]
        > atrás
        < ¿Es correcto? [Sí] [No]
    """)
    assert talk.conversation.log["trained"].value is True


def test_back_from_what_a_revision_brought_asks_the_revised_answer_and_keeps_the_rest() -> None:
    at_the_end()("""
        > (revise trained)
        < ¿Capacitó? [Sí] [No]
        > no
        < ¿Por qué no?
        > atrás
        < ¿Capacitó? [Sí] [No]
        > sí
        < ¿Es correcto? [Sí] [No]
    """)


def test_a_second_revision_takes_the_place_of_the_first() -> None:
    at_the_end()("""
        > (revise people)
        < ¿A cuántas?
        > (revise place)
        < ¿Dónde?
        > Puebla
        < ¿Es correcto? [Sí] [No]
    """)


def test_back_asks_one_answer_after_another_down_to_the_first() -> None:
    at_the_end()("""
        > atrás
        < ¿Dónde?
        > atrás
        < ¿A cuántas?
        > back
        < ¿Capacitó? [Sí] [No]
        > regresar
        < (no way back)
        > no
        < ¿Por qué no?
    """)


def test_what_was_looked_up_with_an_answer_is_looked_up_again_when_it_is_revised() -> None:
    def flow(chat: Chat[dict[str, list[str]]]) -> None:
        state = chat.ask("state", Pick("¿Estado?", [Choice("O", "Oaxaca"), Choice("P", "Puebla")]))
        towns = chat.look_up("towns", dict.__getitem__, state)
        chat.ask("town", Pick("¿Municipio?", [Choice(town, town) for town in towns]))
        chat.ask("note", Text("¿Algo más?"))

    talk = Talk(flow, {"O": ["Tuxtepec", "Loxicha"], "P": ["Cholula", "Atlixco"]})
    talk("""
        > (again)
        < ¿Estado? [Oaxaca] [Puebla]
        > Oaxaca
        < ¿Municipio? [Tuxtepec] [Loxicha]
        > 1
        < ¿Algo más?
        > (revise state)
        < ¿Estado? [Oaxaca] [Puebla]
        > Puebla
        < ¿Municipio? [Cholula] [Atlixco]
    """)


def test_a_question_added_before_a_deed_that_was_done_is_not_crossed_by_back() -> None:
    def old(chat: Chat[list[str]]) -> None:
        chat.do("file", list.append, chat.ask("name", Text("¿Nombre?")))
        chat.ask("note", Text("¿Algo más?"))

    def new(chat: Chat[list[str]]) -> None:
        name = chat.ask("name", Text("¿Nombre?"))
        chat.ask("age", Text("¿Edad?"))
        chat.do("file", list.append, name)
        chat.ask("note", Text("¿Algo más?"))

    talk = Talk(old, [])
    for line in ("(again)", "Ana Ejemplo"):
        talk.write(line)
    talk.flow = new
    talk("""
        > (again)
        < ¿Edad?
        > cuarenta
        < ¿Algo más?
        > atrás
        < (no way back)
    """)
    assert talk.store == ["Ana Ejemplo"]


def test_revise_is_refused_for_what_is_no_answer() -> None:
    log = {"found": Entry(Kind.FINDING, 1), "old": Entry(Kind.ANSWER, "a", frozen=True), "file": Entry(Kind.DEED, None)}
    conversation = Conversation("1", "made up", log=log)
    before = dump(conversation)
    assert not any(conversation.revise(key) for key in ("found", "old", "file", "unheard of"))
    assert dump(conversation) == before


def test_json_keeps_everything() -> None:
    conversation = Conversation(
        "1", "made up", "12", {"line": "60"}, {"a": Entry(Kind.ANSWER, ["x", None, {"y": 1.5}], open=True, frozen=True)}
    )
    conversation.waiting, conversation.previous, conversation.misses = "b", "a", 2
    conversation.draft, conversation.proposal = ["x"], Proposal({"y": True}, "stop")
    assert load(dump(conversation)) == conversation
    assert load(dump(Conversation("1", "made up"))) == Conversation("1", "made up")
