"""When a person may be written to: not in her quiet hours, not on duty, preferably at her hour; in her own time zone.

All rules speak of her wall clock; moments are UTC. Where the clocks change is zoneinfo's business alone: a search that
crosses a change is begun again at the change.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from dialogue.phrases import Phrase, _
from dialogue.questions.clock_times import as_clock
from models import shifts
from models.shifts import Shift

DAY = 24 * 60

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_LATER = timedelta(hours=3)
_LEAST = 2 * 60  # minutes of a day that should be left for messages


class Usual:
    """The quiet hours of whoever has chosen none, in minutes of the local day: a setting of the installation."""

    quiet_from = 21 * 60
    quiet_until = 8 * 60


USUAL = Usual()


def usually_quiet(start: int, end: int) -> None:
    """Let these be the usual quiet hours of this process; none where both are equal."""
    USUAL.quiet_from, USUAL.quiet_until = start, end


class Rhythm(msgspec.Struct, frozen=True):
    """A person's zone (IANA name), and her quiet hours and preferred hour in minutes of the local day (0 to 1439).

    Quiet hours may cross midnight; none where both ends are equal. Raises `ValueError` for minutes that are none.
    """

    zone: str
    quiet_from: int = msgspec.field(default_factory=lambda: USUAL.quiet_from)
    quiet_until: int = msgspec.field(default_factory=lambda: USUAL.quiet_until)
    hour: int = 10 * 60
    shift: Shift | None = None

    def __post_init__(self) -> None:
        if not all(0 <= minutes < DAY for minutes in (self.quiet_from, self.quiet_until, self.hour)):
            raise ValueError("a time of day lies between 0 and 1439 minutes")


def allowed(rhythm: Rhythm, moment: datetime) -> bool:
    """Whether `moment` is outside quiet hours and duty."""
    return hindrance(rhythm, moment) is None


def hindrance(rhythm: Rhythm, moment: datetime) -> Literal["quiet", "duty"] | None:
    """What keeps `moment` from being a good one."""
    wall = _wall(rhythm, moment)
    if is_quiet(rhythm, wall):
        return "quiet"
    return "duty" if rhythm.shift is not None and shifts.on_duty(rhythm.shift, wall) else None


def next_allowed(rhythm: Rhythm, moment: datetime) -> datetime:
    """The first allowed minute at or after `moment`.

    Where quiet hours and duty together leave none (`possible`), the quiet hours are kept and the duty is not: a message
    read at the end of a shift is better than one that wakes somebody.
    """
    if rhythm.shift is not None and not possible(rhythm):
        rhythm = msgspec.structs.replace(rhythm, shift=None)
    while (ahead := _ahead(rhythm, _wall(rhythm, moment))) is not None:
        moment = _forward(rhythm, moment, ahead)
    return moment


def at_her_hour(rhythm: Rhythm, day: date) -> datetime:
    """Her preferred hour on that local date, or the next allowed moment; an hour that the clocks skip comes later."""
    return next_allowed(rhythm, _her_hour(rhythm, day))


def next_at_her_hour(rhythm: Rhythm, after: datetime) -> datetime:
    """Her next preferred hour later than `after`, or the next allowed moment from there on: once for a local date."""
    day = local_date(rhythm, after)
    hour = _her_hour(rhythm, day)
    return next_allowed(rhythm, hour) if hour > after else at_her_hour(rhythm, day + timedelta(days=1))


def after_shift(rhythm: Rhythm, moment: datetime) -> datetime:
    """An hour after the duty that is on now or comes next, allowed; without a shift the same as `later`."""
    if rhythm.shift is None:
        return later(rhythm, moment)
    end = shifts.end_of_duty(rhythm.shift, _wall(rhythm, moment))
    return next_allowed(rhythm, _utc(rhythm, end) + _HOUR)


def tomorrow(rhythm: Rhythm, moment: datetime) -> datetime:
    """Her hour on the next local date, allowed."""
    return at_her_hour(rhythm, local_date(rhythm, moment) + timedelta(days=1))


def later(rhythm: Rhythm, moment: datetime) -> datetime:
    """Three hours later, allowed."""
    return next_allowed(rhythm, moment + _LATER)


def local_date(rhythm: Rhythm, moment: datetime) -> date:
    """The date where she is."""
    return _wall(rhythm, moment).date()


def is_quiet(rhythm: Rhythm, wall: datetime) -> bool:
    """Whether a moment of her wall clock lies within her quiet hours."""
    return (wall.hour * 60 + wall.minute - rhythm.quiet_from) % DAY < quiet_minutes(rhythm)


def quiet_minutes(rhythm: Rhythm) -> int:
    """How many minutes of a day are quiet."""
    return (rhythm.quiet_until - rhythm.quiet_from) % DAY


def contradictions(rhythm: Rhythm) -> list[Phrase]:
    """What cannot be kept together, a sentence each: what stands against what, and what would help."""
    hour, silence = as_clock(rhythm.hour), _silence(rhythm)
    found = []
    if (rhythm.hour - rhythm.quiet_from) % DAY < quiet_minutes(rhythm):
        hidden = _(
            "You asked for no messages from {start} to {end}, and your preferred hour is {hour}. "
            "Then they come when that time is over.",
            **(silence | {"hour": hour}),
        )
        found.append(hidden)
    if quiet_minutes(rhythm) > DAY - _LEAST:
        narrow = _(
            "You asked for no messages from {start} to {end}. That leaves less than two hours a day.",
            **silence,
        )
        found.append(narrow)
    return found if rhythm.shift is None else found + _with_shift(rhythm, rhythm.shift, hour)


def _with_shift(rhythm: Rhythm, shift: Shift, hour: str) -> list[Phrase]:
    if not possible(rhythm):
        nothing_left = _(
            "With your shift of {pattern} and no messages from {start} to {end}, no time is left to write to you. "
            "Then we would write while you are on duty.",
            **(_silence(rhythm) | {"pattern": shifts.shown(shift.pattern)}),
        )
        return [nothing_left]
    free = next(_free(rhythm, shift))
    day = datetime.combine(free, _time(rhythm))
    if not all(shifts.on_duty(shift, day + timedelta(days=number)) for number in range(shifts.LONGEST)):
        return []
    always = _(
        "Your preferred hour is {hour}, but with your shift of {pattern} you are always on duty then. "
        "One that is free: {free}.",
        hour=hour,
        pattern=shifts.shown(shift.pattern),
        free=as_clock(free.hour * 60 + free.minute),
    )
    return [always]


def _silence(rhythm: Rhythm) -> dict[str, str]:
    return {"start": as_clock(rhythm.quiet_from), "end": as_clock(rhythm.quiet_until)}


@lru_cache(maxsize=8192)
def possible(rhythm: Rhythm) -> bool:
    """Whether quiet hours and duty leave any minute at all."""
    return rhythm.shift is None or any(True for free in _free(rhythm, rhythm.shift))


def _free(rhythm: Rhythm, shift: Shift) -> Iterator[datetime]:
    """The first free minute after each duty that leaves one; after 24 cycles the clock stands as it stood before."""
    start, on, whole = shifts.cycle(shift)
    for number in range(24):
        end = start + on + number * whole
        free = _after_quiet(rhythm, end)
        if free < end + whole - on:
            yield free


def _ahead(rhythm: Rhythm, wall: datetime) -> timedelta | None:
    """How long what hinders now goes on; None when nothing does."""
    if is_quiet(rhythm, wall):
        return _after_quiet(rhythm, wall) - wall
    if rhythm.shift is not None and shifts.on_duty(rhythm.shift, wall):
        return shifts.end_of_duty(rhythm.shift, wall) - wall
    return None


def _after_quiet(rhythm: Rhythm, wall: datetime) -> datetime:
    if not is_quiet(rhythm, wall):
        return wall
    minute = wall.replace(second=0, microsecond=0)
    return minute + (rhythm.quiet_until - wall.hour * 60 - wall.minute) % DAY * _MINUTE


def _forward(rhythm: Rhythm, moment: datetime, ahead: timedelta) -> datetime:
    """`moment` and so much of the wall clock on; the change of the clocks, should one come before."""
    zone, then = ZoneInfo(rhythm.zone), moment + ahead
    before = moment.astimezone(zone).utcoffset()
    if then.astimezone(zone).utcoffset() == before:
        return then
    same, other = moment.replace(second=0, microsecond=0), then
    while other - same > _MINUTE:
        middle = same + (other - same) // _MINUTE // 2 * _MINUTE
        same, other = (middle, other) if middle.astimezone(zone).utcoffset() == before else (same, middle)
    return other


def _her_hour(rhythm: Rhythm, day: date) -> datetime:
    return _utc(rhythm, datetime.combine(day, _time(rhythm)))


def _time(rhythm: Rhythm) -> time:
    return time(rhythm.hour // 60, rhythm.hour % 60)


def _wall(rhythm: Rhythm, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(rhythm.zone)).replace(tzinfo=None)


def _utc(rhythm: Rhythm, wall: datetime) -> datetime:
    return wall.replace(tzinfo=ZoneInfo(rhythm.zone)).astimezone(UTC)
