"""A book as files of CSV: in UTF-8 with the mark by which Excel knows it, and without a cell that is a formula."""

import csv
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from bot.exports.books import beside, plain
from bot.private_files import harmless, private_file
from surveys.cells import Cell, Unsaid
from surveys.columns import Column, titles

MARK = "\ufeff"


class CsvBook:
    """The first sheet in `out`, each other one in a file of its own; without `out` the first one is printed."""

    def __init__(self, stack: ExitStack, out: Path | None, *, force: bool) -> None:
        self._stack, self._out, self._force = stack, out, force
        self._is_first = True

    def sheet(self, name: str, columns: Sequence[Column]) -> "CsvSheet":
        """A new file."""
        is_first, self._is_first = self._is_first, False
        if self._out is None:
            return CsvSheet(sys.stdout if is_first else None, titles(columns))
        path = self._out if is_first else beside(self._out, name, ".csv")
        file = self._stack.enter_context(private_file(path, force=self._force))
        file.write(MARK)
        return CsvSheet(file, titles(columns))

    def skip_first(self) -> None:
        """The first sheet is not ours to write."""
        self._is_first = False

    def finish(self) -> None:
        """Everything is written already."""


class CsvSheet:
    """One file, or nothing where there is no room for it."""

    def __init__(self, file: TextIO | None, header: Sequence[str]) -> None:
        self._writer = None if file is None else csv.writer(file, lineterminator="\n")
        self.add(header)

    def add(self, cells: Sequence[Cell]) -> None:
        """Write a line."""
        if self._writer is not None:
            self._writer.writerow([_written(cell) for cell in cells])


def _written(cell: Cell) -> object:
    """Numbers as they are: one below zero is no formula."""
    if isinstance(cell, int | float):
        return cell
    if cell is None or isinstance(cell, Unsaid):
        return ""
    return harmless(plain(str(cell)))
