"""What a form computes: what is only seemingly a cycle, what is written out, and what is told and asked all the same."""

import pytest

from tests.survey_tables import form, imported, told, with_column


def test_a_calculation_may_keep_its_own_value() -> None:
    assert imported(with_column("calculation", "coalesce(${q}, ${a})")).form is not None


@pytest.mark.parametrize(
    ("type", "label", "calculation"),
    [
        ("calculate", "", "${q}"),
        ("calculate", "", "../q"),
        ("calculate", "", "../elsewhere/q"),
        ("text", "Q", "if(${named} = 'x', ${q}, ${b})"),
    ],
)
def test_what_keeps_its_own_value_waits_for_nothing(type: str, label: str, calculation: str) -> None:
    """A question's answer counts whatever was computed for it; a row that is only itself, or leads nowhere, is empty."""
    table = f"""
| survey | | | | | |
| | type | name | label | calculation | relevant |
| | {type} | q | {label} | {calculation} | |
| | calculate | named | | ${{q}} | |
| | text | b | B | | ${{named}} = 'x' |
"""
    assert [each.name for each in form(table).fields()] == ["q", "named", "b"]


def test_what_every_form_of_odk_has_and_a_check_without_its_dot() -> None:
    assert (
        list(form(with_column("calculation", "concat('a', ${instanceID})")).fields())[1].calculation
        == "concat('a', uuid())"
    )
    assert list(form(with_column("constraint", ">0 and <100")).fields())[1].constraint == " . >0 and . <100"


def test_operators_and_functions_in_capitals_are_read_and_told() -> None:
    found = imported(with_column("relevant", "${a} > 1 AND If(${a} Div 2 = 1, true(), false()) Or ${a}"))
    assert found.form is not None
    assert list(found.form.fields())[1].relevant == "${a} > 1 and if(${a} div 2 = 1, true(), false()) or ${a}"
    assert {code for _sheet, _row, _column, code in told(found)} == {"capitals"}


def test_a_loop_is_written_out_for_every_option() -> None:
    found = form(
        """
| survey | | | | | |
| | type | name | label::es | relevant | kobo--matrix_list |
| | select_multiple means | by | B | | |
| | begin loop over means | each | E | | |
| | integer | often | ¿Cuánto? | selected(${by}, '%(name)s') | |
| | text | why | ¿Por qué el %(label)s? | ${often} > 1 | |
| | end loop | | | | |
| | begin_kobomatrix | m | M | | means |
| | integer | cost | Costo | | |
| | end_kobomatrix | | | | |
| choices | | | |
| | list_name | name | label::es |
| | means | bus | Autobús |
| | means | car | Carro |
"""
    )
    assert [(each.name, each.label.get("es"), each.relevant) for each in found.fields()] == [
        ("by", "B", ""),
        ("bus_often", "Autobús: ¿Cuánto?", "selected(${by}, 'bus')"),
        ("bus_why", "¿Por qué el Autobús?", "${bus_often} > 1"),
        ("car_often", "Carro: ¿Cuánto?", "selected(${by}, 'car')"),
        ("car_why", "¿Por qué el Carro?", "${car_often} > 1"),
        ("bus_cost", "Autobús: Costo", ""),
        ("car_cost", "Carro: Costo", ""),
    ]
    assert [item.name for item in found.items] == ["by", "each", "m"]


def test_earlier_rounds_of_a_repeat_are_no_cycle() -> None:
    made = form(
        """
| survey | | | | |
| | type | name | label | calculation |
| | begin repeat | r | R | |
| | calculate | sum | | indexed-repeat(${sum}, ${r}, position(..) - 1) + 1 |
| | end repeat | | | |
"""
    )
    assert next(made.fields()).calculation.startswith("indexed-repeat")


def test_a_question_is_asked_where_only_its_answer_cannot_be_filled_in() -> None:
    found = imported(with_column("calculation", "pulldata('@javascript', 'check.js', 'pass', ${a}, 2)"))
    assert found.form is not None
    assert told(found) == [("survey", 4, "calculation", "asked_instead")]
    assert [(each.kind, each.calculation) for each in found.form.fields()] == [("integer", ""), ("integer", "")]


@pytest.mark.parametrize(
    ("cell", "code", "kept"),
    [
        ("z-score('weight-for-age', 'x', 1, 2)", "filled_elsewhere", "z-score('weight-for-age', 'x', 1, 2)"),
        ("to-bikram-sambat(${a})", "other_calendar", "to-bikram-sambat(${a})"),
        ("int(${a}, 0)", "overfull", "int(${a}, 0)"),
        ("pulldata('towns', 'size', 'name', ${a})", "missing_file", "pulldata('towns', 'size', 'name', ${a})"),
    ],
)
def test_what_is_computed_otherwise_than_elsewhere_is_told(cell: str, code: str, kept: str) -> None:
    table = f"| survey | | | |\n| | type | name | calculation |\n| | integer | a | |\n| | calculate | q | {cell} |\n"
    found = imported(table)
    assert found.form is not None
    assert list(found.form.fields())[1].calculation == kept
    assert ("survey", 4, "calculation", code) in told(found)
    assert found.whole


def test_a_setting_among_the_questions_is_told() -> None:
    found = imported("| survey | | |\n| | type | name |\n| | set form title | T |\n| | text | q |\n")
    assert (found.whole, ("survey", 3, "type", "setting") in told(found)) == (True, True)


def test_a_calculation_that_cannot_be_read_is_fatal() -> None:
    table = "| survey | | | |\n| | type | name | calculation |\n| | calculate | q | foo(1) |\n"
    assert told(imported(table), fatal=True) == [("survey", 3, "calculation", "expression_function")]
