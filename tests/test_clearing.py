"""*Borrar* tidies this chat at once and touches nothing on record; it is never taken for erasing one's data."""

import pytest
from sqlalchemy import Connection, func, select

from dialogue.drawing.content import Content
from models import people
from models.action_plans import ActionPlan
from models.messages import Message
from models.people import Person
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, drawn, phone_of

BY_HAND = (
    "Listo. WhatsApp no me deja borrar mensajes. Para vaciar este chat, abra su menú y elija «Vaciar chat».",
    "Done. WhatsApp does not let me delete messages. To empty this chat yourself, open its menu and choose “Clear chat”.",
)
ERASING = {"es": "¿Eliminamos todo?", "en": "Shall we erase everything?"}


def ana(store: Store, channel: str = "telegram", language: str = "es") -> Phone:
    person = store.run(enrol, plans=("Patrullaje",))
    store.run(people.speak, person, language)
    return phone_of(store, person, channel, "whatsapp:+525550000001" if channel == "whatsapp" else "500001", language)


@pytest.mark.parametrize(
    "word",
    ["borrar", "Borrar.", "borrar chat", "borrar este chat", "borrar mensajes", "limpiar", "limpiar chat", "/clear"],
)
def test_the_chat_is_emptied_before_one_neutral_line(store: Store, word: str) -> None:
    emptied, answer = ana(store).write(word)
    assert emptied == Content("", clears=True)
    assert (answer.text, answer.options, answer.asks) == ("Listo.", (), False)
    assert on_record(store) == (1, 1, None)


def test_in_english(store: Store) -> None:
    for word in ("clear", "clear chat", "clear this chat", "clear messages"):
        emptied, answer = ana(store, language="en").write(word)
        assert emptied.clears
        assert answer.text == "Done."


@pytest.mark.parametrize("language", ["es", "en"])
def test_whatsapp_says_how_to_do_it_by_hand(store: Store, language: str) -> None:
    phone = ana(store, "whatsapp", language)
    assert [drawn(content) for content in phone.write("borrar")] == [BY_HAND[language == "en"]]


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ("eliminar mis datos", "borrar mis datos", "Quiero eliminar mis datos, por favor", "borrar mi cuenta")),
        ("en", ("delete my data", "erase my data", "delete my account")),
    ],
)
def test_erasing_is_something_else_and_asks_first(
    store: Store, channel: str, language: str, words: tuple[str, ...]
) -> None:
    phone = ana(store, channel, language)
    for word in words:
        (asked,) = phone.write(word)
        assert asked.text.endswith(ERASING[language])
        assert not asked.clears
    (emptied,) = {content.clears for content in phone.write("borrar")[:1]}
    assert emptied == (channel == "telegram")
    assert on_record(store) == (1, 1, None)


@pytest.mark.parametrize("word", ["borra", "delete", "eliminar", "borrar todo", "elimínalo"])
def test_words_that_could_mean_either_do_neither(store: Store, word: str) -> None:
    phone = ana(store)
    for line in (word, "mis datos", word, "eliminar mis datos", word, "menú", word):
        assert not any(content.clears for content in phone.write(line))
    assert on_record(store) == (1, 1, None)


def test_what_is_going_on_waits_and_is_not_told_at_once(store: Store) -> None:
    ana(store)("""
        > avance
        < ¿Qué tan avanzado va «Patrullaje», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > 60
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
        > borrar
        <
        < Listo.
        > borrar
        <
        < Listo.
        > hola
        < Dejó algo pendiente: su reporte de avance. ¿Seguimos? [Seguir] [No seguir]
        > borrar
        <
        < Listo.
        > avance
        < Dejó algo pendiente: su reporte de avance. ¿Seguimos? [Seguir] [No seguir]
        > seguir
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
    """)


def test_what_only_passes_by_is_over(store: Store) -> None:
    phone = ana(store)
    for line in ("mis datos", "[Eliminar mis datos]", "borrar"):
        phone.write(line)
    phone("""
        > eliminar todo
        < ¿Qué quiere hacer? [menú]
    """)
    phone.write("mis datos")
    phone("""
        > [Borrar este chat]
        < ¿Borro los mensajes de este chat? Sus datos y sus avances se quedan. [Sí, borrarlos] [No, dejarlos]
        > no
        < De acuerdo.
    """)
    phone.write("mis datos")
    phone("""
        > borrar este chat
        < ¿Borro los mensajes de este chat? Sus datos y sus avances se quedan. [Sí, borrarlos] [No, dejarlos]
        > [Sí, borrarlos]
        <
        < Listo.
    """)
    assert on_record(store) == (1, 1, None)


def test_a_stranger_clears_nothing(store: Store) -> None:
    (answer,) = Phone(store).write("borrar")
    assert answer.text.startswith("Este servicio es por invitación.")
    assert store.run(lambda db: db.scalar(select(func.count()).select_from(Message))) == 1


def on_record(store: Store) -> tuple[int | None, int | None, object]:
    """How many people and plans there are, and whether anybody is blocked."""

    def look(db: Connection) -> tuple[int | None, int | None, object]:
        counts = (db.scalar(select(func.count()).select_from(table)) for table in (Person, ActionPlan))
        return (*counts, db.scalar(select(Person.blocked_at)))  # type: ignore[return-value]  # two counts

    return store.run(look)


def test_a_button_beside_her_data_asks_first_in_english(store: Store) -> None:
    phone = ana(store, language="en")
    phone.write("my data")
    phone("""
        > [Clear this chat]
        < Shall I delete the messages of this chat? Your data and your progress stay. [Yes, delete them] [No, keep them]
        > clear
        <
        < Done.
    """)
    phone.write("my data")
    phone.write("[Clear this chat]")
    assert phone.write("yes")[0].clears


def test_on_whatsapp_nothing_would_be_gone_so_nothing_is_asked(store: Store) -> None:
    phone = ana(store, "whatsapp")
    phone.write("mis datos")
    assert [drawn(content) for content in phone.write("[Borrar este chat]")] == [BY_HAND[0]]
