"""Resources are found by the words of those who need them: misspelt, without accents, in either language."""

import re
from datetime import timedelta
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import people
from models.resources import importing, indexed, reporting, searching, topics
from models.resources.index import Entry, Index
from models.resources.items import Text, Topic
from models.resources.searching import search
from models.resources.words import asked, sound, stem, words
from models.store import Store
from scheduler.resources import forget_missed
from tests.alumni import enrol
from tests.resource_shelf import MOMENT, one, put, queries, stock

FIRST = 3
LEAST = 0.9

NOTHING = ["receta de pozole", "hipoteca", "comprar boletos de avión", "weather tomorrow", "xyzzy plugh"]
HOSTILE = [
    "",
    " ",
    "\n\t\0",
    "😀😀 🚓",
    "'; DROP TABLE resource_item; --",
    '" OR 1=1 --',
    "NEAR(cadena, custodia)",
    "title:cadena AND NOT custodia*",
    '"""',
    "<script>alert(1)</script>",
    "{{7*7}} ${jndi:ldap://example.org}",
    "^cadena {title words}: x",
    "Привет мир",
    "你好世界",
    "a" * 5000,
    "cadena " * 2000,
    "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
]


def keys(store: Store, query: str, language: str = "es", person: int | None = None, most: int = FIRST) -> list[str]:
    return [card.key for card in store.run(search, query, language, person, MOMENT, most)]


def test_what_people_write_finds_what_they_mean(store: Store) -> None:
    stock(store)
    wanted = queries()
    assert len(wanted) >= 60
    lost = [each.query for each in wanted if not set(keys(store, each.query, each.language)) & set(each.wanted)]
    assert len(lost) <= len(wanted) * (1 - LEAST), lost


@pytest.mark.parametrize("query", NOTHING)
def test_what_is_not_there_is_not_found(store: Store, query: str) -> None:
    stock(store)
    assert keys(store, query) == []


@pytest.mark.parametrize("query", HOSTILE)
def test_whatever_is_written_gets_an_ordinary_answer(store: Store, query: str) -> None:
    stock(store)
    assert keys(store, query) == keys(store, re.sub(r"[\W_]+", " ", query))
    assert store.run(reporting.listed, MOMENT.date())


@given(st.text(max_size=400))
def test_any_text_at_all_can_be_looked_for(text: str) -> None:
    index = Index()
    index.put(1, {"es": Entry("Cadena de custodia", "indicios", "", "")}, 1)
    assert set(index.find(text, "es")) <= {1}


def test_accents_case_and_endings_make_no_difference(store: Store) -> None:
    stock(store)
    first = keys(store, "capacitación de instructores")
    assert first
    assert keys(store, "CAPACITACION de INSTRUCTORES") == first
    assert keys(store, "capacitaciones, instructor") == first


def test_another_language_is_said(store: Store) -> None:
    stock(store)
    (card,) = store.run(search, "binomio canino", "es", None, MOMENT, 1)
    assert (card.key, card.language, card.other_language) == ("perros-k9", "en", True)
    assert card.file is not None
    (card,) = store.run(search, "hacinamiento", "en", None, MOMENT, 1)
    assert (card.key, card.title, card.other_language) == (
        "hacinamiento",
        "Reducing overcrowding in prisons",
        False,
    )


def test_her_own_language_comes_first(store: Store) -> None:
    store.run(topics.keep, [])
    store.run(topics.keep, [_topic()])
    both = {"topics": ("custody",)}
    link = "https://example.org/x"
    store.run(put, one("in-english", texts={"en": Text("Radio manual", link=link)}, **both))
    store.run(put, one("en-espanol", texts={"es": Text("Radio manual", link=link)}, **both))
    assert keys(store, "radio manual", "es") == ["en-espanol", "in-english"]
    assert keys(store, "radio manual", "en") == ["in-english", "en-espanol"]


def test_only_what_is_hers_valid_and_not_withdrawn_is_found(store: Store) -> None:
    stock(store)
    person = store.run(enrol)
    assert "asuntos-internos" not in keys(store, "asuntos internos", person=person)
    assert "asuntos-internos" not in keys(store, "asuntos internos")
    store.run(people.correct, person, "rank_band", "command")
    assert keys(store, "asuntos internos", person=person)[0] == "asuntos-internos"
    store.run(put, one("radio", valid_until=MOMENT.date().isoformat(), texts={"es": Text("Radiofonía")}))
    assert keys(store, "radiofonia") == ["radio"]
    later = MOMENT + timedelta(days=1)
    assert store.run(search, "radiofonia", "es", None, later) == []
    assert keys(store, "hacinamiento")[0] == "hacinamiento"
    assert store.run(importing.withdraw, "hacinamiento", MOMENT)
    assert "hacinamiento" not in keys(store, "hacinamiento")


