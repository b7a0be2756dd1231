"""One variable of a file of SPSS: what kind it is, its words, and which numbers mean that there is no answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import polars

from bot.exports.books import plain
from surveys.cells import DECLINED, Cell, codes
from surveys.columns import Column

DECLINED_CODE, DECLINED_NUMBER = -99, -99_999_999
_WORDS = ("choice", "several", "text")  # kinds that are no numbers
_LONGEST_LABEL, _LONGEST_WORDS, _LONGEST_TEXT = 250, 120, 32_000  # bytes


class Texts(NamedTuple):
    """Words that stand in a file of SPSS, in its language."""

    declined: str
    yes: str
    no: str


class Variable:
    """The cells of a column as SPSS holds them; what does not fit the kind of the column makes all of it text."""

    def __init__(self, column: Column, cells: Sequence[Cell], language: str, texts: Texts) -> None:
        self.label = _cut(_in(column.label or {}, language) or column.title, _LONGEST_LABEL)
        self.labels: dict[int | float, str] = {}
        self.missing: list[Any] = []
        self._column, self._language, self._texts = column, language, texts
        self._values, self._type = self._read(cells)

    @property
    def measure(self) -> str:
        """How SPSS reckons with it."""
        if self._column.kind in ("choice", "flag"):
            return "nominal"
        return "scale" if self._type == polars.Float64 else "unknown"

    def series(self, name: str) -> polars.Series:
        """Its values."""
        return polars.Series(name, self._values, dtype=self._type)

    def _read(self, cells: Sequence[Cell]) -> tuple[list[Any], Any]:
        said = [cell for cell in cells if cell is not None and cell is not DECLINED]
        numbers = codes(self._column.options) if self._column.kind == "choice" else {}
        if numbers and all(str(cell) in numbers for cell in said):
            words = {numbers[each.value]: _in(each.label, self._language) for each in self._column.options}
            return self._numbers([numbers.get(str(cell), cell) for cell in cells], words, DECLINED_CODE), polars.Float64
        if self._column.kind not in _WORDS and all(isinstance(cell, int | float) for cell in said):
            is_flag = self._column.kind == "flag"
            words = {1: self._texts.yes, 0: self._texts.no} if is_flag else {}
            code = DECLINED_CODE if is_flag else DECLINED_NUMBER
            return self._numbers(cells, words, code), polars.Float64
        if said and all(isinstance(cell, date) for cell in said):
            return [cell if isinstance(cell, date) else None for cell in cells], polars.Date
        return [_text(cell) for cell in cells], polars.String

    def _numbers(self, cells: Sequence[Cell], words: Mapping[int, str], code: int) -> list[float | None]:
        self.labels = {number: _cut(said, _LONGEST_WORDS) for number, said in words.items() if said}
        if DECLINED in cells:
            self.labels[code] = self._texts.declined
            self.missing = [code]
        return [code if cell is DECLINED else _number(cell) for cell in cells]


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None


def _text(cell: Cell) -> str:
    return "" if cell is None or cell is DECLINED else _cut(plain(str(cell)), _LONGEST_TEXT)


def _in(text: Mapping[str, str], language: str) -> str:
    return text.get(language) or text.get("") or next(iter(text.values()), "")


def _cut(text: str, most: int) -> str:
    """The text within so many bytes of UTF-8."""
    return text.encode()[:most].decode(errors="ignore")
