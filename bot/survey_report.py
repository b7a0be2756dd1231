"""What the import of a questionnaire tells: for people to read, or as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from dialogue.catalogues import SOURCE, languages
from dialogue.phrases import Phrase, said
from surveys.importing import Imported, Problem


def as_object(found: Imported, opinion: Sequence[Phrase]) -> dict[str, Any]:
    """All of it, for JSON. `asked` counts the rows that are asked, computed or refused under the safety list."""
    return {
        "whole": found.whole,
        "rows": found.rows,
        "asked": found.asked,
        "refused": found.refused,
        "left_out": list(found.left_out),
        "problems": [_problem(problem) for problem in found.problems],
        "kobo": [said(each, SOURCE) for each in opinion],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "code": problem.code,
        "fatal": problem.fatal,
        "message": said(problem.phrase, SOURCE),
        "messages": {language: said(problem.phrase, language) for language in languages()},
    }


def as_text(found: Imported, opinion: Sequence[Phrase]) -> Iterator[str]:
    """Line by line: what keeps the form out, what is only told, how much of it is asked, and the second opinion."""
    yield from _table(
        "Has to be put right, or left out with --without:", [each for each in found.problems if each.fatal]
    )
    yield from _table("Worth a look:", [each for each in found.problems if not each.fatal])
    yield _sum(found)
    yield "It would open in KoboToolbox too." if not opinion else said(opinion[0], SOURCE)


def _table(title: str, problems: Sequence[Problem]) -> Iterator[str]:
    if not problems:
        return
    rows = [(_place(each), each.column, said(each.phrase, SOURCE)) for each in problems]
    widths = [max(len(row[place]) for row in rows) for place in (0, 1)]
    yield title
    for place, column, message in rows:
        yield f"  {place:<{widths[0]}}  {column:<{widths[1]}}  {message}"


def _place(problem: Problem) -> str:
    return f"{problem.sheet} {problem.row}" if problem.row else problem.sheet or "file"


def _sum(found: Imported) -> str:
    asked = found.asked - found.refused
    refused = f", {found.refused} refused for safety" if found.refused else ""
    lost = found.rows - found.asked
    return f"{found.rows} rows: {asked} asked or computed{refused}{f', {lost} that cannot be' if lost else ''}."


def refusal(found: Imported) -> str:
    """The one line that says why nothing was imported."""
    rows = sorted({problem.row for problem in found.problems if problem.fatal and problem.row})
    if not rows:
        return "Nothing was imported."
    return f"Nothing was imported: put {len(rows)} rows right, or leave them out with --without all."
