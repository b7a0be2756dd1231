"""Shifts: on duty, off duty, before and after the one start that is known."""

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.shifts import LONGEST, PATTERNS, Shift, end_of_duty, free_from, on_duty

START = "2026-11-24T08:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}")


@pytest.mark.parametrize(
    ("pattern", "on", "off"),
    [
        ("24x24", ["24T08:00", "25T07:59", "26T08:00", "22T08:00", "23T07:59"], ["25T08:00", "23T08:00", "24T07:59"]),
        ("24x48", ["24T08:00", "25T07:59", "27T08:00", "21T12:00"], ["25T08:00", "26T20:00", "24T07:59", "22T08:00"]),
        ("12x24", ["24T08:00", "24T19:59", "25T20:00", "26T07:59"], ["24T20:00", "25T19:59", "26T08:00"]),
        ("12x12", ["24T08:00", "25T12:00", "01T12:00"], ["24T20:00", "25T07:59", "01T03:00"]),
        ("168x168", ["24T08:00", "30T23:00"], ["17T08:00", "20T12:00"]),
    ],
)
def test_who_is_on_duty_when(pattern: str, on: list[str], off: list[str]) -> None:
    shift = Shift(pattern, START)
    assert [moment for moment in on if not on_duty(shift, at(moment))] == []
    assert [moment for moment in off if on_duty(shift, at(moment))] == []


def test_the_end_of_a_duty() -> None:
    shift = Shift("24x24", START)
    assert free_from(shift, at("24T09:30")) == at("25T08:00")
    assert free_from(shift, at("25T08:00")) == at("25T08:00")
    assert free_from(shift, at("25T11:15")) == at("25T11:15")
    assert end_of_duty(shift, at("24T09:30")) == at("25T08:00")
    assert end_of_duty(shift, at("25T08:00")) == at("27T08:00"), "the next one, when none is on"


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        ("", START),
        ("24", START),
        ("24x0", START),
        ("0x24", START),
        ("24x24x24", START),
        ("-24x24", START),
        ("1000x24", START),
        ("200x200", START),
        ("24x24", ""),
        ("24x24", "mañana"),
        ("24x24", "2026-02-30T08:00"),
        ("24x24", "2026-11-24T08:00:30"),
        ("24x24", "2026-11-24T08:00+00:00"),
    ],
)
def test_what_is_no_shift(pattern: str, starts: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Shift(pattern, starts)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({"pattern": pattern, "starts": starts}), type=Shift)


def test_it_is_kept_as_json() -> None:
    shifts = [Shift(pattern, START) for pattern in PATTERNS]
    assert msgspec.json.decode(msgspec.json.encode(shifts), type=list[Shift]) == shifts


hours = st.integers(1, LONGEST // 2)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1))  # noqa: DTZ001  # wall clock


@given(hours, hours, moments)
def test_a_duty_ends_and_the_next_begins(on: int, off: int, moment: datetime) -> None:
    shift = Shift(f"{on}x{off}", START)
    end, instant = free_from(shift, moment), timedelta(microseconds=1)
    assert on_duty(shift, moment) == (end > moment)
    assert not on_duty(shift, end)
    coming = end_of_duty(shift, moment)
    assert moment < coming <= moment + timedelta(hours=on + off)
    assert on_duty(shift, coming - instant)
    assert not on_duty(shift, coming)
    assert on_duty(shift, coming + timedelta(hours=off))
    assert on_duty(shift, moment) == on_duty(shift, moment + timedelta(hours=on + off))
