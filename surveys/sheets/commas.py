"""Reads CSV: one sheet, or several below each other with their names in the first column."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice

from surveys.sheets.gathering import gathered
from surveys.sheets.refusals import refused
from surveys.sheets.workbook import MOST_ROWS, Sheet, Workbook

DELIMITERS = ",;\t|"
#: A hint for Excel, which is no row.
SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)
_NAMED = re.compile(r"\s*(survey|choices|settings|external_choices|entities|osm)\s*", re.IGNORECASE)
_TRIED = 20  # rows
_MOST_LINES = 3 * MOST_ROWS

Line = tuple[int, Sequence[str]]


def commas(text: str, only: str) -> Workbook:
    """The sheets of a CSV file; one without blocks becomes the sheet `only`. Raises `Unreadable`."""
    given = SEPARATOR_LINE.match(text)
    rest = text[given.end() :] if given else text
    delimiter = given[1] if given else max(DELIMITERS, key=lambda each: _width(rest, each))
    return Workbook(list(_sheets(_lines(rest, delimiter, 2 if given else 1), only)))


def _lines(text: str, delimiter: str, first: int) -> list[Line]:
    lines: Iterator[Line] = (
        (number, cells) for number, cells in enumerate(_read(text, delimiter), first) if any(cells)
    )
    try:
        kept = list(islice(lines, _MOST_LINES))
    except csv.Error:
        raise refused("open_quote") from None
    if len(kept) == _MOST_LINES:
        raise refused("too_many_rows")
    return kept


def _read(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=False)


def _width(text: str, delimiter: str) -> int:
    """How many cells the first rows would have."""
    try:
        return sum(len(cells) for cells in islice(_read(text, delimiter), _TRIED))
    except csv.Error:
        return 0


def _sheets(lines: Sequence[Line], only: str) -> Iterator[Sheet]:
    if not any(_is_block(cells) for _number, cells in islice(lines, _TRIED)):
        yield gathered(only, lines)
        return
    name, block = "", list[Line]()
    for number, cells in lines:
        first = cells[0].strip() if cells else ""
        if first:
            if block:
                yield gathered(name, block)
            name, block = first, []
        block.append((number, cells[1:]))
    yield gathered(name, block)


def _is_block(cells: Sequence[str]) -> bool:
    """Whether a row begins a block: the name of a sheet, alone or before the columns of that sheet."""
    return bool(cells and _NAMED.fullmatch(cells[0]))
