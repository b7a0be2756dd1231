"""A name in a form that is nearly right is told with the one that was probably meant."""

import pytest

from tests.survey_tables import imported


@pytest.mark.parametrize("column", ["relevant", "label"])
def test_a_name_that_is_nearly_right_is_told_with_the_right_one(column: str) -> None:
    written = {"relevant": "Q | ${aplica} = 1", "label": "Hola ${Aplica} | "}[column]
    table = "| survey | | | | |\n| | type | name | label | relevant |\n| | text | aplico | A | |\n"
    (problem,) = imported(f"{table}| | text | q | {written} |\n").problems
    name = "Aplica" if column == "label" else "aplica"
    assert (problem.column, problem.phrase.said("en")) == (
        column,
        f"No question is called “{name}”. Did you mean “aplico”?",
    )
    assert problem.phrase.said("es") == f"Ninguna pregunta se llama «{name}». ¿Quiso decir «aplico»?"


def test_a_name_that_is_like_no_other_is_told_alone() -> None:
    table = "| survey | | | | |\n| | type | name | label | relevant |\n| | text | aplico | A | ${mes} = 1 |\n"
    (problem,) = imported(table).problems
    assert problem.phrase.said("en") == "No question is called “mes”."
