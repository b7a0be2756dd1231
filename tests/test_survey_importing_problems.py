"""What is wrong with a form is told with sheet, row, column and code, and put right where it can be."""

import pytest

from tests.survey_tables import field, imported, told, with_column


@pytest.mark.parametrize("column", ["relevant", "constraint", "required", "relevance"])
@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("${a} = ", "expression_unfinished"),
        ("${a} = 'x", "expression_open_quote"),
        ("foo(1)", "expression_function"),
        ("area(${a}) > 1", "unsafe"),
        ("${nobody} = 1", "unknown_name"),
        ("device-info() = ''", "unsafe"),
        ("pulldata('@geopoint', ${a}, 'x') = 1", "unsafe"),
    ],
)
def test_an_expression_that_cannot_be_is_named_with_its_column(column: str, cell: str, code: str) -> None:
    found = imported(with_column(column, cell))
    spared = cell == "foo(1)" and column in ("constraint", "required")
    assert told(found, fatal=not spared) == [("survey", 4, column, code)]
    if spared:
        assert found.form is not None  # it is asked without what no tool here knows
        return
    assert found.whole is (code == "unsafe")
    assert (found.rows, found.asked) == (2, 2 if code == "unsafe" else 1)


def test_curly_quotes_are_straightened() -> None:
    assert imported(with_column("relevant", "${a} = ‘1’")).form is not None


def test_every_row_tells_of_itself_at_once() -> None:
    found = imported(
        """
| survey | | | | |
| | type | name | label | relevant |
| | texto | a | A | |
| | text | b | B | ${c} = 1 |
| | select_one no | d | D | |
"""
    )
    assert told(found) == [
        ("survey", 3, "type", "unknown_type"),
        ("survey", 4, "relevant", "unknown_name"),
        ("survey", 5, "type", "missing_list"),
    ]
    assert (found.rows, found.asked, found.whole) == (3, 1, False)


def test_names_that_are_taken_are_told_apart_and_still_meant() -> None:
    found = imported(
        """
| survey | | | | | |
| | type | name | label | relevant | calculation |
| | begin group | one | 1 | | |
| | integer | age | Age | | |
| | note | n1 | ${age} | ${age} > 1 | |
| | end group | | | | |
| | begin group | two | 2 | | |
| | integer | age | Age | | |
| | note | n2 | ${age} | ${age} > 2 and ../age < 9 | |
| | calculate | c | | | /data/one/age + ../../one/age + ../age + 'age ${age}' |
| | end group | | | | |
"""
    )
    assert found.form is not None
    fields = {each.name: each for each in found.form.fields()}
    assert list(fields) == ["age", "n1", "two_age", "n2", "c"]
    assert (fields["n1"].relevant, fields["n1"].label) == ("${age} > 1", {"": "${age}"})
    assert (fields["n2"].relevant, fields["n2"].label) == ("${two_age} > 2 and ${two_age} < 9", {"": "${two_age}"})
    assert fields["c"].calculation == "${age} + ${age} + ${two_age} + 'age ${two_age}'"
    assert ("survey", 8, "name", "duplicate_name") in told(found, fatal=False)


def test_names_that_cannot_be_are_changed_wherever_they_stand() -> None:
    found = imported(
        """
| survey | | | | |
| | type | name | label | relevant |
| | text | my name | A | |
| | text | 2b | Hola ${my name} | ${my name} != '' |
"""
    )
    assert found.form is not None
    assert [each.name for each in found.form.fields()] == ["my_name", "_2b"]
    last = list(found.form.fields())[1]
    assert (last.relevant, last.label) == ("${my_name} != ''", {"": "Hola ${my_name}"})
    assert told(found) == [("survey", 3, "name", "bad_name"), ("survey", 4, "name", "bad_name")]


def test_a_row_without_a_name_is_called_after_its_words() -> None:
    found = imported(
        "| survey | | | |\n| | type | name | label |\n| | text | | ¿Cómo se llama? |\n| | note | | Gracias |\n"
    )
    assert found.form is not None
    assert [each.name for each in found.form.fields()] == ["Cómo_se_llama", "Gracias"]
    assert told(found) == [("survey", 3, "name", "no_name")]


