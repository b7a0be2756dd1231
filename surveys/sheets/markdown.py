"""Reads the tables of Markdown in which XLSForms are written in documents and tests: `| survey | | |`."""

import re
from collections.abc import Iterator, Sequence

from surveys.sheets.gathering import gathered
from surveys.sheets.workbook import Sheet, Workbook

_RULE = re.compile(r"[\s|:-]+")
_BAR = re.compile(r"(?<!\\)\|")
_FIRST = re.compile(r"\s*\|\s*\w+\s*\|")

Line = tuple[int, Sequence[str]]


def is_markdown(text: str) -> bool:
    """Whether a text is such a table: its first line that is no remark begins and ends with a bar."""
    lines = (line for line in text.lstrip().splitlines()[:50] if line.strip() and not line.lstrip().startswith("#"))
    first = next(lines, "")
    return bool(_FIRST.match(first)) and first.rstrip().endswith("|")


def markdown(text: str) -> Workbook:
    """The sheets of the tables. Raises `Unreadable` for more than a sheet may hold."""
    return Workbook(list(_sheets(text)))


def _sheets(text: str) -> Iterator[Sheet]:
    name, block = "", list[Line]()
    for number, cells in enumerate(map(_cells, text.splitlines()), 1):
        if cells is None:
            continue
        if cells[0]:
            if block:
                yield gathered(name, block)
            name, block = cells[0], []
        block.append((number, cells[1:]))
    yield gathered(name, block)


def _cells(line: str) -> list[str] | None:
    line = line.strip()
    if not line.startswith("|") or _RULE.fullmatch(line):
        return None
    inner = line[1:].rpartition("|")[0] if line.count("|") > 1 else line[1:]
    return [cell.strip().replace("\\|", "|") for cell in _BAR.split(inner)]
