"""What stands in a cell of an export: an answer as a number, a day, a text, or the words of an option."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum

from surveys.columns import Column
from surveys.form import COMPUTED, Option
from surveys.wording import in_language


class Unsaid(Enum):
    """The person preferred not to answer; formats that know missing values say so."""

    DECLINED = "declined"


DECLINED = Unsaid.DECLINED
Cell = str | int | float | date | Unsaid | None

_WHOLE = re.compile(r"-?(0|[1-9]\d{0,14})")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,15})?")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}.*")


def cell(column: Column, answer: str | None, language: str | None = None) -> Cell:
    """The cell of an answer; the words of options in `language`, or else their values."""
    if answer is None:
        return None
    if not answer:
        return None if column.field is None or column.field.kind in COMPUTED else DECLINED
    if column.option:
        return int(column.option in answer.split())
    if column.kind in ("choice", "several"):
        return _chosen(column, answer, language)
    return _READ.get(column.kind, str)(answer)


def _chosen(column: Column, answer: str, language: str | None) -> Cell:
    if language is None:
        is_number = column.kind == "choice" and are_numbered(column.options) and _WHOLE.fullmatch(answer)
        return int(answer) if is_number else answer
    chosen = [answer] if column.kind == "choice" else answer.split()
    return "; ".join(_words(each, column.options, language) for each in chosen)


def number(text: str) -> int | float | str:
    """The number that a text is, or else the text."""
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text


def are_numbered(options: Sequence[Option]) -> bool:
    """Whether the values of these options are whole numbers, so that they can be reckoned with."""
    return bool(options) and all(_WHOLE.fullmatch(option.value) for option in options)


def codes(options: Sequence[Option]) -> dict[str, int]:
    """A number for each option, for programs that want one: its own value, or its place on the list from 1."""
    if are_numbered(options):
        return {option.value: int(option.value) for option in options}
    return {option.value: place for place, option in enumerate(options, 1)}


def _day(text: str) -> Cell:
    """The day alone: the time at which somebody answers tells of a shift."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text


def _without_time(text: str) -> str:
    found = _MOMENT.fullmatch(text)
    return found[1] if found else text


def _words(value: str, options: Sequence[Option], language: str) -> str:
    label = next((option.label for option in options if option.value == value), None)
    return value if label is None else in_language(label, language, ()) or value


_READ: dict[str, Callable[[str], Cell]] = {
    "flag": lambda _answer: 1,
    "number": number,
    "date": _day,
    "computed": lambda answer: number(_without_time(answer)),
}
