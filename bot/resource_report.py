"""What the commands tell of resources: for people to read, or as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.commands.output import how_many
from bot.resource_import import Report
from dialogue.catalogues import SOURCE, languages
from dialogue.phrases import said
from models.resources.cards import Card, FileFacts
from models.resources.links import Broken
from models.resources.searching import Missed
from models.resources.used_tables import DEAD, NOT_USEFUL, OPENED, SAVED, SENT, USEFUL
from surveys.importing.problems import Problem

COUNTED = (OPENED, SENT, SAVED, USEFUL, NOT_USEFUL, DEAD)
_MEGABYTE = 1024 * 1024


def as_object(report: Report, *, check: bool) -> dict[str, Any]:
    """All that came of an import, for JSON."""
    return {
        "written": report.written,
        "check": check,
        "rows": report.rows,
        "good": report.good,
        "bad_rows": report.bad_rows,
        "topics": report.topics,
        **{what: list(keys) for what, keys in report.outcome.items()},
        "ignored_columns": list(report.ignored),
        "problems": [_problem(problem) for problem in report.problems],
    }


def as_text(report: Report) -> Iterator[str]:
    """Line by line."""
    if report.ignored:
        yield f"Columns ignored: {', '.join(report.ignored)}."
    yield from _table("Has to be put right:", [each for each in report.problems if each.fatal])
    yield from _table("Worth a look:", [each for each in report.problems if not each.fatal])
    yield f"{how_many(report.rows, 'row', 'rows')}, {report.good} of them good."
    if report.written:
        told = ", ".join(f"{len(keys)} {what.replace('_', ' ')}" for what, keys in report.outcome.items())
        yield f"Imported: {told}."


def refusal(report: Report) -> str:
    """The one line that says why nothing was imported."""
    rows, them = how_many(report.bad_rows, "row", "rows"), "it" if report.bad_rows == 1 else "them"
    return f"Nothing was imported: put {rows} right, or leave {them} out with --without-bad-rows."


def _problem(problem: Problem) -> dict[str, Any]:
    told = problem._asdict()
    phrase = told.pop("phrase")
    spoken = {language: said(phrase, language) for language in languages()}
    return {**told, "message": said(phrase, SOURCE), "messages": spoken}


def _table(title: str, problems: Sequence[Problem]) -> Iterator[str]:
    if not problems:
        return
    yield title
    places = [f"{each.sheet} {each.row}" if each.row else each.sheet for each in problems]
    wide, column = max(map(len, places)), max(len(each.column) for each in problems)
    for place, each in zip(places, problems, strict=True):
        yield f"  {place:<{wide}}  {each.column:<{column}}  {said(each.phrase, SOURCE)}"


def listed(items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Every item in a line."""
    wide = max((len(item["key"]) for item in items), default=0)
    for item in items:
        title = next(iter(item["titles"].values()), "")
        tongues = "+".join(item["titles"])
        state = "" if item["state"] == "live" else f" ({item['state']})"
        yield f"{item['key']:<{wide}}  {item['kind']:<8}  {tongues:<5}  v{item['version']}  {title}{state}"


def shown(cards: Sequence[Card], more: Mapping[str, Any]) -> Iterator[str]:
    """One item, in each of its languages."""
    for card in cards:
        yield f"{card.title} ({card.language})"
        yield from filter(None, (f"  {card.summary}", f"  {card.link}" if card.link else ""))
        yield from (f"  {what}: {_file(file)}" for what, file in (("file", card.file), ("light", card.light)) if file)
    first = cards[0]
    yield f"{first.kind}, under {', '.join(first.topics)}"
    facts = {"source": first.source, "licence": first.licence, "valid until": first.valid_until}
    yield from (f"{name}: {fact}" for name, fact in facts.items() if fact)
    yield f"for: {more['audience'] or 'everybody'}"
    if more["withdrawn_at"] is not None:
        yield f"withdrawn on {more['withdrawn_at']:%Y-%m-%d}"
    for each in more["versions"]:
        yield f"version {each['version']}: {each['created_at']:%Y-%m-%d}, {each['created_by']}"
    if more["used"]:
        yield "people: " + ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in more["used"].items())


def use(tallies: Mapping[tuple[str, str], int], missed: Sequence[Missed], broken: Sequence[Broken]) -> Iterator[str]:
    """How all of them are used, what was not found, and which links are dead."""
    keys = sorted({key for key, _what in tallies}, key=lambda key: (-tallies.get((key, OPENED), 0), key))
    wide = max(map(len, keys), default=0)
    for key in keys:
        told = (f"{tallies[key, what]} {what.replace('_', ' ')}" for what in COUNTED if tallies.get((key, what)))
        yield f"{key:<{wide}}  {', '.join(told)}"
    if not keys:
        yield "Nobody has opened anything yet."
    if missed:
        yield "Looked for and not found:"
        yield from (f"  {each.times} × {each.query} ({each.language}, {each.month})" for each in missed)
    if broken:
        yield "Links that lead nowhere:"
        yield from (
            f"  {each.key} ({each.language}): {each.url} {each.outcome} since {each.since:%Y-%m-%d}" for each in broken
        )


def _file(file: FileFacts) -> str:
    size = f"{file.size / _MEGABYTE:.1f} MB" if file.size >= _MEGABYTE else f"{file.size / 1024:.0f} kB"
    return f"{file.name}, {size}"
