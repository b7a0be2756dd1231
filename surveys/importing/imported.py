"""What came of importing a form."""

from collections.abc import Mapping
from typing import NamedTuple

from surveys.form import Form
from surveys.importing.problems import UNSAFE, Problem

_NONE: Mapping[int, str] = {}


class NotFound(NamedTuple):
    """A row that is not there, as it was named; `meant` are rows of that type or of nearly that name."""

    wanted: int | str
    meant: Mapping[int, str]


class Imported(NamedTuple):
    """The form, or None while something fatal is wrong; all problems by sheet and row; and how much of it is asked.

    `rows` counts the rows of the survey sheet that say something; `asked` those that are asked, computed or refused
    under the published safety list, of which `refused` is the number of the latter. `left_out` are the rows that were
    left out because one asked for it, and `gone` these and all within them, by number, with their names.
    `not_found` are rows that were to be left out though there are none.
    """

    form: Form | None
    problems: tuple[Problem, ...]
    rows: int
    asked: int
    refused: int = 0
    left_out: tuple[int, ...] = ()
    gone: Mapping[int, str] = _NONE
    not_found: tuple[NotFound, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every row is asked, computed or refused under the published safety list."""
        return (
            self.rows > 0
            and self.asked == self.rows
            and not any(problem.fatal and problem.code != UNSAFE for problem in self.problems)
        )
