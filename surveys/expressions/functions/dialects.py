"""Functions of SurveyCTO and of the Community Health Toolkit, whose forms are XLSForms with some words of their own.

Forms that were written for one of them are imported as they stand. What tells of the phone or its owner is not here.
"""

import calendar
import hashlib
import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from surveys.expressions.code import Code, Kind, constant, text_of
from surveys.expressions.functions.base import UNLIMITED, Function, name_of, plain, with_run
from surveys.expressions.functions.conditional import ranked
from surveys.expressions.functions.dates import moment_of
from surveys.expressions.moments import days, of_days
from surveys.expressions.scope import Run
from surveys.expressions.tree import Call
from surveys.expressions.values import NAN, Value, number_text, text_number

_MONTHS: Final = 12
_WEEK: Final = 7
_FARTHEST: Final = 1_000_000.0  # years, months, days, hours or minutes
_MILLISECONDS_A_DAY: Final = 86_400_000.0


def _choice_label(call: Call, codes: Sequence[Code]) -> Code:
    question, value = name_of(call, 0), text_of(codes[1])
    return Code(Kind.TEXT, lambda run: run.scope.choice_label(question, value(run)))


def _index(call: Call, codes: Sequence[Code]) -> Code:
    repeat = name_of(call, 0) if codes else None
    return Code(Kind.NUMBER, lambda run: float(run.scope.position(repeat)))


def _items(separator: str, text: str) -> list[str]:
    items = (item.strip() for item in (text.split(separator) if separator else text.split()))
    return [item for item in items if item]


def _item_at(separator: str, text: str, place: float) -> str:
    """Counted from 0."""
    found = _items(separator, text)
    return found[int(place)] if -1.0 < place < len(found) else ""


def _without_doubles(separator: str, text: str) -> str:
    return separator.join(dict.fromkeys(_items(separator, text)))


def _item_index(separator: str, text: str, value: str) -> float:
    """Counted from 0, and -1 where it is not among them."""
    found = _items(separator, text)
    return float(found.index(value.strip())) if value.strip() in found else -1.0


def _rank_value(run: Run, value: float, text: str) -> float:
    return ranked(value, [text_number(each, run) for each in text.split()])


def _grouped(number: float) -> str:
    """With commas between thousands, as in Mexico."""
    if not math.isfinite(number):
        return ""
    whole, point, rest = number_text(abs(number)).partition(".")
    return f"{'-' if number < 0 else ''}{int(whole):,}{point}{rest}"


def _hashed(call: Call, codes: Sequence[Code]) -> Code:
    texts = [text_of(code) for code in codes]
    return Code(
        Kind.TEXT,
        lambda run: hashlib.sha256("\n".join(text(run) for text in texts).encode("utf-8", "replace")).hexdigest()[:32],
    )


def _relevant(call: Call, codes: Sequence[Code]) -> Code:
    name = name_of(call, 0)
    return Code(Kind.TRUTH, lambda run: run.scope.relevant(name))


def _has_check_digit(text: str, length: float = 0.0) -> bool:
    """Whether the last digit fits to those before it (after Luhn); with a length, whether there are so many."""
    digits = [int(sign) for sign in text if sign in "0123456789"]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[-2::-2]]
    fits = len(digits) == len(text) > 0 and (sum(digits[::-2]) + sum(doubled)) % 10 == 0
    return fits and (not length or len(digits) == length)


def _difference(count: Callable[[datetime, datetime], float]) -> Function:
    """Between two dates, the later one second; not a number where one of them is no date."""

    def difference(run: Run, earlier: Value, later: Value) -> float:
        first, second = moment_of(run, earlier), moment_of(run, later)
        return NAN if first is None or second is None else count(first, second)

    return with_run(Kind.NUMBER, "vv", difference)


def _months(first: datetime, second: datetime) -> float:
    """Whole months, as one counts the age of a child."""
    if second < first:
        return -_months(second, first)
    passed = (second.year - first.year) * _MONTHS + second.month - first.month
    reached = min(first.day, calendar.monthrange(second.year, second.month)[1])
    return float(passed - (second.day < reached))


