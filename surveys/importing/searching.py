"""`search('file', 'matches', 'column', value)` in the column appearance: a list out of a table, in the old way."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from surveys.form import Option
from surveys.importing import external
from surveys.importing.wording import all_worded

_SEARCH = re.compile(r"search\s*\((?P<inside>.*)\)", re.DOTALL)
_PARTS = re.compile(r"""'[^']*'|"[^"]*"|[(),]|[^'"(),]+""")
_WAYS = {"matches": "{0} = {1}", "contains": "contains({0}, {1})", "startswith": "starts-with({0}, {1})"}
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


class Search(NamedTuple):
    """The table that is searched, and the condition on its rows as a choice filter."""

    table: str
    condition: str


def searched(appearance: str) -> Search | None:
    """What an appearance searches; None if it does not, or in a way nobody knows."""
    found = _SEARCH.search(appearance.translate(_STRAIGHT))
    if found is None:
        return None
    table, *rest = [argument.strip() for argument in _arguments(found["inside"])]
    return Search(external.stem(_unquoted(table)), " and ".join(_conditions(rest)))


def _conditions(rest: Sequence[str]) -> Iterator[str]:
    if len(rest) >= 3:
        way = _WAYS.get(_unquoted(rest[0]).lower().replace("-", ""), _WAYS["contains"])
        either = [way.format(column.strip(), rest[2]) for column in _unquoted(rest[1]).split(",")]
        yield either[0] if len(either) == 1 else f"({' or '.join(either)})"
    if len(rest) >= 5:
        yield f"{_unquoted(rest[3])} = {rest[4]}"


def _arguments(inside: str) -> list[str]:
    depth, arguments = 0, [""]
    for part in _PARTS.findall(inside):
        depth += (part == "(") - (part == ")")
        if part == "," and depth == 0:
            arguments.append("")
        else:
            arguments[-1] += part
    return arguments


def _unquoted(text: str) -> str:
    return text.strip().strip("'\"")


def options(rows: external.Rows, pattern: Sequence[Option]) -> tuple[Option, ...]:
    """The options that the rows make: the list names the columns of value and label, and may add fixed options."""
    made: list[Option] = []
    for option in pattern:
        if rows and option.value in rows[0]:
            made += _from_rows(rows, option)
        else:
            made.append(option)
    return tuple(made)


def _from_rows(rows: external.Rows, pattern: Option) -> Iterator[Option]:
    for row in rows:
        value = row.get(pattern.value, "")
        if value:
            yield Option(value=value, label=_label(row, pattern.label, value), columns=dict(row))


def _label(row: Mapping[str, str], columns: Mapping[str, str], value: str) -> dict[str, str]:
    """The words of each language out of the columns named for it; several columns are separated by commas."""
    words = {
        language: " ".join(row.get(column.strip(), "") for column in named.split(",")).strip()
        for language, named in columns.items()
    }
    return all_worded(words) or {next(iter(columns), ""): value}
