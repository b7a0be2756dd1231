"""Shifts: so many hours on duty, so many off, again and again from one known start. Wall clock only, no zones."""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import msgspec

#: The patterns that are offered; any other of hours on and off is understood as well.
PATTERNS = ("24x24", "24x48", "12x24", "12x12")
LONGEST = 14 * 24  # hours of a whole cycle

_PATTERN = re.compile(r"([1-9]\d{0,2})x([1-9]\d{0,2})")


class Shift(msgspec.Struct, frozen=True):
    """`pattern` is hours on x hours off ("24x48"), `starts` the local minute of one start of duty ("2026-11-24T08:00").

    Raises `ValueError` when either cannot be read or a cycle is longer than two weeks.
    """

    pattern: str
    starts: str

    def __post_init__(self) -> None:
        _cycle(self.pattern, self.starts)


class Cycle(NamedTuple):
    """A shift as figures: one start of duty, the time on duty, and the time from one start to the next."""

    start: datetime
    on: timedelta
    whole: timedelta


def shown(pattern: str) -> str:
    """A pattern as it is read: 24×48."""
    return pattern.replace("x", "×")


def cycle(shift: Shift) -> Cycle:
    """The figures of `shift`."""
    return _cycle(shift.pattern, shift.starts)


def on_duty(shift: Shift, local: datetime) -> bool:
    """Whether `local` (wall clock) lies within a duty; its last moment does not."""
    start, on, whole = cycle(shift)
    return (local.replace(tzinfo=None) - start) % whole < on


def free_from(shift: Shift, local: datetime) -> datetime:
    """The end of the duty that is on at `local`, or `local` itself; wall clock."""
    return end_of_duty(shift, local) if on_duty(shift, local) else local.replace(tzinfo=None)


def end_of_duty(shift: Shift, local: datetime) -> datetime:
    """The end of the duty that is on at `local` or comes next; wall clock."""
    start, on, whole = cycle(shift)
    wall = local.replace(tzinfo=None)
    since = (wall - start) % whole
    return wall - since + (on if since < on else whole + on)


@lru_cache(maxsize=8192)
def _cycle(pattern: str, starts: str) -> Cycle:
    hours = _PATTERN.fullmatch(pattern)
    if hours is None or int(hours[1]) + int(hours[2]) > LONGEST:
        raise ValueError("a shift is hours on x hours off, two weeks at most in all")
    start = datetime.fromisoformat(starts)
    if start.tzinfo is not None or start.second or start.microsecond:
        raise ValueError("a shift starts at a local minute")
    on = timedelta(hours=int(hours[1]))
    return Cycle(start, on, on + timedelta(hours=int(hours[2])))