def test_a_changed_item_is_found_by_its_new_words_alone(store: Store) -> None:
    stock(store)
    store.run(put, one("radio", texts={"es": Text("Radiofonía", link="https://example.org/r")}))
    assert keys(store, "radiofonia") == ["radio"]
    store.run(put, one("radio", texts={"es": Text("Telegrafía", link="https://example.org/r")}))
    assert keys(store, "radiofonia") == []
    assert keys(store, "telegrafia") == ["radio"]


def test_a_topic_that_is_renamed_is_found_by_its_new_name(store: Store) -> None:
    stock(store)
    about = store.run(topics.everything)
    renamed = [each if each.key != "prison" else _topic("prison", "Ergástulas") for each in about]
    assert keys(store, "ergastulas") == []
    store.run(lambda db: importing.touch(db, topics.keep(db, renamed)))
    assert "hacinamiento" in keys(store, "ergastulas", most=100)


def test_an_index_that_is_far_behind_is_brought_up_beside(store: Store) -> None:
    store.run(topics.keep, [_topic()])
    many = [one(f"item-{number}", texts={"es": Text(f"Ficha {number} numeral")}) for number in range(300)]
    store.run(put, *many)
    assert len(keys(store, "numeral", most=1000)) == indexed.IN_A_TURN
    while store.run(indexed.catch_up, 100):
        pass
    assert len(keys(store, "numeral", most=1000)) == 300


def test_what_was_not_found_is_counted_without_the_person(store: Store) -> None:
    for query in ("Receta de pozole", "receta  pozole", "POZOLE receta"):
        store.run(searching.note_missing, query, "es", MOMENT)
    store.run(searching.note_missing, "ana.ejemplo@example.org 55 5000 0001", "es", MOMENT)
    store.run(searching.note_missing, "pozole 55 5000 0001", "en", MOMENT)
    store.run(searching.note_missing, "😀", "es", MOMENT)
    found = store.run(searching.missed)
    assert [(each.query, each.times, each.language, each.month) for each in found] == [
        ("Receta de pozole", 3, "es", "2026-11"),
        ("pozole …", 1, "en", "2026-11"),
    ]
    assert store.run(searching.missed, "2026-12") == []
    assert store.run(searching.forget_missed, "2026-12") == 2


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("asinamiento", "hacinamiento"),
        ("biolencia", "violencia"),
        ("liderasgo", "liderazgo"),
        ("jente", "gente"),
        ("patruyaje", "patrullaje"),
        ("kustodia", "custodia"),
        ("canvio", "cambio"),
        ("embio", "envio"),
    ],
)
def test_what_sounds_the_same_is_the_same(wrong: str, right: str) -> None:
    assert sound(wrong) == sound(right)


def test_what_sounds_different_is_different() -> None:
    sounds = {sound(word) for word in ("cadena", "cadera", "casa", "cazar", "guerra", "tierra", "noche")}
    assert len(sounds) == 7


def test_words_are_taken_apart() -> None:
    assert words("¿Cómo capacito a mi gente, por favor?") == ["capacito", "gente"]
    assert asked("uno dos " * 50 + "tres") == []
    assert len(asked(" ".join(f"palabra{n}" for n in range(100)))) == 12
    assert stem("capacitaciones", "es") == stem("capacito", "es")
    assert stem("parole", "xx") == "parole"


def _topic(key: str = "custody", name: str = "Custodia") -> Topic:
    return Topic(key, {"es": name, "en": "Custody"})


def test_changes_become_visible_in_their_order_however_many_import_at_once(store: Store) -> None:
    store.run(topics.keep, [_topic()])
    other = Thread(target=lambda: store.run(put, one("segunda", texts={"es": Text("Segunda ficha")})))
    with store.engine.begin() as db:
        put(db, one("primera", texts={"es": Text("Primera ficha")}))
        other.start()
        other.join(0.3)
        assert other.is_alive()
    other.join(20)
    assert sorted(keys(store, "ficha")) == ["primera", "segunda"]


def test_an_older_state_never_replaces_a_later_one() -> None:
    index = Index()
    index.put(1, {"es": Entry("Nueva", "", "", "")}, 7)
    index.put(1, {"es": Entry("Vieja", "", "", "")}, 6)
    assert (index.find("nueva", "es"), index.find("vieja", "es"), index.revision) == ([1], [], 7)


def test_searches_that_found_nothing_are_forgotten_after_a_year(store: Store) -> None:
    store.run(searching.note_missing, "pozole", "es", MOMENT)
    assert store.run(forget_missed, MOMENT + timedelta(days=360)) == 0
    assert store.run(forget_missed, MOMENT + timedelta(days=400)) == 1
    assert store.run(searching.missed) == []
