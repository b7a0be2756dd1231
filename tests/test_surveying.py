"""A questionnaire in the chat: asked one by one, durable at once, finished weeks later on another phone, corrected."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from models import conversations
from models.sealing import vault
from models.store import Store
from models.surveys import responses
from models.surveys.tables import SurveyAnonymous, SurveyResponse
from tests.alumni import enrol
from tests.phones import Phone, phone_of
from tests.surveyed import FOLLOW_UP, YES_NO, Group, Range, Repeat, begin, form, options, row, words

FIRST = (
    "¿Comparte lo que aprendió? (1 de 3) [0 Nunca] [1 Rara vez] [2 A veces] [3 Casi siempre] [4 Siempre] "
    "[¿Por qué la pregunta?] [Mejor no contesto]"
)


def answers(store: Store) -> dict[str, str]:
    """What is on record of the only response."""
    row = store.run(lambda db: db.execute(select(SurveyResponse.__table__)).one())
    return store.run(responses.answers, bytes(row.seal_id), bytes(row.answers_sealed))


def answers_of(store: Store, person: int) -> dict[str, str]:
    """What is on record of the response of a person; nothing where she gave none."""
    here = select(SurveyResponse.__table__).where(SurveyResponse.person_id == person)
    row = store.run(lambda db: db.execute(here).one_or_none())
    return {} if row is None else store.run(responses.answers, bytes(row.seal_id), bytes(row.answers_sealed))


def completed(store: Store) -> bool:
    return store.run(lambda db: db.execute(select(SurveyResponse.completed_at)).scalar_one()) is not None


def begun(store: Store, asked: Any, **where: Any) -> Phone:
    phone = phone_of(store, store.run(enrol), **where)
    begin(store, phone, asked)
    return phone


def test_a_survey_from_the_first_question_to_the_record(store: Store) -> None:
    phone = begun(store, FOLLOW_UP)
    assert phone.hears() == [f"Gracias por su tiempo. {FIRST}"]
    phone(f"""
        > [¿Por qué la pregunta?]
        < Para saber qué se aplica en el trabajo. {FIRST}
        > 3
        < ¿Ha capacitado a alguien? (2 de 3) [Sí] [No]
        > claro
        < ¿A cuántas personas? (3 de 4) [Mejor no contesto]
        > 900
        < Un número hasta 500, por favor. ¿A cuántas personas? (3 de 4) [Mejor no contesto]
        > veinte
        < ¿Qué cambió en su unidad? (4 de 4) [Mejor no contesto]
    """)
    assert answers(store) == {"shares": "3", "trained": "yes", "people": "20"}
    assert not completed(store)
    phone("""
        > prefiero no contestar
        < Esto contestó: • ¿Comparte lo que aprendió? 3 Casi siempre • ¿Ha capacitado a alguien? Sí • ¿A cuántas personas? 20 • ¿Qué cambió en su unidad? Mejor no contesto ¿Está bien? [Está bien] [Cambiar una]
        > sí
        < Gracias. Sus respuestas quedaron guardadas.
    """)
    assert answers(store) == {"shares": "3", "trained": "yes", "people": "20", "story": "", "many": "many"}
    assert completed(store)


def test_the_same_in_english_on_whatsapp(store: Store) -> None:
    person = store.run(enrol)
    phone = phone_of(store, person, channel="whatsapp", address="whatsapp:+525550000001", language="en")
    phone.write("english")
    begin(store, phone, FOLLOW_UP)
    phone.hears()
    phone("""
        > rather not say
        < Have you trained anybody? (2 of 3) [Yes] [No]
        > it depends
        < Please choose one of the options. Have you trained anybody? (2 of 3) [Yes] [No]
        > no
        < What has changed in your unit? (3 of 3) [Rather not say]
        > Nobody writes by hand
        < You answered: • Do you share what you learnt? Rather not say • Have you trained anybody? No • What has changed in your unit? Nobody writes by hand Is all of it right? [All is right] [Change an answer]
        > [All is right]
        < Thank you. Your answers are on record.
    """)
    assert answers(store) == {"shares": "", "trained": "no", "story": "Nobody writes by hand", "many": "few"}


def test_begun_in_whatsapp_and_finished_in_telegram_eight_days_later(store: Store) -> None:
    person = store.run(enrol)
    one = phone_of(store, person, channel="whatsapp", address="whatsapp:+525550000001")
    begin(store, one, FOLLOW_UP)
    one.hears()
    one("""
        > 2
        < ¿Ha capacitado a alguien? (2 de 3) [Sí] [No]
    """)
    other = phone_of(store, person, address="500077")
    other.moment = one.moment + timedelta(days=8)
    other("""
        > hola
        < ¿Ha capacitado a alguien? (2 de 3) [Sí] [No]
        > english
        < Have you trained anybody? (2 of 3) [Yes] [No]
        > [No]
        < What has changed in your unit? (3 of 3) [Rather not say]
    """)
    assert answers(store) == {"shares": "2", "trained": "no"}


def test_back_takes_an_answer_out_of_the_record_as_well(store: Store) -> None:
    phone = begun(store, FOLLOW_UP)
    phone.hears()
    phone.write("3")
    phone.write("sí")
    phone.write("12")
    assert answers(store)["people"] == "12"
    phone("""
        > atrás
        < ¿A cuántas personas? (3 de 4) [Mejor no contesto]
    """)
    assert answers(store) == {"shares": "3", "trained": "yes"}


def test_an_answer_changed_at_the_end_clears_what_no_longer_applies_and_keeps_the_rest(store: Store) -> None:
    phone = begun(store, FOLLOW_UP)
    phone.hears()
    for line in ("3", "sí", "12", "Ya hay bitácora"):
        phone.write(line)
    phone("""
        > cambiar
        < ¿Qué respuesta quiere cambiar? [¿Comparte lo que aprendió?] [¿Ha capacitado a alguien?] [¿A cuántas personas?] [¿Qué cambió en su unidad?]
        > 2
        < ¿Ha capacitado a alguien? (2 de 3) [Sí] [No]
        > no
        < Esto contestó: • ¿Comparte lo que aprendió? 3 Casi siempre • ¿Ha capacitado a alguien? No • ¿Qué cambió en su unidad? Ya hay bitácora ¿Está bien? [Está bien] [Cambiar una]
        > está bien
        < Gracias. Sus respuestas quedaron guardadas.
    """)
    assert answers(store) == {"shares": "3", "trained": "no", "story": "Ya hay bitácora", "many": "few"}


KINDS = form(
    row("when", "date", "¿Qué día?", "Which day?"),
    row("at", "time", "¿A qué hora fue?", "At what time was it?"),
    row("meeting", "datetime", "¿Cuándo se reunieron?", "When did you meet?"),
    row("share", "decimal", "¿Cuántas horas?", "How many hours?"),
    row("score", "range", "Del 1 al 5, ¿qué tan útil?", "From 1 to 5, how useful?", range=Range(start=1, end=5)),
    row("order", "rank", "Ordene por importancia", "Put in order", options="goals"),
    row("which", "select_multiple", "¿Cuáles usa?", "Which do you use?", options="goals", other=True),
    row("read", "acknowledge", "Sus datos no se comparten.", "Your data are not shared."),
    lists={"goals": options(("a", "Orden", "Order"), ("b", "Trato digno", "Dignity"), ("c", "Registro", "Records"))},
)


def test_every_kind_of_answer_becomes_the_text_that_forms_compute_with(store: Store) -> None:
    phone = begun(store, KINDS)
    phone.hears()
    for line in ("3/11/2026", "14:30", "4/11/2026", "9:15", "2,5", "4", "2, 3, 1", "1, 4", "Un formato propio", "ok"):
        phone.write(line)
    phone.write("está bien")
    assert completed(store)
    assert answers(store) == {
        "when": "2026-11-03",
        "at": "14:30",
        "meeting": "2026-11-04T09:15:00.000-06:00",
        "share": "2.5",
        "score": "4",
        "order": "b c a",
        "which": "a other",
        "which_other": "Un formato propio",
        "read": "OK",
    }


def test_rows_that_repeat_are_asked_until_there_are_no_more(store: Store) -> None:
    courses = Repeat(
        name="course",
        row=2,
        label=words("Cursos que dio", "Courses you gave"),
        items=(
            row("topic", "text", "¿De qué fue?", "What was it about?"),
            row("number", "calculate", calculation="position(..)"),
        ),
    )
    phone = begun(store, form(courses, row("all", "calculate", calculation="count(${course})")))
    assert phone.hears() == ["Cursos que dio: ¿hay algo que anotar? [Sí] [No]"]
    phone("""
        > sí
        < ¿De qué fue? (1 de 1) [Mejor no contesto]
        > Registro
        < Cursos que dio: ¿hay otra entrada que anotar? [Sí] [No]
        > sí
        < ¿De qué fue? (2 de 2) [Mejor no contesto]
        > Trato digno
        < Cursos que dio: ¿hay otra entrada que anotar? [Sí] [No]
        > no
        < Esto contestó: • ¿De qué fue? Registro • ¿De qué fue? Trato digno ¿Está bien? [Está bien] [Cambiar una]
        > sí
        < Gracias. Sus respuestas quedaron guardadas.
    """)
    assert answers(store) == {
        "course[1]/topic": "Registro",
        "course[1]/number": "1",
        "course[2]/topic": "Trato digno",
        "course[2]/number": "2",
        "all": "2",
    }


TOWNS = options(*((f"t{place}", f"Pueblo {name}", f"Town {name}") for place, name in enumerate("ABCDEFGHIJKLMNÑOPQ")))


def test_a_long_list_comes_a_page_at_a_time_and_can_be_searched(store: Store) -> None:
    asked = form(
        row("town", "select_one", "¿En cuál?", "In which one?", options="towns", required="true()"),
        lists={"towns": TOWNS},
    )
    phone = begun(store, asked)
    first = " ".join(f"[Pueblo {name}]" for name in "ABCDEFGH")
    second = " ".join(f"[Pueblo {name}]" for name in "IJKLMNÑO")
    assert phone.hears() == [f"¿En cuál? (1 de 1) {first} [Más opciones]"]
    phone(f"""
        > [Más opciones]
        < ¿En cuál? (1 de 1) {second} [Más opciones]
        > pueblo z
        < Escriba cómo empieza el nombre y elija, por favor. ¿En cuál? (1 de 1) {second} [Más opciones]
        > pueblo q
        < Esto contestó: • ¿En cuál? Pueblo Q ¿Está bien? [Está bien] [Cambiar una]
    """)


def test_what_is_anonymous_is_kept_apart_and_leaves_no_trace_beside_the_person(store: Store) -> None:
    asked = form(
        row(
            "support",
            "select_one",
            "¿Le apoya su mando?",
            "Does your command support you?",
            options="yes_no",
            anonymous=True,
        ),
        row("open", "text", "¿Algo más?", "Anything else?"),
        lists={"yes_no": YES_NO},
    )
    phone = begun(store, asked)
    phone.hears()
    for line in ("no", "Nada más que agregar", "sí"):
        phone.write(line)
    assert answers(store) == {"open": "Nada más que agregar"}
    apart = store.run(lambda db: db.execute(select(SurveyAnonymous.__table__)).one())
    assert vault_open(store, apart) == b"no"
    assert (apart.key, apart.month) == ("support", f"{phone.moment:%Y-%m}")
    assert not store.run(remembers, phone, "support")


def vault_open(store: Store, apart: Any) -> bytes:
    return store.run(
        lambda db: vault(db).open(bytes(apart.answer_sealed), "survey_anonymous", "answer", bytes(apart.id))
    )


def remembers(db: Connection, phone: Phone, key: str) -> bool:
    """Whether any conversation still has this answer."""
    rows = db.execute(select(conversations.Talk.__table__)).all()
    return any(
        f'"{key}"'.encode() in vault(db).open(bytes(each.state_sealed), "conversation", "state", bytes(each.seal_id))
        for each in rows
    )


def test_what_is_locked_cannot_be_changed_any_more(store: Store) -> None:
    asked = form(
        row("before", "text", "¿Qué sabía antes?", "What did you know before?", locked=True),
        row("after", "text", "¿Qué sabe ahora?", "What do you know now?"),
        row("left", "text", "¿Qué falta?", "What is missing?"),
    )
    phone = begun(store, asked)
    phone.hears()
    phone.write("Poco de esto")
    phone("""
        > atrás
        < No hay un paso anterior al cual volver. Para dejarlo, escriba «cancelar». ¿Qué sabe ahora? (2 de 3) [Mejor no contesto]
        > Bastante más
        < ¿Qué falta? (3 de 3) [Mejor no contesto]
        > Casi nada
        < Esto contestó: • ¿Qué sabía antes? Poco de esto • ¿Qué sabe ahora? Bastante más • ¿Qué falta? Casi nada ¿Está bien? [Está bien] [Cambiar una]
        > cambiar
        < ¿Qué respuesta quiere cambiar? [¿Qué sabe ahora?] [¿Qué falta?]
    """)


def test_words_speak_of_what_was_answered_before(store: Store) -> None:
    asked = form(
        row("unit", "text", "¿Cómo llama a su grupo?", "What do you call your group?"),
        Group(
            name="more",
            row=2,
            relevant="${unit} != ''",
            items=(row("size", "integer", "¿Cuántas personas hay en «${unit}»?", "How many people are in “${unit}”?"),),
        ),
    )
    phone = begun(store, asked)
    phone.hears()
    phone("""
        > Grupo Norte
        < ¿Cuántas personas hay en «Grupo Norte»? (2 de 2) [Mejor no contesto]
    """)


def test_a_form_replaced_meanwhile_changes_nothing_for_whoever_is_inside(store: Store) -> None:
    phone = begun(store, FOLLOW_UP)
    phone.hears()
    phone.write("3")
    other = phone_of(store, store.run(enrol, "Luz", "Muestra"), address="500055")
    begin(store, other, form(row("new", "text", "¿Otra cosa?", "Something else?")))
    assert other.hears() == ["¿Otra cosa? (1 de 1) [Mejor no contesto]"]
    phone("""
        > no
        < ¿Qué cambió en su unidad? (3 de 3) [Mejor no contesto]
    """)


def test_a_progress_report_interrupts_and_the_survey_goes_on_where_it_was(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Plan de muestra",)))
    begin(store, phone, FOLLOW_UP)
    phone.hears()
    phone.write("3")
    phone("""
        > avance 40
        < Gracias. Quedó registrado en «Plan de muestra»: 40%, iniciado. Dejó algo pendiente: sus preguntas de seguimiento. ¿Seguimos? [Seguir] [No seguir]
        > seguir
        < ¿Ha capacitado a alguien? (2 de 3) [Sí] [No]
    """)
