"""What is wrong with a form, each with its place in the spreadsheet, a code that stays, and a sentence."""

from collections.abc import Iterator
from typing import NamedTuple

from dialogue.phrases import Phrase

UNSAFE = "unsafe"
MISSING_FILE = "missing_file"


class Problem(NamedTuple):
    """One thing that is wrong: `row` counts from 1 as the spreadsheet does, 0 for none; `column` is its header.

    A `fatal` one keeps the form from being imported.
    """

    sheet: str
    row: int
    column: str
    code: str
    phrase: Phrase
    fatal: bool


class Problems:
    """Gathers what is found wrong with one form."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, str, str, Phrase], Problem] = {}

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found.values())

    def fatal(self, sheet: str, row: int, column: str, code: str, phrase: Phrase) -> None:
        """Something that keeps the form from being imported."""
        self._add(Problem(sheet, row, column, code, phrase, True))

    def warn(self, sheet: str, row: int, column: str, code: str, phrase: Phrase) -> None:
        """Something that is told, and put right or left aside."""
        self._add(Problem(sheet, row, column, code, phrase, False))

    def _add(self, problem: Problem) -> None:
        self._found.setdefault(problem[:5], problem)
