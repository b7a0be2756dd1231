"""What the import of a questionnaire tells: for people to read, or as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.commands.output import how_many
from dialogue.catalogues import SOURCE, languages
from dialogue.phrases import Phrase, _, listed, plural, said
from surveys.importing import Imported, NotFound, Problem


def as_object(found: Imported, opinion: Sequence[Phrase]) -> dict[str, Any]:
    """All of it, for JSON. `asked` counts the rows that are asked, computed or refused under the safety list."""
    return {
        "whole": found.whole,
        "rows": found.rows,
        "asked": found.asked,
        "refused": found.refused,
        "left_out": list(found.left_out),
        "gone": [{"row": row, "name": name} for row, name in found.gone.items()],
        "not_found": [{"row": each.wanted, "meant": list(each.meant)} for each in found.not_found],
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


def as_text(found: Imported, opinion: Sequence[Phrase], language: str = SOURCE) -> Iterator[str]:
    """Line by line: what keeps the form out, what is only told, how much of it is asked, and the second opinion."""
    fatal = [problem for problem in found.problems if problem.fatal]
    yield from _table(_("Has to be put right, or left out with --without:"), fatal, language)
    yield from _table(_("Worth a look:"), [each for each in found.problems if not each.fatal], language)
    if found.gone:
        yield said(_("Left out: {rows}.", rows=_rows(found.gone)), language)
    yield said(_sum(found), language)
    yield said(opinion[0] if opinion else _("It would open in KoboToolbox too."), language)


def _table(title: Phrase, problems: Sequence[Problem], language: str) -> Iterator[str]:
    if not problems:
        return
    rows = [(_place(each), each.column, said(each.phrase, language)) for each in problems]
    widths = [max(len(row[place]) for row in rows) for place in (0, 1)]
    yield said(title, language)
    for place, column, message in rows:
        yield f"  {place:<{widths[0]}}  {column:<{widths[1]}}  {message}"


def _place(problem: Problem) -> str:
    return f"{problem.sheet} {problem.row}" if problem.row else problem.sheet or "file"


def _rows(rows: Mapping[int, str]) -> Phrase:
    return listed(
        *(
            _("row {row} “{name}”", row=row, name=name) if name else _("row {row}", row=row)
            for row, name in rows.items()
        )
    )


def _sum(found: Imported) -> Phrase:
    parts = [plural("{n} asked or computed", "{n} asked or computed", found.asked - found.refused)]
    if found.refused:
        parts.append(plural("{n} refused for safety", "{n} refused for safety", found.refused))
    if found.rows > found.asked:
        parts.append(plural("{n} that cannot be", "{n} that cannot be", found.rows - found.asked))
    return plural("{n} row: {parts}.", "{n} rows: {parts}.", found.rows, parts=listed(*parts))


def not_found(found: Imported) -> str:
    """The one line that says which rows of --without there are not, and which could be meant."""
    return " ".join((*map(_missing, found.not_found), "Nothing was imported."))


def _missing(each: NotFound) -> str:
    if isinstance(each.wanted, int):
        return f"There is no row {each.wanted}."
    meant = f" Perhaps you mean {said(_rows(each.meant), SOURCE)}." if each.meant else ""
    return f"No row is called “{each.wanted}”.{meant}"


def refusal(found: Imported) -> str:
    """The one line that says why nothing was imported."""
    rows = len({problem.row for problem in found.problems if problem.fatal and problem.row})
    if not rows:
        return "Nothing was imported."
    them = "it" if rows == 1 else "them"
    return f"Nothing was imported: put {how_many(rows, 'row', 'rows')} right, or leave {them} out with --without all."
