"""Puts the rows of a sheet together within limits, whatever kind of file they come from."""

from collections.abc import Iterable, Sequence

from surveys.sheets.refusals import refused
from surveys.sheets.workbook import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Row, Sheet

_SPACES = str.maketrans({"\xa0": " ", "\u200b": None, "\ufeff": None, "\r": None, "\0": None})


def gathered(name: str, rows: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    """The rows that hold anything. Raises `Unreadable` for too many of them, too many cells, or a cell too long."""
    kept: list[Row] = []
    for number, cells in rows:
        row = _row(name, number, cells)
        if row is None:
            continue
        if len(kept) >= MOST_ROWS:
            raise refused("too_many_rows", name, number)
        kept.append(row)
    return Sheet(name, kept)


def _row(name: str, number: int, cells: Sequence[str]) -> Row | None:
    straight = [cell.translate(_SPACES).strip() if cell else "" for cell in cells]
    while straight and not straight[-1]:
        straight.pop()
    if not straight:
        return None
    if len(straight) > MOST_COLUMNS:
        raise refused("too_many_columns", name, number)
    if max(map(len, straight)) > LONGEST_CELL:
        raise refused("long_cell", name, number)
    return Row(number, straight)
