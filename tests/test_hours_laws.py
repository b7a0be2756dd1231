"""The laws of when somebody may be written to, checked against a walk minute by minute."""

from datetime import UTC, date, datetime, timedelta
from math import lcm
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from models import hours
from models.hours import Rhythm
from models.shifts import Shift, cycle, on_duty

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CHANGING = ["America/Tijuana", "America/Ciudad_Juarez", "America/Ojinaga", "America/Matamoros"]
STEADY = ["America/Mexico_City", "America/Mazatlan", "America/Cancun", "America/Hermosillo", "America/Chihuahua"]
CHANGES = [datetime(2026, 3, 8, 10), datetime(2026, 11, 1, 9), datetime(2027, 3, 14, 8), datetime(2027, 11, 7, 7)]  # noqa: DTZ001  # near them, for any zone


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


patterns = st.sampled_from(
    ["24x24", "24x48", "12x24", "12x12", "12x36", "8x16", "48x48", "1x1", "23x1", "17x6", "168x168"]
)
starts = st.integers(0, 14 * 24 * 60).map(
    lambda at: (datetime(2026, 11, 1) + at * MINUTE).isoformat(timespec="minutes")  # noqa: DTZ001
)
quarters = st.integers(0, 95).map(lambda quarter: quarter * 15)
minutes = st.integers(0, 1439) | quarters
rhythms = st.builds(
    Rhythm,
    st.sampled_from(CHANGING + STEADY),
    minutes,
    minutes,
    minutes,
    st.none() | st.builds(Shift, patterns, starts),
)
near_changes = st.builds(
    lambda change, away: (change + away * MINUTE).replace(tzinfo=UTC),
    st.sampled_from(CHANGES),
    st.integers(-3 * 24 * 60, 24 * 60),
)
any_time = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
moments = any_time | near_changes


def is_free(rhythm: Rhythm, moment: datetime) -> bool:
    """The rules once more, as somebody would say them."""
    wall = moment.astimezone(ZoneInfo(rhythm.zone)).replace(tzinfo=None)
    minute, start, end = wall.hour * 60 + wall.minute, rhythm.quiet_from, rhythm.quiet_until
    quiet = start <= minute < end if start <= end else minute >= start or minute < end
    return not quiet and (rhythm.shift is None or not on_duty(rhythm.shift, wall))


def walked(rhythm: Rhythm, moment: datetime, days: int) -> datetime | None:
    """The first free minute within so many days, by looking at each."""
    if is_free(rhythm, moment):
        return moment
    first = moment.replace(second=0, microsecond=0) + MINUTE
    steps = (first + step * MINUTE for step in range(days * 24 * 60))
    return next((step for step in steps if is_free(rhythm, step)), None)


def leaves_something(rhythm: Rhythm) -> bool:
    """Whether any minute of a whole round of days and duties is free, by looking at each."""
    if rhythm.shift is None:
        return True
    start, _, whole = cycle(rhythm.shift)
    fixed = msgspec.structs.replace(rhythm, zone="UTC")
    round_ = lcm(whole // MINUTE, 24 * 60)
    return any(is_free(fixed, (start + step * MINUTE).replace(tzinfo=UTC)) for step in range(round_))


@given(rhythms, moments)
def test_allowed_is_neither_quiet_nor_duty(rhythm: Rhythm, moment: datetime) -> None:
    assert hours.allowed(rhythm, moment) == is_free(rhythm, moment)
    assert (hours.hindrance(rhythm, moment) is None) == is_free(rhythm, moment)


@given(rhythms, moments)
@example(Rhythm("America/Tijuana", 60, 150), utc("2026-03-08T09:30"))
@example(Rhythm("America/Tijuana", 60, 90), utc("2026-11-01T08:15"))
@example(Rhythm("America/Tijuana", 0, 90, shift=Shift("1x1", "2026-11-01T01:00")), utc("2026-11-01T07:15"))
def test_the_next_allowed_moment_is_the_first_there_is(rhythm: Rhythm, moment: datetime) -> None:
    found = hours.next_allowed(rhythm, moment)
    kept = rhythm if hours.possible(rhythm) else msgspec.structs.replace(rhythm, shift=None)
    walk = walked(kept, moment, days=3)
    assert found == walk if walk is not None else found > moment + 3 * DAY
    assert is_free(kept, found)
    assert hours.next_allowed(rhythm, found) == found


@given(rhythms, moments, moments)
def test_of_two_moments_the_later_is_never_served_first(rhythm: Rhythm, one: datetime, other: datetime) -> None:
    first, second = sorted([one, other])
    assert hours.next_allowed(rhythm, first) <= hours.next_allowed(rhythm, second)


few = st.sampled_from(["24x24", "24x48", "12x24", "12x12", "8x16", "23x1", "1x1"])
tight = st.builds(
    lambda until, length, shift: Rhythm("America/Mexico_City", (until - length) % 1440, until, shift=shift),
    minutes,
    st.integers(600, 1439),
    st.builds(Shift, few, starts),
)


@given(tight)
@example(Rhythm("America/Mexico_City", 20 * 60, 8 * 60, shift=Shift("12x12", "2026-11-24T08:00")))
@example(Rhythm("America/Mexico_City", 20 * 60, 8 * 60 - 1, shift=Shift("12x12", "2026-11-24T08:00")))
def test_it_is_known_when_nothing_is_left(rhythm: Rhythm) -> None:
    assert hours.possible(rhythm) == leaves_something(rhythm)


@given(rhythms, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_her_hour_is_on_that_day_unless_quiet_or_duty_move_it(rhythm: Rhythm, day: date) -> None:
    free = msgspec.structs.replace(rhythm, quiet_from=0, quiet_until=0, shift=None)
    hour, wanted = hours.at_her_hour(rhythm, day), hours.at_her_hour(free, day)
    assert hours.local_date(rhythm, wanted) == day
    assert hour == wanted if is_free(rhythm, wanted) else hour > wanted or not hours.possible(rhythm)
    assert hour == hours.next_allowed(rhythm, wanted)


@given(rhythms, moments)
def test_what_is_put_off_comes_later(rhythm: Rhythm, moment: datetime) -> None:
    put_off = [
        hours.later(rhythm, moment),
        hours.tomorrow(rhythm, moment),
        hours.after_shift(rhythm, moment),
        hours.next_at_her_hour(rhythm, moment),
    ]
    assert min(put_off) > moment
    assert [each for each in put_off if hours.next_allowed(rhythm, each) != each] == []


@given(rhythms)
def test_whoever_takes_the_advice_is_heard_at_her_hour(rhythm: Rhythm) -> None:
    """Without a contradiction, her hour itself is a good moment on some day of a round."""
    if hours.contradictions(rhythm):
        return
    fixed = msgspec.structs.replace(rhythm, zone="UTC")
    days = [date(2026, 11, 1) + number * DAY for number in range(336)]
    hour = timedelta(minutes=rhythm.hour)
    good = [day for day in days if is_free(fixed, datetime(day.year, day.month, day.day, tzinfo=UTC) + hour)]
    assert good
