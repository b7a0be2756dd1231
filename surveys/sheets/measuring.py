"""Looks through the parts of an .xlsx before a reader gets them.

The reader keeps a sheet as one rectangle from its first cell to its last, so a cell in the furthest corner would take
all memory there is. A strict parser walks over every part first and stores nothing; what it does not like is not read.
"""

import re
from typing import Any
from xml.parsers import expat

from surveys.sheets.refusals import refused
from surveys.sheets.workbook import MOST_COLUMNS, MOST_ROWS

_FURTHEST_ROW = 1_048_576
_MOST_CELLS = 4_000_000  # of the rectangle, and as many marks of the file
_MOST_FILLED = 3 * MOST_ROWS  # of any sheet, of a form or not
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_AREA = re.compile(r"[A-Z]{1,3}[0-9]{1,7}(:[A-Z]{1,3}[0-9]{1,7})?")


def check_part(content: bytes) -> None:
    """Raise `Unreadable` unless the part is well-formed XML without a document type, and no larger than a sheet is."""
    _Measure().over(content)


class _Measure:
    """The furthest cell that holds something, and how much there is of everything."""

    def __init__(self) -> None:
        self.marks = self.row = self.column = self.furthest_row = self.furthest_column = 0
        self.filled = self.last_filled = 0

    def over(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_document_type
        parser.StartElementHandler = self._begin
        try:
            parser.Parse(content, True)
        except expat.ExpatError:
            raise refused("damaged") from None

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.marks += 1
        if self.marks > _MOST_CELLS:
            raise refused("too_large_unpacked")
        name = tag.rpartition(":")[2]
        if name == "c":
            self._cell(attributes.get("r"))
        elif name in ("v", "is", "t"):
            self._filled()
        elif name == "row":
            self._row(attributes.get("r"))
        elif name == "dimension" and not _AREA.fullmatch(attributes.get("ref", "A1")):
            raise refused("damaged")

    def _row(self, number: str | None) -> None:
        self.column = 0
        if number is None:
            self.row += 1
            return
        if not (number.isascii() and number.isdigit() and int(number) <= _FURTHEST_ROW):
            raise refused("damaged")
        self.row = int(number)

    def _cell(self, place: str | None) -> None:
        if place is None:
            self.column += 1
            return
        found = _PLACE.fullmatch(place)
        if found is None:
            raise refused("damaged")
        self.column, self.row = _column(found[1]), int(found[2])

    def _filled(self) -> None:
        if self.row != self.last_filled:
            self.last_filled, self.filled = self.row, self.filled + 1
            if self.filled > _MOST_FILLED:
                raise refused("too_many_rows")
        self.furthest_row = max(self.furthest_row, self.row)
        self.furthest_column = max(self.furthest_column, self.column)
        if self.furthest_row * self.furthest_column > _MOST_CELLS:
            raise refused("too_many_columns" if self.furthest_column > MOST_COLUMNS else "too_many_rows")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _no_document_type(*_about: Any) -> None:
    raise refused("dangerous")
