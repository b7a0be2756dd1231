"""What a spreadsheet is once it is read: named sheets of rows of text, and why one may not be read at all."""

from collections.abc import Sequence
from typing import NamedTuple

from dialogue.phrases import Phrase

MOST_ROWS = 60_000
MOST_COLUMNS = 1_000
LONGEST_CELL = 32_767  # characters; no spreadsheet program writes more


class Row(NamedTuple):
    """The cells of one row, as text without spaces around it; `number` counts from 1 as the spreadsheet does."""

    number: int
    cells: Sequence[str]


class Sheet(NamedTuple):
    """One sheet: its rows that are not blank. `name` is as people wrote it, or empty where there was none."""

    name: str
    rows: Sequence[Row]


class Workbook(NamedTuple):
    """All sheets of a file, in their order."""

    sheets: Sequence[Sheet]


class Unreadable(Exception):
    """The file cannot be read; `code` names why, `phrase` says it and what to do."""

    def __init__(self, code: str, phrase: Phrase, sheet: str = "", row: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.phrase = phrase
        self.sheet = sheet
        self.row = row
