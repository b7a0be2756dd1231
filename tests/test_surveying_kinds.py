"""Every kind of row in the chat: what its answer becomes, repeats, long lists, words with earlier answers in them."""

from models.store import Store
from tests.survey_records import answers, begun, completed
from tests.surveyed import Group, Range, Repeat, form, options, row, words

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
    assert phone.hears() == ["Cursos que dio: ¿quiere anotar algo? [Sí] [No]"]
    phone("""
        > sí
        < ¿De qué fue? (1 de 1) [Mejor no contesto]
        > Registro
        < Cursos que dio: ¿quiere anotar algo más? [Sí] [No]
        > sí
        < ¿De qué fue? (2 de 2) [Mejor no contesto]
        > Trato digno
        < Cursos que dio: ¿quiere anotar algo más? [Sí] [No]
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


def test_a_word_of_an_option_is_no_command(store: Store) -> None:
    hurdles = options(("r", "Falta de recursos", "Lack of resources"), ("t", "Falta de tiempo", "Lack of time"))
    asked = form(
        row("hurdle", "select_one", "¿Qué le estorbó?", "What got in the way?", options="h", required="true()"),
        lists={"h": hurdles},
    )
    phone = begun(store, asked)
    phone.hears()
    phone("""
        > recursos
        < ¿Quiso decir «Falta de recursos»? [Sí] [No]
        > sí
        < Esto contestó: • ¿Qué le estorbó? Falta de recursos ¿Está bien? [Está bien] [Cambiar una]
    """)
