"""The starter pack as staff see it when they open it: sheets, rows and columns."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook

PACK = Path(__file__).parent.parent / "surveys/pack"
MOST = {"day_0": 6, "day_30": 5, "day_90": 8, "day_180": 10, "day_365": 10}  # questions
SPANISH, ENGLISH = "Español (es)", "English (en)"

Row = dict[str, str]


class Words(NamedTuple):
    """One text in both languages, and where it stands."""

    place: str
    spanish: str
    english: str


def sheet(form: str, name: str) -> list[Row]:
    """The rows of a sheet by the names of their columns; an empty cell is an empty text."""
    head, *rows = load_workbook(PACK / f"{form}.xlsx")[name].iter_rows(values_only=True)
    return [
        {str(column): "" if cell is None else str(cell) for column, cell in zip(head, row, strict=True)} for row in rows
    ]


def asked(form: str) -> dict[str, Row]:
    """The questions of a form by their names, in order."""
    return {row["name"]: row for row in sheet(form, "survey") if row["type"] not in ("note", "hidden", "calculate")}


def options(form: str, name: str) -> list[tuple[str, str, str]]:
    """Value, Spanish and English of the options of a list."""
    rows = [row for row in sheet(form, "choices") if row["list_name"] == name]
    return [(row["name"], row[f"label::{SPANISH}"], row[f"label::{ENGLISH}"]) for row in rows]


def list_of(row: Row) -> str:
    """The list that a question picks from; empty for others."""
    return row["type"].partition("select_one ")[2]


def all_words() -> Iterator[Words]:
    """Every text of the pack."""
    for form in MOST:
        for page in ("survey", "choices", "settings"):
            for number, row in enumerate(sheet(form, page), 2):
                for column in row:
                    kind, found, language = column.rpartition("::")
                    if found and language == SPANISH:
                        place = f"{form} {page} {number} {kind}"
                        yield Words(place, row[column], row[f"{kind}::{ENGLISH}"])


def indicators() -> list[Row]:
    """The rows of the table of indicators."""
    with (PACK / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
