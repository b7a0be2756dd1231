"""A book of sheets that is written line by line: as files of CSV, as a workbook, or as files of SPSS."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from surveys.cells import Cell
from surveys.columns import Column

DATA, CODEBOOK, ABOUT, ANONYMOUS = "data", "codebook", "about", "anonymous"


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
MOST_CELLS = 10_000_000  # of a file of SPSS, which is made in memory; such as 200,000 responses of 50 columns


class TooLarge(Exception):
    """There is more than a file of SPSS is made of here."""


class Format(StrEnum):
    """How a book is written."""

    csv = "csv"
    xlsx = "xlsx"
    sav = "sav"


class Sheet(Protocol):
    """One table of a book."""

    def add(self, cells: Sequence[Cell]) -> None:
        """Write a line, a cell for each column."""


class Book(Protocol):
    """The sheets of one export; the first one is what it is about."""

    def sheet(self, name: str, columns: Sequence[Column]) -> Sheet:
        """A new sheet, with its header."""

    def finish(self) -> None:
        """Write what is still to be written. Raises `OSError`."""


@contextmanager
def open_book(kind: Format, out: Path | None, language: str, *, force: bool, worded: bool = True) -> Iterator[Book]:
    """A book in private files beside each other, none of which is there when anything goes wrong.

    Only CSV can do without `out`: its first sheet is then printed. `language` is that of labels within SPSS,
    and of all that is ours in a workbook; unless `worded`, its values stay as programs know them.
    Raises `NotOverwritten`, `OSError`.
    """
    from bot.exports.csv_book import CsvBook  # noqa: PLC0415  # what reads SPSS takes its time to load
    from bot.exports.spss_book import SpssBook  # noqa: PLC0415
    from bot.exports.workbook import XlsxBook  # noqa: PLC0415

    with ExitStack() as stack:
        if out is None or kind is Format.csv:
            book: Book = CsvBook(stack, out, force=force)
        elif kind is Format.xlsx:
            book = XlsxBook(stack, out, language, force=force, worded=worded)
        else:
            book = SpssBook(stack, out, language, force=force)
        yield book
        book.finish()


def beside(out: Path, name: str, suffix: str) -> Path:
    """The file for another sheet than the first, such as `answers.household.csv`."""
    return out.with_name(f"{out.stem}.{name.replace('/', '-')}{suffix}")


def plain(text: str) -> str:
    """A text without control characters, its lines ending alike: a lone return would begin a line of its own."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
