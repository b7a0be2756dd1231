"""What people do with resources: their own lists, what is suggested and what is news, and counts without persons."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from models import erasing, my_data, people, suppressing
from models.resources import cards, importing, news, reporting, topics, uses
from models.resources.items import Text
from models.resources.searching import note_missing
from models.resources.suggesting import suggest
from models.resources.used_tables import (
    ResourceDigest,
    ResourceFollow,
    ResourceMiss,
    ResourceTally,
    ResourceUse,
)
from models.store import Store
from tests.alumni import enrol
from tests.canaries import lying_open
from tests.desk import desk
from tests.resource_shelf import MOMENT, catalogue, one, put, stock

LATER = MOMENT + timedelta(days=1)


@pytest.fixture
def ana(store: Store) -> int:
    stock(store)
    return store.run(enrol)


def counted(store: Store, key: str) -> dict[str, int]:
    return {what: count for (_key, what), count in store.run(reporting.tallies, key=key).items() if count}


def test_topics_are_those_under_which_she_may_see_something(store: Store, ana: int) -> None:
    shelves = store.run(topics.topics, "es", ana, MOMENT)
    assert [(each.key, each.name) for each in shelves][:2] == [
        ("custody", "Cadena de custodia"),
        ("prison", "Prisión y reinserción"),
    ]
    before = {each.key: each.items for each in shelves}
    store.run(people.correct, ana, "rank_band", "command")
    after = {each.key: each.items for each in store.run(topics.topics, "en", ana, MOMENT)}
    assert after["command"] == before["command"] + 1
    for item in catalogue().items.values():
        if "community" in item.topics:
            store.run(importing.withdraw, item.key, MOMENT)
    assert "community" not in {each.key for each in store.run(topics.topics, "es", ana, MOMENT)}


def test_what_is_under_a_topic_comes_in_her_language_first(store: Store, ana: int) -> None:
    found = store.run(cards.by_topic, "prison", "es", ana, MOMENT)
    assert found[-1].key == "perros-k9"
    assert [each.other_language for each in found] == [False] * (len(found) - 1) + [True]
    assert found[0].topics[0] == "Prisión y reinserción"
    assert store.run(cards.by_topic, "nothing", "es", ana, MOMENT) == []


def test_a_card_tells_what_can_be_opened(store: Store, ana: int) -> None:
    card = store.run(cards.card, "cadena-custodia", "en", ana, MOMENT)
    assert card is not None
    assert card.file is not None
    assert card.light is not None
    assert (card.title, card.kind, card.file.language) == ("Chain of custody step by step", "document", "en")
    link = store.run(cards.card, "reglas-mandela", "es", ana, MOMENT)
    assert link is not None
    assert (link.link, link.file, link.dead) == ("https://example.org/es/reglas-mandela", None, False)
    assert (link.source, link.licence) == ("Programa de ejemplo", "CC BY 4.0")
    assert store.run(cards.card, "asuntos-internos", "es", ana, MOMENT) is None


def test_a_text_without_a_file_of_its_own_leads_to_that_of_the_other_language(store: Store, ana: int) -> None:
    texts = {"es": Text("Título"), "en": Text("Title", link="https://example.org/en")}
    store.run(put, one("mixto", texts=texts))
    card = store.run(cards.card, "mixto", "es", ana, MOMENT)
    assert card is not None
    assert (card.title, card.other_language, card.link) == ("Título", False, "https://example.org/en")


def test_her_list(store: Store, ana: int) -> None:
    assert store.run(uses.note_saved, ana, "hacinamiento", MOMENT)
    assert store.run(uses.note_saved, ana, "motines", LATER)
    assert [each.key for each in store.run(uses.saved, ana, "es", LATER)] == ["motines", "hacinamiento"]
    assert store.run(uses.is_saved, ana, "motines")
    assert store.run(uses.drop_saved, ana, "motines")
    assert [each.key for each in store.run(uses.saved, ana, "es", LATER)] == ["hacinamiento"]
    store.run(importing.withdraw, "hacinamiento", LATER)
    assert store.run(uses.saved, ana, "es", LATER) == []
    assert not store.run(uses.note_saved, ana, "no-such-thing", MOMENT)
    assert store.run(uses.saved, store.run(enrol, "Beto"), "es", MOMENT) == []


def test_people_are_counted_once_and_only_their_last_word(store: Store, ana: int) -> None:
    beto = store.run(enrol, "Beto")
    for person in (ana, ana, beto):
        store.run(uses.note_opened, person, "motines", MOMENT)
    store.run(uses.note_sent, ana, "motines", MOMENT)
    for useful in (True, True, False):
        store.run(uses.note_useful, ana, "motines", useful, MOMENT)
    assert counted(store, "motines") == {"opened": 2, "sent": 1, "not_useful": 1}


def test_suggestions_fit_the_hurdle_and_are_not_made_twice(store: Store, ana: int) -> None:
    first = store.run(suggest, ana, "resources", "es", MOMENT)
    assert len(first) == 3
    assert all("Recursos y fondos" in each.topics for each in first)
    for each in first:
        store.run(uses.note_shown, ana, each.key, MOMENT)
    second = store.run(suggest, ana, "resources", "es", MOMENT)
    assert not {each.key for each in first} & {each.key for each in second}
    assert {each.key for each in store.run(suggest, store.run(enrol, "Beto"), "resources", "es", MOMENT)} == {
        each.key for each in first
    }


def test_suggestions_come_in_her_language_and_what_others_praised_first(store: Store, ana: int) -> None:
    beto = store.run(enrol, "Beto")
    store.run(uses.note_useful, beto, "convenio-modelo", True, MOMENT)
    assert store.run(suggest, ana, "resources", "es", MOMENT)[0].key == "convenio-modelo"
    store.run(
        put, one("nuevo", topics=("funding",), texts={"en": Text("New", link="https://example.org/n")}), moment=LATER
    )
    assert "nuevo" not in {each.key for each in store.run(suggest, ana, "resources", "es", LATER, most=50)}


def test_what_she_wrote_of_comes_first(store: Store, ana: int) -> None:
    found = store.run(suggest, ana, "rules", "es", MOMENT, about="oficio para la comisión")
    assert found[0].key == "oficio-modelo"
    assert [each.key for each in store.run(suggest, ana, "none", "es", MOMENT, about="patrullaje", most=1)] == [
        "proximidad"
    ]
    assert store.run(suggest, ana, "none", "es", MOMENT) == []
    assert len(store.run(suggest, ana, "none", "es", MOMENT, under=("victims",))) == 3


def test_news_come_by_topic_to_those_who_want_them(store: Store, ana: int) -> None:
    assert store.run(news.digests_due, MOMENT + news.EVERY) == []
    assert store.run(news.follow, ana, ["prison", "custody", "nothing"], MOMENT) == ["custody", "prison"]
    assert store.run(news.digests_due, MOMENT) == []
    link = {"es": Text("Algo nuevo", link="https://example.org/n")}
    store.run(put, one("nuevo", topics=("prison",), texts=link), moment=LATER)
    store.run(put, one("ajeno", topics=("victims",), texts=link), moment=LATER)
    store.run(put, one("del-mando", topics=("prison",), texts=link, audience="rank = command"), moment=LATER)
    due = MOMENT + news.EVERY
    assert store.run(news.digests_due, due) == [ana]
    assert store.run(news.told_until, ana) == MOMENT
    assert [each.key for each in store.run(news.new_since, ana, "es", MOMENT, due)] == ["nuevo"]
    store.run(news.note_digest, ana, due)
    assert store.run(news.told_until, ana) == due
    assert store.run(news.new_since, ana, "es", due, due + news.EVERY) == []
    assert store.run(news.digests_due, due) == []
    store.run(news.put_off, ana, LATER)
    assert store.run(news.digests_due, due) == [ana]
    assert store.run(news.follow, ana, [], due) == []
    assert store.run(news.digests_due, due + news.EVERY) == []


def test_what_was_changed_is_not_news(store: Store, ana: int) -> None:
    store.run(news.follow, ana, ["custody"], MOMENT)
    store.run(put, one("cadena-custodia"), moment=LATER)
    assert store.run(news.new_since, ana, "es", MOMENT, LATER) == []


def test_staff_see_counts_and_what_was_not_found(store: Store, ana: int) -> None:
    lazos = desk(store)
    assert lazos("resources", "report").stdout == "Nobody has opened anything yet.\n"
    store.run(uses.note_opened, ana, "motines", MOMENT)
    store.run(uses.note_useful, ana, "motines", True, MOMENT)
    store.run(note_missing, "drones", "es", MOMENT)
    told = lazos("resources", "report").stdout
    assert told == "motines  1 opened, 1 useful\nLooked for and not found:\n  1 × drones (es, 2026-11)\n"
    whole = json.loads(lazos("resources", "report", "--json", "--since", "2026-12").stdout)
    assert whole == {"used": [], "not_found": [], "dead_links": []}


def test_she_sees_all_that_is_held_of_her_and_it_goes_with_her(store: Store, ana: int) -> None:
    beto = store.run(enrol, "Beto")
    for person in (ana, beto):
        store.run(uses.note_saved, person, "motines", MOMENT)
        store.run(news.follow, person, ["prison"], MOMENT)
    store.run(note_missing, "drones", "es", MOMENT)
    told = store.run(my_data.as_file, ana)
    (row,) = told["resources"]
    assert (row["title"], row["saved_at"], row["opened_at"]) == (
        "Prevención de motines y manejo de crisis",
        "2026-11-24T16:00:00+00:00",
        None,
    )
    assert told["topics_followed"] == ["prison"]
    others = store.run(my_data.as_file, beto)
    store.run(erasing.block, ana, MOMENT)
    assert store.run(news.digests_due, MOMENT + news.EVERY) == [beto]
    store.run(suppressing.suppress, ana, MOMENT)
    for table in (ResourceUse, ResourceFollow, ResourceDigest):
        left = store.run(_people_in, table)
        assert left == [beto]
    assert store.run(my_data.as_file, beto) | {"made_at": ""} == others | {"made_at": ""}
    rows = store.run(
        lambda db: [
            db.execute(select(func.count()).select_from(each)).scalar() for each in (ResourceTally, ResourceMiss)
        ]
    )
    assert rows == [1, 1]
    assert counted(store, "motines") == {"saved": 2}


def _people_in(db: Connection, table: type[ResourceUse] | type[ResourceFollow] | type[ResourceDigest]) -> list[int]:
    return list(db.scalars(select(table.person_id)))


def test_an_audience_is_sealed_and_what_it_names_may_go(store: Store, ana: int) -> None:
    agency = "Policía Municipal de Villa Ejemplo"
    whole = one("propio", audience=f'agency = "{agency}"')
    store.run(put, whole)
    assert lying_open(store, [agency]) == set()
    assert store.run(cards.card, "propio", "es", ana, MOMENT) is not None
    assert store.run(cards.card, "propio", "es", None, MOMENT) is None
    store.run(people.correct, ana, "agency", "Policía Estatal de Ejemplo")
    assert store.run(cards.card, "propio", "es", ana, MOMENT) is None
    store.run(put, one("ajeno", audience="tag = nadie"))
    assert store.run(cards.card, "ajeno", "es", ana, MOMENT) is None
    assert store.run(cards.card, "motines", "es", ana, MOMENT) is not None
