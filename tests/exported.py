"""Exports in a test: what there is to export, a desk to do it at, and the files opened again."""

import csv
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
from sqlalchemy import Connection

from models.store import Store
from tests import survey_answers
from tests.desk import Lazos, desk
from tests.survey_answers import answered, answered_by_nobody, invited, kept, people

DANGEROUS = "=HYPERLINK(1)"


def export_desk(store: Store) -> Lazos:
    """`lazos` with the settings that an export asks for."""
    return desk(store, SimpleNamespace(timezone="America/Mexico_City", languages=("es", "en")))


def fill(db: Connection) -> None:
    """Eight people of one cohort, one of them elsewhere; two children in the household of the first."""
    form, wave, cohort = kept(db), survey_answers.wave(db), survey_answers.cohort(db, "2024", "Curso")
    for number, person in enumerate(people(db, 8, rank_band="command")):
        answers = {
            "applies": str(number % 5),
            "colours": "red",
            "colour": "blue",
            "trained": str(-number),
            "hello": "Hola Ana",
        }
        if number == 0:
            survey_answers.change(db, person, state="SON")
            answers |= {"story": DANGEROUS, "greeting": "Ana", "since": "2026-01-08", "colour": ""}
            answers |= {"household[1]/who": "+52", "household[1]/child[1]/age": "4", "household[1]/child[2]/age": "6"}
        answered(db, form, person, answers, invited(db, wave, person, cohort=cohort))
        answered_by_nobody(db, form, wave, "support", "3", "2026-11" if number else "2026-12")


def table(path: Path) -> list[dict[str, str]]:
    """The lines of a CSV."""
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    """The sheets of a workbook, none with a formula, by their names."""
    book = openpyxl.load_workbook(path)
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in book}


def records(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """The lines of a sheet by its header."""
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