def _whole_days(first: datetime, second: datetime) -> float:
    return float(int(days(second) - days(first)))


def _later(run: Run, value: Value, *steps: float) -> Value:
    """A moment so many years, months, days, hours and minutes later; "" where there is none."""
    start = moment_of(run, value)
    if start is None or not all(abs(step) <= _FARTHEST for step in steps):
        return ""
    years, months, later, hours, minutes = [*(int(step) for step in steps), 0, 0, 0, 0, 0][:5]
    month = start.month - 1 + months
    year, month = start.year + years + month // _MONTHS, month % _MONTHS + 1
    try:
        day = min(start.day, calendar.monthrange(year, month)[1])
        return start.replace(year=year, month=month, day=day) + timedelta(days=later, hours=hours, minutes=minutes)
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return ""


def _of_timestamp(run: Run, milliseconds: float) -> Value:
    utc = of_days(milliseconds / _MILLISECONDS_A_DAY, UTC)
    return "" if utc is None else utc.astimezone(run.zone())


#: What is known to the other tool alone, and is empty here; and what is told in another way than there.
EMPTY_HERE: Final = frozenset({"enumerator-id", "enumerator-name", "z-score", "cht:z-score"})
OTHERWISE: Final = frozenset({"to-bikram-sambat", "cht:to-bikram-sambat"})
_OF_SURVEYCTO: Final[dict[str, Function]] = {
    "index": Function(0, 1, _index),
    "choice-label": Function(2, 2, _choice_label),
    "item-at": plain(Kind.TEXT, "ttn", _item_at),
    "count-items": plain(Kind.NUMBER, "tt", lambda separator, text: float(len(_items(separator, text)))),
    "item-index": plain(Kind.NUMBER, "ttt", _item_index),
    "item-present": plain(Kind.TRUTH, "ttt", lambda separator, text, value: value.strip() in _items(separator, text)),
    "de-duplicate": plain(Kind.TEXT, "tt", _without_doubles),
    "rank-value": with_run(Kind.NUMBER, "nt", _rank_value),
    "format-number": plain(Kind.TEXT, "n", _grouped),
    "hash": Function(1, UNLIMITED, _hashed),
    "relevant": Function(1, 1, _relevant),
    "empty": plain(Kind.TRUTH, "t", lambda text: not text),
    "linebreak": plain(Kind.TEXT, "", lambda: "\n"),
    "enumerator-id": plain(Kind.TEXT, "", str),
    "enumerator-name": plain(Kind.TEXT, "", str),
    "lower": plain(Kind.TEXT, "t", str.lower),
    "upper": plain(Kind.TEXT, "t", str.upper),
}
_OF_CHT: Final[dict[str, Function]] = {
    "difference-in-days": _difference(_whole_days),
    "difference-in-weeks": _difference(lambda first, second: float(int(_whole_days(first, second) / _WEEK))),
    "difference-in-months": _difference(_months),
    "difference-in-years": _difference(lambda first, second: float(int(_months(first, second) / _MONTHS))),
    "add-date": with_run(Kind.ANY, "v?nnnnn", _later),
    "parse-timestamp-to-date": with_run(Kind.ANY, "n", _of_timestamp),
    "strip-whitespace": plain(Kind.TEXT, "t", lambda text: "".join(text.split())),
    "validate-luhn": plain(Kind.TRUTH, "t?n", _has_check_digit),
    "to-bikram-sambat": plain(Kind.TEXT, "t", str),
    "z-score": Function(1, UNLIMITED, lambda call, codes: constant(Kind.TEXT, "")),
}
FUNCTIONS: Final[dict[str, Function]] = {
    **_OF_SURVEYCTO,
    **_OF_CHT,
    **{f"cht:{name}": function for name, function in _OF_CHT.items()},
}
