"""When a wave may write: on its weekdays, within its hours, not on a public holiday; and as the person's rhythm allows.

Pure. Days and hours are those of her own clock; moments are UTC.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from models import hours, legal_clock
from models.hours import Rhythm

USUAL_HOUR = 10 * 60  # at which people are asked who have chosen no hour
_LOOKS = 60  # at hours that do not go together; then her own rhythm decides alone
_HOUR, _DAY = 60, timedelta(days=1)


class Window(NamedTuple):
    """Weekdays as digits (Monday is 1), minutes of the local day, and whether public holidays are left out."""

    weekdays: str = "12345"
    hours_from: int = 8 * 60
    hours_until: int = 21 * 60
    skips_holidays: bool = True


def first_day(window: Window, day: date) -> date:
    """The first day from `day` on on which people are asked."""
    while not _opens(window, day):
        day += _DAY
    return day


@lru_cache(maxsize=65_536)
def usual(window: Window, zone: str, day: date) -> datetime:
    """The usual hour of that day, or of the next on which people are asked, where the clocks show `zone`."""
    return _instant(first_day(window, day), _within(window, USUAL_HOUR), zone)


def at_her_hour(window: Window, rhythm: Rhythm, day: date) -> datetime:
    """Her preferred hour of that day, as far as the wave allows; else the next moment that suits both."""
    suits = msgspec.structs.replace(rhythm, hour=_within(window, rhythm.hour))
    return next_open(window, rhythm, hours.at_her_hour(suits, first_day(window, day)))


def next_open(window: Window, rhythm: Rhythm, moment: datetime) -> datetime:
    """The first moment from `moment` on at which the wave may write and she may be written to.

    Where the two never meet within many looks, her rhythm decides alone.
    """
    at = moment
    for _look in range(_LOOKS):
        at = hours.next_allowed(rhythm, _open(window, rhythm.zone, at))
        if _open(window, rhythm.zone, at) == at:
            return at
    return hours.next_allowed(rhythm, moment)


def _open(window: Window, zone: str, moment: datetime) -> datetime:
    wall = moment.astimezone(ZoneInfo(zone))
    minute, day = wall.hour * 60 + wall.minute, wall.date()
    if _opens(window, day) and minute < window.hours_until:
        return moment if minute >= window.hours_from else _instant(day, window.hours_from, zone)
    return _instant(first_day(window, day + _DAY), window.hours_from, zone)


def _opens(window: Window, day: date) -> bool:
    if str(day.isoweekday()) not in window.weekdays:
        return False
    return not (window.skips_holidays and legal_clock.is_holiday(day))


def _within(window: Window, minute: int) -> int:
    """`minute`, or what of the wave's hours is next to it."""
    return min(max(minute, window.hours_from), max(window.hours_from, window.hours_until - _HOUR))


def _instant(day: date, minute: int, zone: str) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), ZoneInfo(zone)).astimezone(UTC)
