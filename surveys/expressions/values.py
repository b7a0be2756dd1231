"""The four kinds of value, and how one becomes another: XPath 1.0, with dates as days.

A value is a bool, a float, a text or a moment (an aware `datetime`). An answer is a text; one that is a date counts as
days wherever a number is asked for.
"""

import math
import re
from datetime import datetime
from decimal import Decimal
from typing import Final

from surveys.expressions.moments import days, moment, written
from surveys.expressions.scope import Run

Value = bool | float | str | datetime

NAN: Final = math.nan
_NUMBER: Final = re.compile(r"\s*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*")


def as_text(value: Value) -> str:
    """A value in the words of XPath: true, 5, 0.1, NaN, 2026-11-24."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return written(value) if isinstance(value, datetime) else number_text(value)


def number_text(number: float) -> str:
    """Whole numbers without a point, and never an exponent."""
    if number.is_integer():
        return str(int(number))
    if math.isfinite(number):
        text = repr(number)
        return f"{Decimal(text):f}" if "e" in text else text
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def as_number(value: Value, run: Run) -> float:
    """A value as a number: true is 1, a date its days, and what is none NaN."""
    if isinstance(value, str):
        return text_number(value, run)
    return days(value) if isinstance(value, datetime) else float(value)


def text_number(text: str, run: Run) -> float:
    """The number or the date that a text is, or NaN."""
    if _NUMBER.fullmatch(text):
        return float(text)
    found = text_moment(text.strip(), run)
    return NAN if found is None else days(found)


def text_moment(text: str, run: Run) -> datetime | None:
    """The date or moment that a text is, on the local clock."""
    return moment(text, run.zone()) if text[4:5] == "-" else None


def as_truth(value: Value) -> bool:
    """Whether there is something: a text that is not empty, a number that is not 0."""
    if isinstance(value, float):
        return value == value and value != 0.0  # noqa: PLR0124 - NaN is not itself
    return bool(value)
