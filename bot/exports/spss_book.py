"""A book as files of SPSS: numbers with the words that they stand for, and answers that were declined as missing ones.

SPSS's own files cannot be written line by line, so all of it is kept in memory: there is a ceiling.
"""

import re
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars
import pyreadstat

from bot.exports import words
from bot.exports.books import ABOUT, CODEBOOK, MOST_CELLS, TooLarge, beside
from bot.exports.csv_book import CsvBook, CsvSheet
from bot.exports.spss_variables import Variable
from bot.private_files import private_file
from surveys.cells import Cell
from surveys.columns import Column

_RESERVED = frozenset(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"])
_LONGEST_NAME = 64


class SpssBook:
    """The first sheet in `out`, each other one beside it; codebook and notes as CSV, for want of a place in SPSS."""

    def __init__(self, stack: ExitStack, out: Path, language: str, *, force: bool) -> None:
        self._stack, self._out, self._language, self._force = stack, out, language, force
        self._beside = CsvBook(stack, out.with_suffix(".csv"), force=force)
        self._beside.skip_first()
        self._sheets: list[tuple[SpssSheet, Any]] = []
        self._cells = 0

    def sheet(self, name: str, columns: Sequence[Column]) -> "SpssSheet | CsvSheet":
        """A new file."""
        if name in (CODEBOOK, ABOUT):
            return self._beside.sheet(name, columns)
        path = beside(self._out, name, ".sav") if self._sheets else self._out
        file = self._stack.enter_context(private_file(path, force=self._force))
        sheet = SpssSheet(self, columns)
        self._sheets.append((sheet, file))
        return sheet

    def grow(self, cells: int) -> None:
        """Take note of more cells. Raises `TooLarge`."""
        self._cells += cells
        if self._cells > MOST_CELLS:
            raise TooLarge(f"There are more than {MOST_CELLS:,} cells, and a file of SPSS is made in memory")

    def finish(self) -> None:
        """Write all of it: by way of a folder of our own, since it is written by path."""
        with TemporaryDirectory(dir=self._out.absolute().parent, prefix=f".{self._out.stem}.") as folder:
            for sheet, file in self._sheets:
                path = Path(folder) / "sheet.sav"
                sheet.write(path, self._language)
                with path.open("rb") as written:
                    shutil.copyfileobj(written, file.buffer)


class SpssSheet:
    """One file: its cells by column, until they are written."""

    def __init__(self, book: SpssBook, columns: Sequence[Column]) -> None:
        self._book, self._columns = book, columns
        self._cells: list[list[Cell]] = [[] for _ in columns]

    def add(self, cells: Sequence[Cell]) -> None:
        """Take a line. Raises `TooLarge`."""
        self._book.grow(len(cells))
        for column, cell in zip(self._cells, cells, strict=True):
            column.append(cell)

    def write(self, path: Path, language: str) -> None:
        """Write the file."""
        names = variable_names([column.title for column in self._columns])
        texts = words.in_spss(language)
        made = {
            name: Variable(column, cells, language, texts)
            for name, column, cells in zip(names, self._columns, self._cells, strict=True)
        }
        pyreadstat.write_sav(
            polars.DataFrame({name: variable.series(name) for name, variable in made.items()}),
            path,
            column_labels={name: variable.label for name, variable in made.items()},
            row_compress=True,
            variable_value_labels={name: variable.labels for name, variable in made.items() if variable.labels},
            missing_ranges={name: variable.missing for name, variable in made.items() if variable.missing},
            variable_measure={name: variable.measure for name, variable in made.items()},
        )


def variable_names(titles: Sequence[str]) -> list[str]:
    """A name that SPSS allows for each title, and no name twice: the row's own name where it is the only one."""
    last = [title.rpartition("/")[2].lower() for title in titles]
    taken: set[str] = set()
    names = []
    for title, short in zip(titles, last, strict=True):
        whole = title if last.count(short) > 1 else title.rpartition("/")[2]
        names.append(_free(_allowed(whole), taken))
        taken.add(names[-1].lower())
    return names


def _allowed(title: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_.]+", "_", title).strip("_.") or "v"
    if not name[0].isalpha() or name.upper() in _RESERVED:
        name = f"v_{name}"
    return name[:_LONGEST_NAME].rstrip("_.")


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free.lower() in taken:
        number += 1
        free = f"{name[: _LONGEST_NAME - len(str(number)) - 1]}_{number}"
    return free