def test_questions_without_words_are_called_by_hint_or_name() -> None:
    found = imported(
        """
| survey | | | | | |
| | type | name | label | hint | calculation |
| | text | your_age | | | |
| | text | b | | Su edad | |
| | text | c | | | 1 + 1 |
| | note | d | | | |
"""
    )
    assert found.form is not None
    a, b, c, d = found.form.fields()
    assert (a.label, b.label, b.hint, c.kind, d.kind) == ({"": "your age"}, {"": "Su edad"}, {}, "calculate", "hidden")
    assert told(found) == [("survey", 3, "label", "missing_label"), ("survey", 6, "label", "empty_note")]


def test_a_blank_that_means_nothing_does_not_reach_the_phone() -> None:
    found = imported("| survey | | | |\n| | type | name | label |\n| | text | q | Hola ${nadie}, ${ q } |\n")
    assert found.form is not None
    assert next(found.form.fields()).label == {"": "Hola …, ${ q }"}
    assert told(found) == [("survey", 3, "label", "unknown_blank")]


def test_options_that_come_twice_or_hold_spaces() -> None:
    found = imported(
        """
| survey | | | |
| | type | name | label |
| | select_multiple l | q | Q |
| choices | | | |
| | list_name | name | label |
| | l | a b | AB |
| | l | c | C |
| | l | c | C again |
| | l | | Sin valor |
| | | x | stray |
"""
    )
    assert found.form is not None
    assert [option.value for option in found.form.lists["l"]] == ["a_b", "c", "Sin_valor"]
    assert {(row, code) for _sheet, row, _column, code in told(found)} == {
        (6, "spaces_in_value"),
        (8, "duplicate_option"),
        (9, "option_without_value"),
        (10, "option_without_list"),
    }


def test_languages_without_a_first_one_and_words_that_are_missing() -> None:
    found = imported(
        "| survey | | | | |\n| | type | name | label::es | label::en |\n| | text | q | Q | Q |\n| | text | r | R | |\n"
    )
    assert told(found) == [
        ("survey", 4, "label::es", "missing_language"),
        ("settings", 0, "default_language", "no_default_language"),
    ]


def test_a_column_that_is_nearly_known() -> None:
    found = imported("| survey | | | |\n| | type | name | label | relevent |\n| | text | q | Q | |\n")
    assert told(found) == [("survey", 2, "relevent", "unknown_column")]


def test_remarks_in_columns_that_mean_nothing_for_a_row_are_no_expressions() -> None:
    table = """
| survey | | | | | |
| | type | name | label | choice_filter | constraint |
| | begin group | g | G | Elija una familia | texto libre |
| | text | q | Q | Elija una familia | |
| | end group | | | | |
"""
    assert field(table).choice_filter == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("| choices | | |\n| | list_name | name |\n| | a | b |\n| other | |\n| | x | y |\n", "no_survey"),
        ("| survey | | |\n| | type | name |\n", "no_survey"),
        ("| survey | | |\n| | kind | name |\n| | text | q |\n", "no_type_column"),
    ],
)
def test_what_is_no_form_at_all(text: str, code: str) -> None:
    found = imported(text)
    assert told(found, fatal=True) == [("survey", 0, "", code)]
    assert (found.form, found.rows, found.whole) == (None, 0, False)


def test_a_table_that_cannot_be_read_is_named() -> None:
    found = imported("| survey | | | |\n| | type | name | label |\n| | text | q | Q |\n", towns="\0")
    assert told(found) == [("towns.csv", 0, "", "not_a_spreadsheet")]


def test_every_problem_is_told_in_two_languages() -> None:
    found = imported(with_column("relevant", "${nobody} = 1"))
    (problem,) = found.problems
    assert problem.phrase.said("en") == "No question is called “nobody”."
    assert problem.phrase.said("es") == "Ninguna pregunta se llama «nobody»."
