"""What is always so with audiences, whatever is asked for and whoever there is."""

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from models import audience
from models.audience import Expression, Unclear
from models.people import Person
from models.store import Store
from tests.audience_expressions import anything, names, on_record
from tests.audience_naively import belongs
from tests.audience_world import Her, random_people, write

MOMENT = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
WORDS = (
    *("state", "estado", "plan", "cohort", "tag", "Sonora", "started", "iniciado", "and", "y", "or", "o", "not", "no"),
    *(
        "in",
        "en",
        "=",
        "!=",
        "(",
        ")",
        ",",
        ";",
        '"',
        "“",
        "”",
        "«",
        "»",
        "'",
        "all",
        "todos",
        "joined",
        "active",
        "silent",
    ),
    *(
        "answered",
        "with",
        "con",
        "within",
        "for",
        "since",
        "before",
        "30",
        "12",
        "days",
        "días",
        "2026-01-31",
        "\x00",
        "--",
    ),
)
on_a_world = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(anything)
@settings(max_examples=500, deadline=None)
def test_what_is_written_reads_as_the_same(expression: Expression) -> None:
    assert audience.parse(audience.write(expression)) == expression


@given(names)
@example('a "b" c')
@example("«a» y “b”")
@example("Y")
@example("not")
@example("12")
@example("O'Higgins")
def test_any_name_can_be_asked_for_in_quotation_marks(name: str) -> None:
    quoted = name.replace('"', '""')
    assert audience.parse(f'cohort = "{quoted}"') == audience.parse(
        audience.write(audience.parse(f'cohort="{quoted}"'))
    )
    (value,) = getattr(audience.parse(f'cohort = "{quoted}"'), "values")  # noqa: B009
    assert value == name


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=200))
@settings(max_examples=1000, deadline=None)
def test_any_text_is_understood_or_said_to_be_unclear_in_both_languages(text: str) -> None:
    found = read(text)
    if isinstance(found, Unclear):
        spanish, english = found.phrase.said("es"), found.phrase.said("en")
        assert spanish != english
        assert max(len(spanish), len(english)) < 400
    else:
        assert audience.parse(audience.write(found)) == found


@pytest.fixture
def everybody(store: Store) -> list[Her]:
    found = random_people(Random(20261124), 120, MOMENT)  # noqa: S311
    store.run(write, found, MOMENT)
    return found


@given(expression=on_record)
@example(expression=audience.parse("cohort = 2024 and programme = Curso"))
@example(expression=audience.parse("cohort = 2024 and programme in (Curso, Instituto)"))
@example(expression=audience.parse('cohort in ("Generación 12", "Curso/2024") and programme = Curso'))
@example(expression=audience.parse("not (cohort = 2024 and programme = Curso and plan = open)"))
@example(expression=audience.parse("programme = Curso and (cohort = 2024 or tag = trainer)"))
@example(expression=audience.parse("not all"))
@on_a_world
def test_the_database_selects_whom_a_reader_would(store: Store, everybody: list[Her], expression: Expression) -> None:
    assert store.run(selected, expression) == {her.id for her in everybody if belongs(her, expression, MOMENT)}


@given(expression=on_record)
@on_a_world
def test_names_as_on_record_mean_the_same_and_can_be_said(
    store: Store, everybody: list[Her], expression: Expression
) -> None:
    known = store.run(audience.resolve, expression)
    assert store.run(audience.resolve, known) == known
    assert store.run(selected, known) == store.run(selected, expression)
    words = store.run(audience.sentence, expression)
    assert words == store.run(audience.sentence, known)
    assert words.said("es") != words.said("en")


def read(text: str) -> Expression | Unclear:
    try:
        return audience.parse(text)
    except Unclear as unclear:
        return unclear


def selected(db: Connection, expression: Expression) -> set[int]:
    return set(db.scalars(select(Person.id).where(audience.condition(db, expression, MOMENT))))
