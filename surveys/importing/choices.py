"""Reads the lists of the choices sheet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dialogue.phrases import _
from surveys.form import Option
from surveys.importing.lines import Line, Table
from surveys.importing.naming import cleaned
from surveys.importing.problems import Problems
from surveys.importing.wording import all_worded

_OURS = ("list_name", "name")


class List(NamedTuple):
    """One list: its options, and the rows they stand in."""

    options: Sequence[Option]
    rows: Sequence[int]


def lists(choices: Table, problems: Problems, language: str) -> dict[str, List]:
    """Every list by its name. Rows that are no option are told and passed over.

    An option without a label is called by its value, in `language`.
    """
    rows: dict[str, list[tuple[int, Option]]] = {}
    for line in choices.lines:
        name = line.plain.get("list_name", "")
        if not name:
            _tell_of_stray(choices, line, problems)
            continue
        option = _option(choices, line, problems, language)
        if option is not None:
            rows.setdefault(name, []).append((line.row, option))
    return {name: _list(found) for name, found in rows.items()}


def _list(found: Iterable[tuple[int, Option]]) -> List:
    numbers, options = zip(*found, strict=True)
    return List(options, numbers)


def _tell_of_stray(choices: Table, line: Line, problems: Problems) -> None:
    if line.plain.get("name") and line.said("label"):
        phrase = _("The option belongs to no list.")
        problems.warn(choices.name, line.row, choices.header("list_name"), "option_without_list", phrase)


def _option(choices: Table, line: Line, problems: Problems, language: str) -> Option | None:
    label, value = all_worded(line.said("label")), line.plain.get("name", "")
    if not value:
        value = cleaned(next(iter(label.values()), ""))
        if not value:
            return None
        phrase = _("The option has no value. It is kept as “{value}”.", value=value)
        problems.warn(choices.name, line.row, choices.header("name"), "option_without_value", phrase)
    columns = {column: cell for column, cell in line.plain.items() if column not in _OURS}
    return Option(value=value, label=label or {language: value}, columns=columns)


def check(
    lists: Mapping[str, List], choices: Table, several: Mapping[str, bool], problems: Problems
) -> dict[str, List]:
    """The lists that questions use, with each answer once, and its value without spaces where several are chosen.

    `several` says for each list in use whether a question of several answers uses it.
    """
    return {
        name: _checked(name, found, choices, several[name], problems)
        for name, found in lists.items()
        if name in several
    }


def _checked(name: str, found: List, choices: Table, several: bool, problems: Problems) -> List:
    kept: dict[tuple[str, tuple[tuple[str, str], ...]], tuple[int, Option]] = {}
    for row, given in zip(found.rows, found.options, strict=True):
        option = _unspaced(given, row, choices, problems) if several and " " in given.value else given
        key = (option.value, tuple(option.columns.items()))
        if key in kept:
            phrase = _("The list “{list}” has the value “{value}” twice.", list=name, value=option.value)
            problems.warn(choices.name, row, choices.header("name"), "duplicate_option", phrase)
            continue
        kept[key] = (row, option)
    return _list(kept.values())


def _unspaced(option: Option, row: int, choices: Table, problems: Problems) -> Option:
    value = "_".join(option.value.split())
    phrase = _("Where several are chosen, a value has no spaces. It is kept as “{value}”.", value=value)
    problems.warn(choices.name, row, choices.header("name"), "spaces_in_value", phrase)
    return Option(value=value, label=option.label, columns=option.columns)


def tell_of_long_labels(lists: Mapping[str, List], choices: Table, problems: Problems) -> None:
    """Tell of lists whose labels fit on no button, at the first such: 20 letters for three options, 24 for ten."""
    for name, found in lists.items():
        most = 20 if len(found.options) <= 3 else 24
        long = [row for row, option in zip(found.rows, found.options, strict=True) if _longest(option) > most]
        if long and len(found.options) <= 10:
            phrase = _("Labels of “{list}” are longer than a button. They become a numbered list.", list=name)
            problems.warn(choices.name, long[0], choices.header("label"), "long_options", phrase)


def _longest(option: Option) -> int:
    return max(map(len, option.label.values()), default=0)
