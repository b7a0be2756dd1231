"""A row of a roster: what it must hold, and everything that is wrong with it, told at once.

Pure: nothing here looks at the database. What is wrong is told without repeating what the cell says, so that a
report can be shown around and logged.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from models import ranks, roster_cells
from models.roster_cells import Cell, Unfit

REQUIRED = ("given_name", "family_name", "programme", "cohort")


class Raw(NamedTuple):
    """A row as it was read: its number in the spreadsheet, and its cells by column."""

    number: int
    cells: Mapping[str, Cell]


class Problem(NamedTuple):
    """What is wrong (or only odd) in one cell of one row."""

    row: int
    column: str
    reason: str


class Row(NamedTuple):
    """A row that can be written; `oddities` are told and do no harm."""

    number: int
    given_name: str
    family_name: str
    programme: str
    cohort: str
    agency: str | None = None
    rank_band: str | None = None
    state: str | None = None
    municipality: str | None = None
    email: str | None = None
    phone: str | None = None
    language: str | None = None
    cohort_start: date | None = None
    cohort_end: date | None = None
    plan_title: str | None = None
    plan_goal: str | None = None
    plan_due: date | None = None
    tags: tuple[str, ...] | None = None
    oddities: tuple[Problem, ...] = ()


_READ: dict[str, Callable[[Cell], Any]] = {
    "given_name": lambda cell: roster_cells.name(cell, 100),
    "family_name": lambda cell: roster_cells.name(cell, 100),
    "agency": lambda cell: roster_cells.optional(cell, 200),
    "rank": lambda cell: roster_cells.optional(cell, 120),
    "state": roster_cells.state,
    "municipality": lambda cell: roster_cells.optional(cell, 120),
    "email": roster_cells.email,
    "phone": roster_cells.phone,
    "language": roster_cells.language,
    "programme": lambda cell: roster_cells.text(cell, 120),
    "cohort": lambda cell: roster_cells.text(cell, 120),
    "cohort_start": roster_cells.day,
    "cohort_end": roster_cells.day,
    "plan_title": lambda cell: roster_cells.optional(cell, 200),
    "plan_goal": lambda cell: roster_cells.optional(cell, 2000),
    "plan_due": roster_cells.day,
    "tags": roster_cells.tags,
}
COLUMNS = tuple(_READ)


def check(raw: Raw) -> Row | list[Problem]:
    """The row, ready to be written, or every problem with it."""
    values, problems = _values(raw)
    problems += [
        Problem(raw.number, column, "is missing")
        for column in REQUIRED
        if values.get(column) is None and not any(problem.column == column for problem in problems)
    ]
    problems += _out_of_order(raw.number, values) + _without_title(raw.number, values)
    if problems:
        return problems
    rank = values.pop("rank", None)
    band = None if rank is None else ranks.understood(rank)
    unknown = "is a rank we do not know; the person is kept without one"
    oddities = () if rank is None or band else (Problem(raw.number, "rank", unknown),)
    return Row(raw.number, **values, rank_band=band, oddities=oddities)


def _values(raw: Raw) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column, read in _READ.items():
        try:
            values[column] = read(raw.cells.get(column))
        except Unfit as problem:
            problems.append(Problem(raw.number, column, str(problem)))
    return values, problems


def _out_of_order(number: int, values: Mapping[str, Any]) -> list[Problem]:
    start, end, due = (values.get(column) for column in ("cohort_start", "cohort_end", "plan_due"))
    problems = []
    if start and end and end < start:
        problems.append(Problem(number, "cohort_end", "is before cohort_start"))
    if start and due and due < start:
        problems.append(Problem(number, "plan_due", "is before cohort_start"))
    return problems


def _without_title(number: int, values: Mapping[str, Any]) -> list[Problem]:
    """A goal or a due date of a plan that has no title; a title that could not be read is told already."""
    if "plan_title" not in values or values["plan_title"] is not None:
        return []
    lost = [column for column in ("plan_goal", "plan_due") if values.get(column) is not None]
    return [Problem(number, column, "needs a plan_title") for column in lost]
