"""Finds the sheets of a form in a workbook, and reads their rows by column."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from dialogue.phrases import _
from surveys.importing import headers
from surveys.importing.headers import WORDS, Column
from surveys.importing.problems import Problems
from surveys.sheets import Row, Sheet, Workbook

SHEETS = ("survey", "choices", "settings", "external_choices")
_HEADER_WITHIN = 10  # rows; some begin with a title
_NOTHING: Mapping[str, str] = {}


class Line(NamedTuple):
    """One row: its cells by column, and the words of those columns that have a language, by language."""

    row: int
    plain: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]

    def said(self, column: str) -> Mapping[str, str]:
        """The words of a column, by language."""
        return self.words.get(column, _NOTHING)


class Table(NamedTuple):
    """The rows of one sheet of the form; `name` is the sheet's own, `written` each header as it stands."""

    name: str
    columns: Sequence[Column]
    lines: Sequence[Line]
    written: Mapping[str, str]

    def header(self, column: str) -> str:
        """The header of a column as it is written in the sheet."""
        return self.written.get(column, column)


def is_wanted(name: str) -> bool:
    """Whether a sheet of this name belongs to a form."""
    return headers.snake(name) in SHEETS


def find(workbook: Workbook, wanted: str) -> Sheet | None:
    """The sheet of this name in any spelling; a lone sheet is the survey."""
    for sheet in workbook.sheets:
        if headers.snake(sheet.name) == wanted:
            return sheet
    return workbook.sheets[0] if wanted == "survey" and len(workbook.sheets) == 1 else None


def table(sheet: Sheet, known: Collection[str], needed: str, problems: Problems, plain_language: str = "") -> Table:
    """The rows below the header, which is the first row with a column `needed`, else the first.

    Words in a column without a language are in `plain_language`.
    """
    place, columns = _header(sheet, known, needed)
    header = sheet.rows[place] if sheet.rows else Row(0, ())
    if plain_language:
        columns = [_spoken(column, plain_language) for column in columns]
    written = dict(reversed([(each.name, cell) for each, cell in zip(columns, header.cells, strict=True) if each]))
    _warn_of_headers(sheet.name, header, columns, known, problems)
    lines = [_line(row, columns) for row in sheet.rows[place + 1 :]]
    return Table(sheet.name or needed, [each for each in columns if each], lines, written)


def _header(sheet: Sheet, known: Collection[str], needed: str) -> tuple[int, list[Column | None]]:
    first: list[Column | None] = []
    for place, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        columns = headers.columns(row.cells, known)
        if any(column and column.name == needed for column in columns):
            return place, columns
        first = first or columns
    return 0, first


def _spoken(column: Column | None, language: str) -> Column | None:
    unspoken = column and column.name in WORDS and not column.language
    return Column(column.name, language) if column and unspoken else column


def _line(row: Row, columns: Sequence[Column | None]) -> Line:
    plain: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    for column, cell in zip(columns, row.cells, strict=False):
        if column is None or not cell:
            continue
        if column.name in WORDS:
            words.setdefault(column.name, {}).setdefault(column.language, cell)
        else:
            plain.setdefault(column.name, cell)
    return Line(row.number, plain, words)


def _warn_of_headers(
    sheet: str, header: Row, columns: Sequence[Column | None], known: Collection[str], problems: Problems
) -> None:
    present = {column.name for column in columns if column}
    for column, cell in _unknown(header, columns, known):
        meant = headers.likeliest(column.name, known)
        if meant and meant not in present:
            phrase = _("The column “{column}” is not known. Is “{meant}” meant?", column=cell, meant=meant)
            problems.warn(sheet, header.number, cell, "unknown_column", phrase)


def _unknown(header: Row, columns: Sequence[Column | None], known: Collection[str]) -> Iterator[tuple[Column, str]]:
    for column, cell in zip(columns, header.cells, strict=True):
        if column and column.name not in known and "::" not in column.name:
            yield column, cell
