"""A book as an Excel workbook, written as it comes: what people wrote is text, whatever it begins with.

It is for people, so that what is ours in it is said in their language.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from bot.exports import readable
from bot.exports.books import ABOUT, ANONYMOUS, CODEBOOK, DATA, plain
from bot.private_files import private_file
from surveys.cells import Cell, Unsaid
from surveys.columns import Column

LONGEST = 32_767  # letters in a cell
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_WIDTH, _WIDE = 16, 60


class XlsxBook:
    """One file; it is only there once the book is finished."""

    def __init__(self, stack: ExitStack, out: Path, language: str, *, force: bool, worded: bool = True) -> None:
        self._file = stack.enter_context(private_file(out, force=force))
        self._book = Workbook(write_only=True)
        self._language, self._worded = language, worded
        self._names: dict[str, str] = {}  # of sheets, by what the export calls them
        self._headings: dict[tuple[str, str], str] = {}  # of columns, by their sheets

    def sheet(self, name: str, columns: Sequence[Column]) -> "XlsxSheet":
        """A new sheet; its name is cut where Excel wants it shorter."""
        page = self._book.create_sheet(self._free_name(readable.sheet_name(name, self._language)))
        self._names[name] = page.title
        titles = [readable.heading(column, self._language) for column in columns]
        self._headings |= {(name, column.title): title for column, title in zip(columns, titles, strict=True)}
        page.freeze_panes = "A2"
        width = _WIDE if name == ABOUT else _WIDTH
        for place, column in enumerate(columns, 1):
            is_long = name == CODEBOOK and column.title.partition("_")[0] in ("label", "options")
            page.column_dimensions[get_column_letter(place)].width = _WIDE if is_long else width
        return XlsxSheet(page, titles, self._reader(name, columns))

    def _reader(self, name: str, columns: Sequence[Column]) -> Callable[[Sequence[Cell]], Iterator[Cell]]:
        """What makes the cells of a line readable: the words of our own values, and the sheets by their names here."""
        worded = self._worded or name not in (DATA, ANONYMOUS)

        def read(cells: Sequence[Cell]) -> Iterator[Cell]:
            for column, cell in zip(columns, cells, strict=True):
                if column.field is None and column.title in ("sheet", "_parent_table"):
                    yield self._names.get(str(cell), cell)
                elif name == CODEBOOK and column.title == "column":
                    yield self._headings.get((str(cells[0]), str(cell)), cell)
                else:
                    yield readable.value(column, cell, self._language) if worded else cell

        return read

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

    def __init__(
        self, page: WriteOnlyWorksheet, header: Sequence[str], reads: Callable[[Sequence[Cell]], Iterator[Cell]]
    ) -> None:
        self._page, self._reads = page, reads
        page.append([self._heading(title) for title in header])

    def add(self, cells: Sequence[Cell]) -> None:
        """Write a line."""
        self._page.append([self._cell(cell) for cell in self._reads(cells)])

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
