"""The columns of an export: where they stand, what is in their cells, and what is left out."""

from datetime import date

import pytest

from surveys.cells import DECLINED, cell, codes
from surveys.codebook import HEADER, Tally, lines
from surveys.columns import MAIN, Column, Layout, titles
from surveys.form import Field, Option
from surveys.telling import telling
from tests.survey_answers import COLOURS, SCALE, form

ANSWERS = {
    "applies": "3",
    "colours": "red blue",
    "story": "",
    "household[1]/who": "Ana",
    "household[2]/child[1]/age": "7",
    "household[2]/who": "Luz",
}


def layout(split: bool = False) -> Layout:
    return Layout({7: form()}, split=split, without=telling([form()]))


def test_columns_are_called_as_in_kobo() -> None:
    sheets = layout().sheets
    assert list(sheets) == [MAIN, "household", "household/child"]
    assert titles(sheets[MAIN]) == ["work/applies", "work/colours", "colour", "trained", "since", "story"]
    assert titles(sheets["household/child"]) == ["household/child/age"]


def test_each_option_has_a_column_where_that_is_wanted() -> None:
    assert titles(layout(split=True).sheets[MAIN])[1:4] == ["work/colours", "work/colours/red", "work/colours/blue"]


def test_each_instance_of_a_repeat_is_a_line_after_the_one_it_lies_in() -> None:
    found = [(line.sheet, line.path, line.answers) for line in layout().lines(7, ANSWERS)]
    assert found[0] == (MAIN, (), ["3", "red blue", None, None, None, ""])
    assert found[1:] == [
        ("household", (("household", 1),), ["Ana"]),
        ("household", (("household", 2),), ["Luz"]),
        ("household/child", (("household", 2), ("child", 1)), ["7"]),
    ]


def test_versions_come_out_as_one_table() -> None:
    newer = form("day_0", Field(name="new", kind="text", row=20), Field(name="old", kind="text", row=21))
    older = form("day_0", Field(name="old", kind="integer", row=20), Field(name="gone", kind="text", row=21))
    found = Layout({1: older, 2: newer})
    columns = {column.title: column.kind for column in found.sheets[MAIN]}
    assert list(columns)[-3:] == ["new", "old", "gone"]
    assert columns["old"] == "text"
    assert next(iter(found.lines(1, {"gone": "x"}))).answers[-3:] == [None, None, "x"]


def test_anonymous_rows_stand_apart() -> None:
    found = layout()
    assert list(found.anonymous) == ["support"]
    assert found.anonymous_row(7, "support") == "support"
    assert found.anonymous_row(7, "applies") is None


def test_what_tells_of_a_person_is_found_through_all_that_rests_on_it() -> None:
    later = form(
        "day_30",
        Field(name="then", kind="hidden", row=20, prefill="previous.hello"),
        Field(name="percent", kind="hidden", row=21, prefill="plan.percent"),
        Field(name="before", kind="hidden", row=22, prefill="previous.label.colour"),
        Field(name="called", kind="text", row=23, default="${then}", computed_default=True),
        Field(name="broken", kind="calculate", row=24, calculation="concat("),
        Field(name="title", kind="hidden", row=25, prefill="plan.title"),
    )
    assert telling([form(), later]) == {"greeting", "hello", "then", "called", "broken", "title"}


@pytest.mark.parametrize(
    ("kind", "answer", "value", "label"),
    [
        ("number", "12", 12, 12),
        ("number", "-2.5", -2.5, -2.5),
        ("number", "many", "many", "many"),
        ("date", "2026-11-24", date(2026, 11, 24), date(2026, 11, 24)),
        ("date", "2026-11-24T22:05:00.000-06:00", date(2026, 11, 24), date(2026, 11, 24)),
        ("computed", "2026-11-24T22:05:00.000-06:00", "2026-11-24", "2026-11-24"),
        ("computed", "007", "007", "007"),
        ("choice", "red", "red", "Rojo"),
        ("choice", "other", "other", "other"),
        ("several", "red blue", "red blue", "Rojo; =Azul"),
        ("flag", "a-file", 1, 1),
        ("text", "hola", "hola", "hola"),
    ],
)
def test_a_cell_is_what_the_answer_means(kind: str, answer: str, value: object, label: object) -> None:
    column = Column("x", kind, options=COLOURS, field=Field(name="x", kind="text", row=2))  # type: ignore[arg-type]
    assert cell(column, answer) == value
    assert cell(column, answer, "es") == label


def test_no_answer_and_an_answer_declined_are_two_things() -> None:
    asked = Column("x", field=Field(name="x", kind="text", row=2))
    computed = Column("x", field=Field(name="x", kind="calculate", row=2))
    assert (cell(asked, None), cell(asked, ""), cell(computed, "")) == (None, DECLINED, None)


def test_codes_are_the_values_where_these_are_numbers() -> None:
    assert codes(SCALE) == {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4}
    assert codes(COLOURS) == {"red": 1, "blue": 2}
    assert codes((Option(value="01", label={}), Option(value="1", label={}))) == {"01": 1, "1": 2}


def test_the_codebook_says_it_in_both_languages() -> None:
    columns = layout(split=True).sheets[MAIN]
    tally = Tally()
    tally.take(columns, [3, "red", 1, 0, DECLINED, None, None, "x"])
    found = {
        line[1]: dict(zip(titles(HEADER), line, strict=True)) for line in lines({"data": columns}, {"data": tally})
    }
    assert found["colour"] == {
        "sheet": "data",
        "column": "colour",
        "type": "select_one",
        "label_es": "Color",
        "label_en": "Colour",
        "options_es": "red (1) = Rojo | blue (2) = =Azul",
        "options_en": "red (1) = Red | blue (2) = =Blue",
        "relevant": "",
        "n": 0,
        "declined": 1,
    }
    assert found["work/colours/red"]["label_en"] == "Colours – Red"
    assert str(found["work/applies"]["options_es"]).startswith("0 = 0 veces | ")
