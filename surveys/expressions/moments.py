"""Dates and moments, counted in days of the local calendar.

A day is a whole number from 1970-01-01 on, and a moment has a fraction of it, both as the clock on the wall shows them
in the zone of the conversation: the difference between two dates is whole across a change of the clock as well.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

_FIRST: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - what the clock on the wall shows
_DAY: Final = 86_400.0
_WRITTEN: Final = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?",
)
_TIME: Final = re.compile(
    r"(?:[0-9-]+T)?([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
#: What may follow a % in a format.
SIGNS: Final = "%YymnbdeHhMS3a"


def moment(text: str, zone: tzinfo | None) -> datetime | None:
    """A date or a moment as it is written in an answer, in this zone; None for anything else."""
    if len(text) < 8 or text[4] != "-" or (match := _WRITTEN.fullmatch(text)) is None:
        return None
    year, month, day, hour, minute, second, fraction = (match[place] or "0" for place in range(1, 8))
    try:
        found = datetime(
            int(year), int(month), int(day), int(hour), int(minute), int(second), int(fraction.ljust(6, "0")[:6]), zone
        )
        return _shifted(found, match[8], zone) if match[8] else found
    except (ValueError, OverflowError):
        return None


def _shifted(found: datetime, offset: str, zone: tzinfo | None) -> datetime:
    """The same moment, from the clock of another zone."""
    written = datetime.fromisoformat(f"{found.replace(tzinfo=None).isoformat()}{offset.replace('Z', '+00:00')}")
    return written.astimezone(zone)


def days(found: datetime) -> float:
    """Days since the beginning of 1970, on the clock of the moment's own zone."""
    since = found.replace(tzinfo=None) - _FIRST
    return since.days + (since.seconds + since.microseconds / 1e6) / _DAY


def of_days(number: float, zone: tzinfo | None) -> datetime | None:
    """The moment so many days after the beginning of 1970; None beyond the years that a calendar has."""
    try:
        exact = _FIRST + timedelta(milliseconds=round(number * _DAY * 1000))
    except (ValueError, OverflowError):
        return None
    return exact.replace(tzinfo=zone)


def written(found: datetime) -> str:
    """A date where it is midnight, and else the moment with thousandths and offset."""
    if not (found.hour or found.minute or found.second or found.microsecond >= 1000):
        return f"{found.year:04}-{found.month:02}-{found.day:02}"
    return found.isoformat(timespec="milliseconds")


def time_of_day(text: str, now: datetime) -> float:
    """The fraction of a day of a time, or of a moment, on the local clock; not a number for anything else."""
    match = _TIME.fullmatch(text)
    if match is None:
        return float("nan")
    day = text.partition("T")[0] if "T" in text else now.date().isoformat()
    found = moment(f"{day}T{text.rpartition('T')[2]}", now.tzinfo)
    return float("nan") if found is None else (found.hour * 3600 + found.minute * 60 + found.second) / _DAY


def bad_sign(format: str) -> str | None:
    """What makes no sense in a format, as it stands there; None where all of it is understood."""
    found = re.findall(r"%(.?)", format, re.DOTALL)
    return next((f"%{sign}" for sign in found if not sign or sign not in SIGNS), None)


def formatted(found: datetime, format: str, language: str) -> str:
    """A moment in the words and numbers of a format."""
    signs = {"%": "%", "Y": f"{found.year:04}", "y": f"{found.year % 100:02}", "3": f"{found.microsecond // 1000:03}"}
    signs |= {"m": f"{found.month:02}", "n": str(found.month), "d": f"{found.day:02}", "e": str(found.day)}
    signs |= {"H": f"{found.hour:02}", "h": str(found.hour), "M": f"{found.minute:02}", "S": f"{found.second:02}"}
    if "%b" in format or "%a" in format:
        signs |= _named(found, language)
    return re.sub(r"%(.)", lambda match: signs[match[1]], format)


def _named(found: date, language: str) -> dict[str, str]:
    months, weekdays = _names(language)
    return {"b": months[found.month], "a": weekdays[found.weekday()]}


@lru_cache(16)
def _names(language: str) -> tuple[Mapping[int, str], Mapping[int, str]]:
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    return get_month_names("abbreviated", locale=locale), get_day_names("abbreviated", locale=locale)
