"""Reads the table of resources: whatever is wrong is named with its sheet, row and column, and nothing is guessed."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple, TypeVar

from dialogue.phrases import _
from dialogue.understanding import plain
from models.resources import cells
from models.resources.columns import COLUMNS, ITEMS, TOPIC_COLUMNS, TOPICS, TOPICS_NAMES, column_of
from models.resources.items import Item, Topic
from models.resources.line import Line
from surveys.importing.problems import Problem
from surveys.sheets import Row, Sheet, Workbook

MOST_ROWS = 20_000
_ITEMS_NAMES = (ITEMS, "recursos")

T = TypeVar("T", Item, Topic)


class Found(NamedTuple):
    """What a table says: good items by row, topics, what is wrong, columns that say nothing, and how many rows."""

    items: dict[int, Item]
    sheet: str
    topics: Sequence[Topic]
    problems: list[Problem]
    ignored: Sequence[str]
    rows: int


def is_wanted(name: str) -> bool:
    """Whether a sheet of this name is looked at."""
    return plain(name) in (*TOPICS_NAMES, *_ITEMS_NAMES)


def read(book: Workbook, topics: Workbook | None, known: Collection[str]) -> Found:
    """The items and topics of a table; `topics` may come as a table of their own. `known` are topics on record."""
    problems: list[Problem] = []
    told: list[Topic] = []
    for rows in [*_about_topics(book), *((sheet.rows for sheet in topics.sheets) if topics is not None else ())]:
        lines, _ignored = _lines(Sheet(TOPICS, rows), TOPIC_COLUMNS, ("key",), problems)
        told += [topic for _row, topic in _good(lines, cells.topic, problems)]
    main = next((sheet for sheet in book.sheets if plain(sheet.name) not in TOPICS_NAMES), Sheet(ITEMS, ()))
    keys = {*known, *(topic.key for topic in told)}
    lines, ignored = _lines(main, COLUMNS, ("key", "kind", "topics"), problems)
    items = dict(_good(lines, lambda line: cells.item(line, keys), problems))
    return Found(items, main.name or ITEMS, told, problems, ignored, len(lines))


def _about_topics(book: Workbook) -> Iterator[Sequence[Row]]:
    return (sheet.rows for sheet in book.sheets if plain(sheet.name) in TOPICS_NAMES)


def _good(
    lines: Sequence[Line], understood: Callable[[Line], T | None], problems: list[Problem]
) -> Iterator[tuple[int, T]]:
    """The rows with nothing fatal about them; what is wrong with the others is added to `problems`."""
    seen: dict[str, int] = {}
    for line in lines:
        one = understood(line)
        if one is not None and (first := seen.setdefault(one.key, line.row)) != line.row:
            line.refuse("key", "twice", _("“{key}” stands in row {row} already.", key=one.key, row=first))
        problems += line.problems
        if one is not None and not any(problem.fatal for problem in line.problems):
            yield line.row, one


def _lines(
    sheet: Sheet, columns: Collection[str], needed: Sequence[str], problems: list[Problem]
) -> tuple[list[Line], list[str]]:
    """The rows below the header, each with its cells by column; and the headers that mean nothing."""
    name = sheet.name or ITEMS
    if not sheet.rows:
        problems.append(Problem(name, 0, "", "no_rows", _("There are no rows."), True))
        return [], []
    header = [column_of(cell) for cell in sheet.rows[0].cells]
    wrong = list(_of_header(name, sheet.rows[0].number, header, columns, needed))
    if len(sheet.rows) > MOST_ROWS:
        wrong.append(Problem(name, 0, "", "too_many", _("A sheet has more than {most} rows.", most=MOST_ROWS), True))
    problems += wrong
    ignored = [cell for cell, column in zip(sheet.rows[0].cells, header, strict=True) if cell and column not in columns]
    rows = [] if wrong else sheet.rows[1:]
    return [Line(name, row.number, dict(zip(header, row.cells, strict=False))) for row in rows], ignored


def _of_header(
    name: str, row: int, header: Sequence[str], columns: Collection[str], needed: Sequence[str]
) -> Iterator[Problem]:
    for column in needed:
        if column not in header:
            said = _("The column “{column}” is missing.", column=column)
            yield Problem(name, row, column, "no_column", said, True)
    for column in sorted({each for each in header if each in columns and header.count(each) > 1}):
        said = _("The column “{column}” stands there twice.", column=column)
        yield Problem(name, row, column, "twice", said, True)
