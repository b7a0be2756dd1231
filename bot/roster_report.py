"""What an import tells: for people to read, or as JSON. Row numbers and columns, never what a cell holds."""

from collections.abc import Iterable, Iterator

from bot.commands.output import how_many
from bot.roster_import import Report
from models.namesakes import Same
from models.rosters import Problem

_OUTCOMES = {
    "apart": "has the name and agency of {other} (or neither has an agency), and is kept as a second person; "
    "if it is the same one, import again with --confirm-same",
    "merged": "is the same person as {other}, as you confirmed",
    "cannot": "has the name and agency of {other}, but both have joined or are new; they stay two people",
}


def as_object(report: Report, *, dry_run: bool) -> dict[str, object]:
    """All of it, for JSON."""
    outcome = report.outcome
    return {
        "written": report.written,
        "dry_run": dry_run,
        "rows": report.rows,
        "bad_rows": report.bad_rows,
        **outcome.counts,
        "problems": [problem._asdict() for problem in report.problems],
        "notices": [notice._asdict() for notice in outcome.notices],
        "same": [same._asdict() for same in outcome.same],
        "ignored_columns": report.roster.ignored,
        "notes": report.roster.notes,
    }


def as_text(report: Report) -> Iterator[str]:
    """Line by line."""
    outcome = report.outcome
    yield from report.roster.notes
    if report.roster.ignored:
        yield f"Columns ignored: {', '.join(report.roster.ignored)}."
    yield from _listed("Problems:", report.problems)
    yield from _listed("Worth a look:", outcome.notices)
    if outcome.same:
        yield "Perhaps the same person, for you to confirm:"
        yield from (f"  row {same.row}: {_likeness(same)}" for same in outcome.same)
    yield f"{how_many(report.rows, 'row', 'rows')}, {report.bad_rows} with problems."
    counts = outcome.counts
    yield (
        "Written: " * report.written
        + "Would be written: " * (not report.written)
        + ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in counts.items())
        + "."
    )


def refusal(report: Report) -> str:
    """The one line that says why nothing was written."""
    return (
        f"Nothing was written: {report.bad_rows} of {how_many(report.rows, 'row has', 'rows have')} problems. "
        "Correct them, or write the others with --skip-bad."
    )


def _listed(title: str, problems: Iterable[Problem]) -> Iterator[str]:
    lines = [f"  row {problem.row}, {problem.column}: {problem.reason}" for problem in problems]
    yield from [title, *lines] if lines else []


def _likeness(same: Same) -> str:
    other = f"row {same.like_row}" if same.like_row is not None else f"person {same.like_person} on record"
    return _OUTCOMES[same.outcome].format(other=other)
