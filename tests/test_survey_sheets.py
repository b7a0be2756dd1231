"""Spreadsheets of any common making become the same rows of text."""

import codecs
import csv
from datetime import date, datetime, time
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import sheets
from surveys.sheets import Row, Unreadable
from surveys.sheets.commas import commas
from tests.sheet_samples import OLD_EXCEL, book, with_rows

FORM = [
    ["type", "name", "label"],
    ["text", "apodo", "¿Cómo le dicen, si tiene apodo?"],
    ["", "", ""],
    ["note", "fin", "Gracias; fin"],
]
AT = datetime(2026, 11, 24, 14, 30)  # noqa: DTZ001  # the hours of a cell have no zone
ROWS = [Row(1, FORM[0]), Row(2, FORM[1]), Row(4, FORM[3])]


def only(content: bytes) -> list[Row]:
    """The rows of the only sheet."""
    (sheet,) = sheets.read(content, only="survey").sheets
    assert sheet.name == "survey"
    return [Row(row.number, list(row.cells)) for row in sheet.rows]


def quoted(separator: str, ending: str) -> str:
    return ending.join(separator.join(f'"{cell}"' if cell else "" for cell in row) for row in FORM)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_csv_of_any_making(encoding: str, separator: str, ending: str) -> None:
    assert only(quoted(separator, ending).encode(encoding)) == ROWS


def test_the_hint_for_excel_is_no_row_but_counts_as_one() -> None:
    assert only(b"sep=;\r\ntype;name\r\ntext;a\r\n") == [Row(2, ["type", "name"]), Row(3, ["text", "a"])]


def test_blocks_of_a_csv_are_sheets() -> None:
    text = "survey,,\n,type,name\n,text,a\n\nChoices\n,list_name,name\n,yn,1\n"
    survey, choices = sheets.read(text.encode()).sheets
    assert (survey.name, choices.name) == ("survey", "Choices")
    assert survey.rows == [Row(2, ["type", "name"]), Row(3, ["text", "a"])]
    assert choices.rows == [Row(6, ["list_name", "name"]), Row(7, ["yn", "1"])]


def test_markdown_is_read_with_escaped_bars_and_without_rules() -> None:
    text = "# a remark\n| survey | | |\n| | type | name |\n|---|---|---|\n| | text | a\\|b |\n| choices | | |\n| | x | y |\n"
    survey, choices = sheets.read(text.encode()).sheets
    assert survey.rows == [Row(3, ["type", "name"]), Row(5, ["text", "a|b"])]
    assert (choices.name, choices.rows) == ("choices", [Row(7, ["x", "y"])])


def test_an_xlsx_keeps_row_numbers_and_the_cells_on_the_left() -> None:
    data = with_rows(b'<row r="3"><c r="C3" t="inlineStr"><is><t> hola </t></is></c></row>', b"C3")
    assert only(data) == [Row(3, ["", "", "hola"])]


def test_numbers_dates_and_truth_are_written_as_xlsform_means_them() -> None:
    cells = [1.0, 2.5, 10**12, True, False, date(2026, 11, 24), AT, time(8, 5), "a\xa0b "]
    assert only(book({"survey": [cells]}))[0].cells == [
        "1",
        "2.5",
        "1000000000000",
        "TRUE",
        "FALSE",
        "2026-11-24",
        "2026-11-24T14:30:00",
        "08:05",
        "a b",
    ]


def test_formulas_are_the_value_they_had_and_never_computed() -> None:
    rows = b'<row r="1"><c r="A1" t="str"><f>CONCATENATE("a","b")</f><v>ab</v></c><c r="B1"><f>1+1</f></c></row>'
    assert only(with_rows(rows)) == [Row(1, ["ab"])]


def test_an_old_excel_file_is_told_by_its_content() -> None:
    survey, choices = sheets.read(OLD_EXCEL).sheets
    assert survey.rows[1].cells == ["select_one yn", "q1", "¿Sí?", "Yes?", "", "", "TRUE"]
    assert survey.rows[2].cells[4:] == ["${q1}='1'", "1"]
    assert survey.rows[3].cells[6] == "2026-01-02"
    assert choices.rows[1].cells == ["yn", "1", "Sí", "Yes"]


def test_only_the_sheets_that_are_wanted_are_read() -> None:
    data = book({"Notas": [["x"]], "Survey": [["type"]]})
    (sheet,) = sheets.read(data, lambda name: name == "Survey").sheets
    assert sheet.name == "Survey"


def test_hidden_sheets_and_other_things_in_a_workbook_do_no_harm() -> None:
    made = openpyxl.Workbook()
    made.create_sheet("survey").append(["type"])
    made["survey"].sheet_state = "hidden"
    made.create_chartsheet("chart")
    out = BytesIO()
    made.save(out)
    assert [sheet.name for sheet in sheets.read(out.getvalue(), lambda name: name == "survey").sheets] == ["survey"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.7 ...", "not_a_spreadsheet"),
        (b"<html><table>", "not_a_spreadsheet"),
        (b"a\0b", "not_a_spreadsheet"),
        (b"\x81\x8d\x8f type", "encoding"),
        (b'type,name\n"' + b"x" * 200_000, "open_quote"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more", "damaged"),
        (b"type\n" + b"x" * 40_000, "long_cell"),
        (b"type" + b",a" * 1_100, "too_many_columns"),
    ],
)
def test_what_is_no_spreadsheet_is_told_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        sheets.read(content)
    assert caught.value.code == code
    assert caught.value.phrase.said("es") != caught.value.phrase.said("en")


def test_utf_16_without_any_letters_is_empty_rows() -> None:
    assert only(codecs.BOM_UTF16_LE) == []


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z", "Cf"]), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_is_written_as_csv_is_read_back(rows: list[list[str]]) -> None:
    out = StringIO(newline="")
    csv.writer(out).writerows([["type", "name", "x", "y"], *rows])
    (sheet,) = commas(out.getvalue(), "survey").sheets
    wanted = [Row(number, _stripped(row)) for number, row in enumerate(rows, 2) if any(row)]
    assert list(sheet.rows[1:]) == wanted


def _stripped(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row
