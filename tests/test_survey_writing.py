"""A form that is written as a spreadsheet and read again is the same form, and other programs open it."""

from io import BytesIO
from typing import Any

import msgspec
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from surveys import writing
from surveys.form import Form
from surveys.importing import read
from surveys.second_opinion import second_opinion
from tests.generated_forms import forms
from tests.pack_reading import MOST, PACK
from tests.survey_tables import form, imported


def without_rows(value: Any) -> Any:
    """A form as plain data, without the numbers of its rows."""
    if isinstance(value, dict):
        return {key: without_rows(each) for key, each in value.items() if key != "row"}
    return [without_rows(each) for each in value] if isinstance(value, list | tuple) else value


def plain(form: Form) -> Any:
    return without_rows(msgspec.to_builtins(form))


def written_and_read(form: Form) -> Form:
    found = read(writing.write(form), "prueba.xlsx", tables=writing.files(form))
    assert found.form is not None, [(each.sheet, each.row, each.code) for each in found.problems]
    return found.form


@given(forms())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_written_is_read_back(form: Form) -> None:
    assert plain(written_and_read(form)) == plain(form)


@given(forms())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_pyxform_opens_what_we_write(form: Form) -> None:
    if not any(each.other and each.choice_filter for each in form.fields()):  # it takes the two together for a mistake
        assert second_opinion(writing.write(form), "prueba.xlsx") == ()


@pytest.mark.parametrize("name", MOST)
def test_the_starter_pack_comes_back_as_it_was(name: str) -> None:
    made = read((PACK / f"{name}.xlsx").read_bytes(), f"{name}.xlsx").form
    assert made is not None
    assert plain(written_and_read(made)) == plain(made)
    assert second_opinion(writing.write(made), f"{name}.xlsx") == ()


def test_tables_go_along() -> None:
    made = form(
        """
| survey | | | | |
| | type | name | label | calculation |
| | select_one_from_file towns.csv | t | T | |
| | calculate | c | | pulldata('people', 'n', 'town', ${t}) |
""",
        towns='name,label,state\nnav,"Navojoa, Son.",son\n',
        people="town,n\nnav,100\n",
    )
    assert set(writing.files(made)) == {"towns.csv", "people.csv"}
    assert plain(written_and_read(made)) == plain(made)


def test_no_cell_becomes_a_formula() -> None:
    made = form("| survey | | | |\n| | type | name | label |\n| | note | q | =HYPERLINK(1) |\n")
    book = openpyxl.load_workbook(BytesIO(writing.write(made)))
    cells = {cell.value: cell.data_type for row in book["survey"].iter_rows() for cell in row}
    assert cells["=HYPERLINK(1)"] == "s"


def test_languages_are_written_by_name_and_code() -> None:
    assert [writing.language_name(code) for code in ("es", "en", "pt-BR", "", "tarahumara norte")] == [
        "Español (es)",
        "English (en)",
        "pt-BR",
        "",
        "tarahumara norte",
    ]


def test_what_kobo_would_not_open_is_told_in_a_sentence() -> None:
    table = "| survey | | | |\n| | type | name | label |\n| | select_one none | q | Q |\n"
    (opinion,) = second_opinion(table.encode(), "prueba.md")
    assert opinion.said("en").startswith("KoboToolbox would not open it: ")
    assert "choices" in opinion.said("en")
    assert opinion.said("es").startswith("KoboToolbox no lo abriría: ")


def test_kobo_counts_rows_as_the_sheet_does() -> None:
    table = "type,name,label\n,,\n,,\ntexto,q,Q\n"
    assert imported(table).problems[0].row == 4
    assert "texto" in second_opinion(table.encode(), "prueba.csv")[0].said("en")
