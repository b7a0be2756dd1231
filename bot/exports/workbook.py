"""A book as an Excel workbook, written as it comes: what people wrote is text, whatever it begins with."""

import re
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from bot.exports.books import ABOUT, CODEBOOK, plain
from bot.private_files import private_file
from surveys.cells import Cell, Unsaid
from surveys.columns import Column, titles

LONGEST = 32_767  # letters in a cell
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_WIDTH, _WIDE = 16, 60


class XlsxBook:
    """One file; it is only there once the book is finished."""

    def __init__(self, stack: ExitStack, out: Path, *, force: bool) -> None:
        self._file = stack.enter_context(private_file(out, force=force))
        self._book = Workbook(write_only=True)

    def sheet(self, name: str, columns: Sequence[Column]) -> "XlsxSheet":
        """A new sheet; its name is cut where Excel wants it shorter."""
        page = self._book.create_sheet(self._free_name(name))
        page.freeze_panes = "A2"
        width = _WIDE if name == ABOUT else _WIDTH
        for place, column in enumerate(columns, 1):
            is_long = name == CODEBOOK and column.title.partition("_")[0] in ("label", "options")
            page.column_dimensions[get_column_letter(place)].width = _WIDE if is_long else width
        return XlsxSheet(page, titles(columns))

    def finish(self) -> None:
        """Put the sheets together."""
        self._book.save(self._file.buffer)

    def _free_name(self, name: str) -> str:
        taken = {title.lower() for title in self._book.sheetnames}
        short = _NOT_IN_NAMES.sub("-", name)[:_LONGEST_NAME]
        number = 1
        while short.lower() in taken:
            number += 1
            ending = f"-{number}"
            short = short[: _LONGEST_NAME - len(ending)] + ending
        return short


class XlsxSheet:
    """One sheet."""

    def __init__(self, page: WriteOnlyWorksheet, header: Sequence[str]) -> None:
        self._page = page
        page.append([self._heading(title) for title in header])

    def add(self, cells: Sequence[Cell]) -> None:
        """Write a line."""
        self._page.append([self._cell(cell) for cell in cells])

    def _cell(self, cell: Cell) -> object:
        if cell is None or isinstance(cell, Unsaid):
            return None
        return self._text(cell) if isinstance(cell, str) else cell

    def _text(self, text: str) -> object:
        """A text as it is; one that openpyxl would take for something else is said to be a text."""
        text = plain(text)[:LONGEST]
        if not text.startswith(("=", "#")):
            return text
        cell = WriteOnlyCell(self._page, text)
        cell.data_type = "s"
        cell.quotePrefix = True
        return cell

    def _heading(self, title: str) -> object:
        cell = WriteOnlyCell(self._page, title)
        cell.data_type = "s"
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top")
        return cell
