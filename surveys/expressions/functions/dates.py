"""Functions of dates and moments."""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from surveys.expressions.code import Code, Kind
from surveys.expressions.faults import Failed, Unreadable
from surveys.expressions.functions.base import Function, known_text, with_run
from surveys.expressions.moments import bad_sign, days, formatted, of_days, time_of_day
from surveys.expressions.scope import Run
from surveys.expressions.tree import Call
from surveys.expressions.values import NAN, Value, text_moment, text_number


def moment_of(run: Run, value: Value) -> datetime | None:
    """What a value means as a date: a moment, its text, or a number of days."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return text_moment(value, run) or of_days(text_number(value, run), run.zone())
    return of_days(value, run.zone())


def _today(run: Run) -> datetime:
    return run.scope.now().replace(hour=0, minute=0, second=0, microsecond=0)


def _date(run: Run, value: Value) -> Value:
    found = moment_of(run, value)
    return "" if found is None else found.replace(hour=0, minute=0, second=0, microsecond=0)


def _date_time(run: Run, value: Value) -> Value:
    return moment_of(run, value) or ""


def _decimal(run: Run, value: Value) -> float:
    if isinstance(value, float):
        return value
    found = moment_of(run, value)
    return NAN if found is None else days(found)


def _decimal_time(run: Run, value: Value) -> float:
    if isinstance(value, datetime):
        return math.modf(days(value))[0] % 1.0
    if isinstance(value, str):
        return time_of_day(value.strip(), run.scope.now())
    return value % 1.0 if isinstance(value, float) and math.isfinite(value) else NAN


def _format(call: Call, codes: Sequence[Code]) -> Code:
    """With a format that is written out, a wrong sign in it is said at once."""
    format = known_text(codes[1])
    if format is not None and (sign := bad_sign(format)):
        raise Unreadable(call.position, "format", format=format, sign=sign)
    return with_run(Kind.TEXT, "vt", _formatted).build(call, codes)


def _formatted(run: Run, value: Value, format: str) -> str:
    if bad_sign(format):
        raise Failed("format")
    found = moment_of(run, value)
    return "" if found is None else run.joined("", (formatted(found, format, run.scope.language()),))


FUNCTIONS: Final[dict[str, Function]] = {
    "now": with_run(Kind.ANY, "", lambda run: run.scope.now()),
    "today": with_run(Kind.ANY, "", _today),
    "date": with_run(Kind.ANY, "v", _date),
    "date-time": with_run(Kind.ANY, "v", _date_time),
    "decimal-date-time": with_run(Kind.NUMBER, "v", _decimal),
    "decimal-time": with_run(Kind.NUMBER, "v", _decimal_time),
    "format-date": Function(2, 2, _format),
    "format-date-time": Function(2, 2, _format),
}
