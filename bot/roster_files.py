"""Reads a roster as people send it: CSV of any common making, or XLSX, told apart by content and never by name."""

import csv
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from bot.roster_headers import SECOND_FAMILY_NAME, Header, header
from models.rosters import Problem, Raw
from surveys.sheets.commas import DELIMITERS, SEPARATOR_LINE
from surveys.sheets.texts import decoded

MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_BYTES = 64 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
_HEADER_WITHIN = 10  # rows; lists often begin with a title
_FURTHEST_ROW = 200_000  # of a sheet, blank rows included
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_NOTES = {
    "utf-8-sig": [],
    "utf-16": ["Read as UTF-16."],
    "cp1252": ["Not UTF-8: read as Windows-1252. Please check a name with an accent."],
}

Cells = Sequence[Any]


class Unreadable(Exception):
    """The file cannot be read as a roster; the text says why, and what to do."""


class Roster(NamedTuple):
    """What was read: the rows that are not blank, rows that came apart, columns left out, and how it was read."""

    rows: list[Raw]
    broken: list[Problem]
    ignored: list[str]
    notes: list[str]


class _Table(NamedTuple):
    """A sheet or a CSV file: its rows from the first on, as often as they are asked for."""

    read: Callable[[], Iterable[Cells]]
    notes: list[str]
    ragged: bool  # whether cells beyond the header mean that a row came apart


def read(path: Path, done: Callable[[], None] = lambda: None) -> Roster:
    """The roster in a file; `done` is called for each row. Raises `Unreadable`."""
    data = _content(path)
    if data.startswith(_OLD_EXCEL):
        raise Unreadable("is an old Excel file (.xls) or protected by a password; save it as .xlsx or CSV without one")
    if not data.startswith(b"PK"):
        return _rows(_csv(data), done)
    _check_package(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's, about what it leaves out: styles, validation
        try:
            return _rows(_sheet(data), done)
        except Unreadable:
            raise
        except Exception:  # whatever openpyxl stumbles over in a damaged or hostile file
            raise Unreadable("is damaged; open it in a spreadsheet program and save it again") from None


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(f"is larger than {MOST_BYTES // 1024 // 1024} MB")
        data = path.read_bytes()
    except OSError as problem:
        raise Unreadable(f"cannot be opened: {problem.strerror}") from None
    if not data.strip():
        raise Unreadable("is empty")
    return data


def _check_package(data: bytes) -> None:
    """Look at what an archive says of itself, before anything is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise Unreadable("is damaged, or not a spreadsheet") from None
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable(f"would unpack to more than {MOST_UNPACKED // 1024 // 1024} MB; nothing of it was unpacked")
    names = {entry.filename.casefold() for entry in entries}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable("holds macros; save it as .xlsx without them, or as CSV")
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unreadable("is not a spreadsheet of the kind .xlsx; save it as .xlsx or CSV")


def _sheet(data: bytes) -> _Table:
    """The first visible sheet with a header of a roster, else the one that comes nearest."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    tables = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()  # what a sheet says of its size is often wrong

            def rows(sheet: Any = sheet) -> Iterator[Cells]:
                return sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS, max_row=_FURTHEST_ROW)  # type: ignore[no-any-return]

            tables.append(_Table(rows, [f'Read the sheet "{sheet.title}".'] if len(book.worksheets) > 1 else [], False))
    if not tables:
        raise Unreadable("has no visible sheet")
    return max(tables, key=lambda table: len(_find_header(table)[1].places))


def _csv(data: bytes) -> _Table:
    text, notes = _decoded(data)
    given = SEPARATOR_LINE.match(text)
    text = text[given.end() :] if given else text

    def table(delimiter: str) -> _Table:
        return _Table(lambda: csv.reader(StringIO(text, newline=""), delimiter=delimiter), notes, True)

    tables = [table(delimiter) for delimiter in (given[1] if given else DELIMITERS)]
    return max(tables, key=lambda table: len(_find_header(table)[1].places))


def _decoded(data: bytes) -> tuple[str, list[str]]:
    found = decoded(data)
    if found is None and b"\0" in data:
        raise Unreadable("is neither CSV nor XLSX")
    if found is None:
        raise Unreadable("is text in an unknown encoding; save it as CSV UTF-8")
    return found.text, [*_NOTES[found.encoding]]


def _find_header(table: _Table) -> tuple[int, Header]:
    """The place of the header (from 0) among the first rows, and the header: the first complete one, else the best."""
    found = []
    with suppress(csv.Error):  # told when the rows are read
        for place, cells in enumerate(islice(table.read(), _HEADER_WITHIN)):
            found.append((place, header(cells)))
    complete = next((each for each in found if not each[1].missing), None)
    return complete or max(found, key=lambda each: len(each[1].places), default=(0, Header({}, [])))


def _rows(table: _Table, done: Callable[[], None]) -> Roster:
    place, head = _find_header(table)
    if head.missing:
        seen = f"; the columns found are {', '.join(head.places.values())}" if head.places else ""
        raise Unreadable(f"has no column {', '.join(head.missing)}{seen}")
    roster = Roster([], [], head.ignored, table.notes)
    try:
        for number, cells in enumerate(islice(table.read(), place + 1, None), place + 2):
            _add(roster, number, cells, head, ragged=table.ragged)
            done()
    except csv.Error:
        raise Unreadable("is CSV with a quotation mark that is never closed, or a line too long") from None
    return roster


def _add(roster: Roster, number: int, cells: Cells, head: Header, *, ragged: bool) -> None:
    filled = [place for place, cell in enumerate(cells) if cell is not None and str(cell).strip()]
    if not filled:
        return
    if len(roster.rows) >= MOST_ROWS:
        raise Unreadable(f"has more than {MOST_ROWS:,} rows; split it")
    if ragged and filled[-1] >= head.width:
        reason = "has more cells than the header; a comma inside a cell needs quotation marks around the cell"
        roster.broken.append(Problem(number, "row", reason))
        return
    values = {column: cells[place] for place, column in head.places.items() if place < len(cells)}
    second = values.pop(SECOND_FAMILY_NAME, None)
    if second is not None:
        values["family_name"] = f"{values.get('family_name') or ''} {second}".strip()
    roster.rows.append(Raw(number, values))
