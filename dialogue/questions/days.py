"""Which day people mean. A library reads dates; here is what it lacks: weekdays, ends of months, numbers, slips."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Literal

from babel.dates import get_day_names, get_month_names
from rapidfuzz import fuzz, process
from text_to_num import alpha2digit

from dialogue.catalogues import LOCALES, languages
from dialogue.phrases import _
from dialogue.questions.base import Misunderstood
from dialogue.understanding import NEAR, plain

_WEEKDAYS = {plain(name): day for locale in LOCALES.values() for day, name in get_day_names(locale=locale).items()}
_MONTHS = {plain(name): month for locale in LOCALES.values() for month, name in get_month_names(locale=locale).items()}
_WEEKDAY, _MONTH = "|".join(_WEEKDAYS), "|".join(_MONTHS)

_NEXT = r"(?:proxim[oa] {0}|next {0}|{0} proxim[oa]|{0} que viene|{0} siguiente)"
_WORDS = [
    (r"^(?:(?:para|a|al|el|la|de|dia|este|hasta|on|by|the|this|until) )+", ""),
    (r" (?:mismo|temprano|por favor|please|(?:por|en) la (?:manana|tarde|noche)|in the morning)$", ""),
    (r"\bpasado manana\b", "in 2 days"),
    (r"\b(?:antier|anteayer|antes de ayer)\b", "2 days ago"),
    (r"\bwithin\b", "in"),
    (r"\b(?:primero|primer|first|uno|una|un)\b", "1"),
    (r"\bdos\b", "2"),
    (r"\btres\b", "3"),
    (r"\b(\d{1,2})(?:ro|er|do|o|st|nd|rd|th)\b", r"\1"),
    (rf"^{_NEXT.format('semana')}$", "in 1 week"),
    (rf"^{_NEXT.format('mes')}$", "in 1 month"),
]
_NEXT_YEAR = re.compile(rf"(?: del?| of)? (?:el )?{_NEXT.format('(?:ano|year)')}$")
_WEEKDAY_IN = re.compile(rf"\b(?:{_WEEKDAY})\b")
_YEAR = re.compile(r"\d{4}")
_VAGUE = re.compile(_NEXT.format("(?:semana|mes|week|month)"))
_LATE = re.compile(r"\b(?:29|[3-9]\d)\b")

_COMING = re.compile(_NEXT.format(f"({_WEEKDAY})") + f"|({_WEEKDAY})")
_GONE = re.compile(rf"(?:last|pasado) ({_WEEKDAY})|({_WEEKDAY}) pasado")
_NUMBERED = re.compile(rf"(?:({_WEEKDAY}) )?(\d{{1,2}})")
_END = re.compile(
    rf"(?:fin|final|finales|ultimo(?: dia)?|end|last day) (?:del?|of)(?: the)? (mes|month|ano|year|{_MONTH})|ultimo"
)
_TWO_DAYS = re.compile(rf"\d \d+ (?:de )?(?:{_MONTH})")
_ONLY_MONTH = re.compile(rf"(?:en |in )?({_MONTH})(?: (?:del? )?(\d{{4}}))?")

Side = Literal["future", "past"]


class NoSuchDay(Misunderstood):
    """A day was meant that its month does not have."""


class How(Enum):
    """How a day was said: in FULL, without its year but CLEAR (15/3, in two weeks), or so that it is GUESSED."""

    FULL, CLEAR, GUESSED = range(3)


def day_meant(text: str, today: date, side: Side) -> tuple[date, How] | None:
    """The day that `text` means, and how it was said; None when it is none.

    What may be more than one day is the nearest one on that `side` of `today`. Raises `Misunderstood` where something
    better can be said than that it is no date.
    """
    if not 0 < len(text) <= 60:
        return None
    readings = [reading for reading in _readings(text, today) if not _TWO_DAYS.search(reading)]
    whole = next(filter(None, (_whole(reading, today) for reading in readings)), None)
    if whole is not None:
        return whole, How.FULL if _YEAR.search(text) else How.GUESSED
    vague = _VAGUE.search(plain(text)) is not None
    clear = next(filter(None, (_clear(reading, today, side) for reading in readings if not vague)), None)
    if clear is not None:
        return clear, How.CLEAR
    readings = list(dict.fromkeys([*readings, *map(_mended, readings)]))
    day = next(filter(None, (_reckoned(reading, today, side) for reading in readings)), None)
    if day is not None:
        return day, How.GUESSED
    for reading in readings:
        _explain(reading, today, side)
    return None


def _readings(text: str, today: date) -> list[str]:
    """`text` in plain words, and with the number words of each language as digits."""
    bare = plain(text)
    worded = [bare, *(alpha2digit(bare, language) for language in languages())]
    return list(dict.fromkeys(_simplified(reading, today) for reading in worded))


def _simplified(reading: str, today: date) -> str:
    for words, instead in _WORDS:
        reading = re.sub(words, instead, reading)
    return _NEXT_YEAR.sub(f" {today.year + 1}", reading)


def _mended(reading: str) -> str:
    """`reading` with the names of months and weekdays spelt right."""
    return " ".join(_nearest(word) if len(word) > 3 else word for word in reading.split())


def _nearest(word: str) -> str:
    found = process.extractOne(word, [*_WEEKDAYS, *_MONTHS], scorer=fuzz.ratio, score_cutoff=NEAR)
    return word if found is None else found[0]


def _whole(reading: str, today: date) -> date | None:
    return _parsed(reading, today, "current_period", "absolute-time", ["day", "month", "year"])


def _clear(reading: str, today: date, side: Side) -> date | None:
    """A day and a month, or so many days, weeks or months from today: nothing that others count otherwise."""
    if _named(reading, today, side) is not None or _WEEKDAY_IN.search(reading):
        return None
    day = _in_a_year(reading, today, side)
    near = day if day is not None and abs(day - today) <= timedelta(days=366) else None  # February 29 may be far
    return near or _parsed(reading, today, side, "relative-time", ["day"])


def _reckoned(reading: str, today: date, side: Side) -> date | None:
    named = _named(reading, today, side) or _parsed(reading, today, side, "relative-time", ["day"])
    return named or _in_a_year(reading, today, side)


def _in_a_year(reading: str, today: date, side: Side) -> date | None:
    """A day and a month, in whatever year was written, or the nearest one."""
    return _parsed(reading, today, side, "absolute-time", ["day", "month"])


def _named(reading: str, today: date, side: Side) -> date | None:
    """A weekday, the day of a month by its number alone, or the end of a month or a year."""
    if (found := _COMING.fullmatch(reading)) is not None:
        return _first(today, side, range(1, 8), _is_weekday(found))
    if (found := _GONE.fullmatch(reading)) is not None:
        return _first(today, "past", range(1, 8), _is_weekday(found))
    if (found := _NUMBERED.fullmatch(reading)) is not None:
        weekday, number = _WEEKDAYS.get(found[1] or ""), int(found[2])
        reach = range(1 if side == "future" else 0, 62)
        return _first(today, side, reach, lambda day: day.day == number and weekday in (None, day.weekday()))
    if (found := _END.fullmatch(reading)) is not None:
        month = 12 if found[1] in ("ano", "year") else _MONTHS.get(found[1])
        return _first(today, side, range(366), lambda day: _is_last(day) and month in (None, day.month))
    return None


def _is_weekday(found: re.Match[str]) -> Callable[[date], bool]:
    weekday = next(_WEEKDAYS[name] for name in found.groups() if name)
    return lambda day: day.weekday() == weekday


def _is_last(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _first(today: date, side: Side, reach: range, fits: Callable[[date], bool]) -> date | None:
    """The nearest day on that side of `today` that fits."""
    step = timedelta(days=1 if side == "future" else -1)
    return next((today + number * step for number in reach if fits(today + number * step)), None)


def _explain(reading: str, today: date, side: Side) -> None:
    """Say what is wrong with a day that its month does not have, or a month without a day."""
    for day in _instead(reading, today, side):
        last = day.replace(day=monthrange(day.year, day.month)[1])
        raise NoSuchDay(_("That day does not exist. That month ends on {day}.", day=last))
    only = _ONLY_MONTH.fullmatch(reading)
    if only is not None:
        middle = _in_a_year(f"15 {only[0]}", today, side)
        raise Misunderstood(_("Which day? Please add it, for example {day}.", day=middle or today))


def _instead(reading: str, today: date, side: Side) -> Iterator[date]:
    """The 28th of every month that was named together with a number of days that it does not have."""
    for number in _LATE.finditer(reading):
        day = _in_a_year(f"{reading[: number.start()]}28{reading[number.end() :]}", today, side)
        if day is not None and day.day == 28:
            yield day


def _parsed(text: str, today: date, prefer: str, parser: str, parts: list[str]) -> date | None:
    from dateparser import parse  # noqa: PLC0415  # half a second of import that only date questions need

    found = parse(
        text,
        languages=list(languages()),
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": prefer,
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "REQUIRE_PARTS": parts,
            "PARSERS": [parser],
        },
    )
    return found.date() if found and _keeps_year(text, found.date()) else None


def _keeps_year(reading: str, day: date) -> bool:
    """A year that was written is never read otherwise, and it is one that people write."""
    year = _YEAR.search(reading)
    return 1900 <= day.year < 2200 and (year is None or int(year[0]) == day.year)
