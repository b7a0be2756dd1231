"""The columns that an export of a questionnaire has: one a row, called as in KoboToolbox; a sheet for each repeat.

Several versions of a form come out as one table: a column is known by where its row stands (`group/name`), the newest
version says what it is, and rows that only older versions have come after the others.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from surveys.form import CHOSEN, FILES, Field, Form, Option, Repeat, Text
from surveys.places import Place, Places

Kind = Literal["text", "number", "date", "choice", "several", "flag", "computed"]
Path = tuple[tuple[str, int], ...]  # repeats and the numbers of their instances, the outermost first

MAIN = ""  # the sheet of what is asked once
_DAYS = ("date", "today", "start", "end")
_INSTANCE = re.compile(r"(.+)\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `row` is where its question stands, `option` what is told of it, yes or no, where it is split."""

    title: str
    kind: Kind = "text"
    label: Text | None = None
    options: tuple[Option, ...] = ()
    field: Field | None = None
    row: str = ""
    option: str = ""


class Line(NamedTuple):
    """What was answered in one instance: by column of its sheet, None where nothing was."""

    sheet: str
    path: Path
    answers: list[str | None]


class Layout:
    """The sheets of an export, by the names of their repeats (`household/child`), and how responses fill them.

    `forms` are the versions by number; rows that are named in `without` are left out, as are all anonymous ones.
    """

    def __init__(self, forms: Mapping[int, Form], *, split: bool = False, without: frozenset[str] = frozenset()):
        self.anonymous: dict[str, Column] = {}  # by row
        self._titles: dict[int, dict[str, str]] = {}  # of anonymous rows, by version and key
        self._sheets: dict[str, dict[str, Column]] = {MAIN: {}}
        self._keys: dict[int, dict[tuple[str, str], str]] = {}
        for number in sorted(forms, reverse=True):
            self._titles[number], self._keys[number] = {}, {}
            for place in Places(forms[number]).every:
                self._take(number, forms[number], place, split=split, without=without)

    @property
    def sheets(self) -> dict[str, list[Column]]:
        """The columns of each sheet; the one of what is asked once comes first."""
        return {name: list(columns.values()) for name, columns in self._sheets.items()}

    def lines(self, form: int, answers: Mapping[str, str]) -> Iterator[Line]:
        """The lines of a response to this version, each after the one that it lies in."""
        keys, by_path = self._keys[form], _instances(answers)
        for path in sorted(by_path):
            sheet = "/".join(name for name, _number in path)
            if sheet in self._sheets:
                said = by_path[path]
                columns = self._sheets[sheet].values()
                yield Line(sheet, path, [said.get(keys.get((sheet, each.row), "")) for each in columns])

    def anonymous_row(self, form: int, key: str) -> str | None:
        """Where the question of an anonymous answer stands."""
        return self._titles.get(form, {}).get(key.rpartition("]/")[2])

    def _take(self, number: int, form: Form, place: Place, *, split: bool, without: frozenset[str]) -> None:
        sheet = "/".join(repeat.short for repeat in place.repeats)
        if isinstance(place.item, Repeat):
            self._sheets.setdefault("/".join(filter(None, (sheet, place.short))), {})
        if not isinstance(place.item, Field) or place.item.kind == "note" or place.item.name in without:
            return
        row = "/".join((*(around.item.name for around in place.around), place.item.name))
        made = _columns(row, place.item, form)
        if place.item.anonymous:
            self._titles[number][place.short] = row
            self.anonymous.setdefault(row, made[0])
            return
        self._keys[number][sheet, row] = place.short
        for column in made if split else made[:1]:
            there = self._sheets.setdefault(sheet, {})
            there[column.title] = _both(there[column.title], column) if column.title in there else column


def _columns(row: str, field: Field, form: Form) -> list[Column]:
    """The column of a row, and one for each option that may be chosen beside others."""
    options = tuple(form.lists.get(field.options, ()))
    whole = Column(row, _kind(field), field.label, options, field, row)
    if whole.kind != "several" or field.kind == "rank":
        return [whole]
    labels = (_joined(field.label, option.label) for option in options)
    flags = (
        Column(f"{row}/{option.value}", "flag", label, (), field, row, option.value)
        for option, label in zip(options, labels, strict=True)
    )
    return [whole, *flags]


def _joined(question: Text, option: Text) -> dict[str, str]:
    return {language: f"{question.get(language, '')} – {words}".strip(" –") for language, words in option.items()}


def _kind(field: Field) -> Kind:
    if field.kind in ("integer", "decimal", "range"):
        return "number"
    if field.kind in _DAYS:
        return "date"
    if field.kind in ("calculate", "hidden"):
        return "computed"
    if field.kind in (*FILES, "acknowledge"):
        return "flag"
    if field.kind not in CHOSEN or field.options.startswith("${"):
        return "text"
    return "choice" if field.kind == "select_one" else "several"


def _both(newer: Column, older: Column) -> Column:
    """A column of two versions: what they do not agree upon is text."""
    values = {option.value for option in newer.options}
    options = (*newer.options, *(option for option in older.options if option.value not in values))
    return replace(newer, options=options, kind=newer.kind if newer.kind == older.kind else "text")


def _instances(answers: Mapping[str, str]) -> dict[Path, dict[str, str]]:
    found: dict[Path, dict[str, str]] = {(): {}}
    for key, answer in answers.items():
        if "]/" not in key:
            found[()][key] = answer
            continue
        *around, name = key.split("]/")
        path = tuple(_instance(f"{each}]") for each in around)
        for deep in range(1, len(path) + 1):
            found.setdefault(path[:deep], {})
        found[path][name] = answer
    return found


def _instance(written: str) -> tuple[str, int]:
    parts = _INSTANCE.fullmatch(written)
    return (parts[1], int(parts[2])) if parts else (written, 0)


def titles(columns: Sequence[Column]) -> list[str]:
    """What stands above the columns."""
    return [column.title for column in columns]
