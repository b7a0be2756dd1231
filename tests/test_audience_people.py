"""Whom an audience means, in a world small enough to count by hand, and how it is said to staff."""

import pytest

from models.audience import Unclear
from models.store import Store
from tests.audience_five import MOMENT, PEOPLE, resolved, selected, sentence
from tests.audience_world import write

MEANT = {
    "all": "ana eva iris olga",
    "not all": "",
    "state = Sonora": "ana",
    "state != Sonora": "eva iris olga",
    "not (state = Sonora or state = Chihuahua)": "iris olga",
    "rank = comandante": "ana",
    "rank != command": "eva iris olga",
    "agency = 'FISCALIA DE PRUEBA'": "ana",
    "agency != “Fiscalía de Prueba”": "eva iris olga",
    "language = es": "ana olga",
    "language = en": "eva iris",
    "channel = whatsapp": "eva",
    "channel != whatsapp": "ana iris olga",
    "plan = started": "ana",
    "plan in (done, dropped)": "eva",
    "plan = open": "ana",
    "plan = none": "iris olga",
    "plan in (none, started)": "ana iris olga",
    "plan != done": "ana iris olga",
    "cohort = 2024": "iris olga",
    "cohort = curso/2024": "iris",
    "programme = Curso": "iris olga",
    "cohort = 2024 and programme = Curso": "iris",
    "cohort = 2024 and tag = mas formacion": "olga",
    "tag = Trainer": "eva",
    "tag in (trainer, más formación)": "eva olga",
    "joined": "ana eva iris",
    "not joined": "olga",
    "joined within 30 days": "ana eva",
    "joined since 2026-11-01": "ana",
    "joined before 2026-11-01": "eva iris",
    "not joined since 2026-11-01": "eva iris olga",
    "active within 30 days": "ana",
    "active since 2026-10-25": "ana eva",
    "active since 2026-10-26": "",
    "silent for 30 days": "eva iris",
    "not silent for 30 days": "ana olga",
    "silent for 201 days": "",
    "answered 1": "ana eva",
    "answered 1 with yes": "ana",
    "not answered 1": "iris olga",
    "received 1 and not answered 1 with yes": "eva",
    "not received 1 and joined": "iris",
    "answered 1 with maybe or state = Sonora and plan = started": "ana",
}


@pytest.fixture
def world(store: Store) -> Store:
    store.run(write, list(PEOPLE.values()), MOMENT)
    return store


def test_an_audience_means_exactly_these_people(world: Store) -> None:
    names = {her.id: name for name, her in PEOPLE.items()}
    found = {text: " ".join(sorted(names[id] for id in world.run(selected, text))) for text in MEANT}
    assert found == MEANT


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cohort = Generacion 13", "There is no “Generacion 13” under “cohort”. Did you mean: Generación 12?"),
        ("cohort = 12", "There is no “12” under “cohort”. Did you mean: Generación 12?"),
        ("programme = Kurso", "There is no “Kurso” under “programme”. Did you mean: Curso?"),
        ("programme = Taller", "There is no “Taller” under “programme”. There are: Curso, Instituto."),
        ("agency = Fiscalia", "There is no “Fiscalia” under “agency”. Did you mean: Fiscalía de Prueba?"),
        ("not tag = trainers", "There is no “trainers” under “tag”. Did you mean: trainer?"),
        ("joined and (all or cohort = curso/2025)", None),
        ("state = Sonora and cohort = curso/2025", "There is no “curso/2025” under “cohort”. Did you mean: Curso/2024?"),
        ("answered 7", "There is no announcement 7."),
        ("not received 7", "There is no announcement 7."),
        ("answered 2", "Announcement 2 has no buttons, so nobody can answer it."),
        ("answered 1 with 5", "There is no “5” under “answered”. There are: I will come, I will not come, I do not know yet."),
    ],
)  # fmt: skip
def test_a_name_that_is_not_on_record_is_told_and_the_nearest_proposed(
    world: Store, text: str, told: str | None
) -> None:
    for ask in (selected, resolved, sentence):
        if told is None:
            world.run(ask, text)
            continue
        with pytest.raises(Unclear) as caught:
            world.run(ask, text)
        assert caught.value.phrase.said("en") == told


def test_names_are_kept_as_they_are_on_record(world: Store) -> None:
    assert world.run(resolved, "cohort in (generacion 12, GENERACIÓN 12) and agency = 'centro \"uno\"'") == (
        'cohort = "Generación 12" and agency = "Centro ""Uno"""'
    )
    assert world.run(resolved, "TAG = Mas Formacion or programa = curso") == "tag = más formación or programme = Curso"


def test_with_nothing_on_record_that_is_said(store: Store) -> None:
    with pytest.raises(Unclear) as caught:
        store.run(selected, "tag = trainer")
    assert caught.value.phrase.said("es") == "No hay «trainer» en «etiqueta». Todavía no hay nada ahí."
