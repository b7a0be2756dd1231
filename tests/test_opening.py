"""When a wave may write: laws of its days and hours together with a person's own rhythm."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from models import hours, legal_clock
from models.hours import Rhythm
from models.shifts import Shift
from models.surveys.opening import Window, at_her_hour, first_day, next_open, usual

ZONES = ("America/Tijuana", "America/Hermosillo", "America/Mexico_City", "America/Ciudad_Juarez", "America/Cancun")

moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(  # noqa: DTZ001  # made aware below
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)
days = st.dates(date(2026, 1, 1), date(2028, 1, 1))
windows = st.builds(
    lambda digits, start, length, skips: Window("".join(sorted(digits)), start * 60, (start + length) * 60, skips),
    st.sets(st.sampled_from("1234567"), min_size=1),
    st.integers(6, 14),
    st.integers(4, 10),
    st.booleans(),
)
shifts = st.none() | st.builds(
    Shift, st.sampled_from(["24x24", "24x48", "12x12", "12x24"]), st.just("2026-01-05T08:00")
)
rhythms = st.builds(
    lambda zone, hour, shift: Rhythm(zone, 21 * 60, 8 * 60, hour * 60, shift),
    st.sampled_from(ZONES),
    st.integers(8, 20),
    shifts,
)


def suits(window: Window, zone: str, moment: datetime) -> bool:
    wall = moment.astimezone(ZoneInfo(zone))
    minute = wall.hour * 60 + wall.minute
    on_a_day = str(wall.isoweekday()) in window.weekdays
    free = not window.skips_holidays or not legal_clock.is_holiday(wall.date())
    return on_a_day and free and window.hours_from <= minute < window.hours_until


@given(windows, rhythms, moments)
def test_it_comes_when_she_may_be_written_to_and_the_wave_writes(
    window: Window, rhythm: Rhythm, moment: datetime
) -> None:
    at = next_open(window, rhythm, moment)
    assert at >= moment
    assert hours.allowed(rhythm, at)
    assert suits(window, rhythm.zone, at) or at == hours.next_allowed(rhythm, moment)


@given(windows, st.sampled_from(ZONES), moments)
def test_it_comes_at_once_where_nothing_is_against_it(window: Window, zone: str, moment: datetime) -> None:
    rhythm = Rhythm(zone, 0, 0)
    at = next_open(window, rhythm, moment)
    assert (at == moment) == suits(window, zone, moment)
    step = moment + timedelta(hours=1)
    while step < at:
        assert not suits(window, zone, step)
        step += timedelta(hours=1)


@given(windows, st.sampled_from(ZONES), days)
def test_the_usual_hour_is_one_of_the_wave_on_the_first_good_day(window: Window, zone: str, day: date) -> None:
    at = usual(window, zone, day)
    wall = at.astimezone(ZoneInfo(zone))
    assert suits(window, zone, at)
    assert wall.date() == first_day(window, day) >= day
    if window.hours_from <= 600 < window.hours_until - 60:
        assert (wall.hour, wall.minute) == (10, 0)


@given(windows, rhythms, days)
def test_her_hour_is_not_before_the_day(window: Window, rhythm: Rhythm, day: date) -> None:
    at = at_her_hour(window, rhythm, day)
    assert at.astimezone(ZoneInfo(rhythm.zone)).date() >= first_day(window, day)
    assert hours.allowed(rhythm, at)


def test_hours_that_never_meet_do_not_wait_for_ever() -> None:
    window = Window(hours_from=8 * 60, hours_until=9 * 60)
    rhythm = Rhythm("America/Mexico_City", 18 * 60, 12 * 60)
    moment = datetime(2026, 12, 3, 14, tzinfo=UTC)
    assert next_open(window, rhythm, moment) == datetime(2026, 12, 3, 18, tzinfo=UTC)
