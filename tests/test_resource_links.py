"""Which links of resources are looked at, and when one counts as dead."""

from datetime import timedelta

import pytest

from models.resources import cards, importing, links, reporting, uses
from models.store import Store
from tests.alumni import enrol
from tests.resource_shelf import MOMENT, catalogue, stock

LATER = MOMENT + timedelta(days=1)


@pytest.fixture
def ana(store: Store) -> int:
    stock(store)
    return store.run(enrol)


def test_a_link_is_dead_after_three_looks_in_a_row(store: Store, ana: int) -> None:
    moment = MOMENT
    for look in range(1, 4):
        due = {each.url: each.id for each in store.run(links.take_due, moment, 100)}
        assert store.run(links.take_due, moment, 100) == []
        for url, id in due.items():
            store.run(links.note, id, "404" if url.endswith("es/reglas-mandela") else links.OK, moment)
        card = store.run(cards.card, "reglas-mandela", "es", ana, moment)
        assert card is not None
        assert card.dead == (look == 3)
        moment += links.AGAIN
    (broken,) = store.run(links.broken)
    assert (broken.key, broken.outcome, broken.since, broken.failures) == ("reglas-mandela", "404", MOMENT, 3)
    store.run(links.note, due["https://example.org/es/reglas-mandela"], links.OK, moment)
    assert store.run(links.broken) == []


def test_a_link_that_somebody_reports_is_looked_at_soon(store: Store, ana: int) -> None:
    for each in store.run(links.take_due, MOMENT, 100):
        store.run(links.note, each.id, links.OK, MOMENT)
    assert store.run(links.take_due, LATER, 100) == []
    assert store.run(uses.note_dead, ana, "reglas-mandela", LATER)
    assert sorted(each.url for each in store.run(links.take_due, LATER, 100)) == [
        "https://example.org/en/reglas-mandela",
        "https://example.org/es/reglas-mandela",
    ]
    assert store.run(reporting.tallies, key="reglas-mandela") == {("reglas-mandela", "dead"): 1}


def test_links_of_what_is_withdrawn_are_left_alone(store: Store, ana: int) -> None:
    for item in catalogue().items.values():
        store.run(importing.withdraw, item.key, MOMENT)
    assert store.run(links.take_due, MOMENT, 100) == []
