"""Forms written as Markdown, and what was found wrong with them."""

from surveys.form import Field, Form
from surveys.importing import Imported, read
from surveys.importing.leaving import LeaveOut

Told = tuple[str, int, str, str]


def imported(table: str, leave_out: LeaveOut = (), **tables: str) -> Imported:
    """What comes of a form in Markdown, with tables as CSV by name."""
    files = {f"{name}.csv": text.encode() for name, text in tables.items()}
    return read(table.lstrip("\n").encode(), "prueba.md", leave_out=leave_out, tables=files)


def form(table: str, **tables: str) -> Form:
    """The form, which has nothing fatal wrong with it."""
    found = imported(table, **tables)
    assert found.form is not None, told(found)
    assert found.whole
    return found.form


def field(table: str, name: str = "q") -> Field:
    """One field of a form."""
    return next(each for each in form(table).fields() if each.name == name)


def told(found: Imported, fatal: bool | None = None) -> list[Told]:
    """The problems: sheet, row, column and code; only the fatal ones, or only the others."""
    return [
        (problem.sheet, problem.row, problem.column, problem.code)
        for problem in found.problems
        if fatal is None or problem.fatal is fatal
    ]


def with_column(column: str, cell: str) -> str:
    """Two questions, the second with a cell of its own."""
    return f"""
| survey | | | | |
| | type | name | label | {column} |
| | integer | a | A | |
| | integer | q | Q | {cell} |
"""
