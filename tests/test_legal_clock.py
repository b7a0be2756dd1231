"""The days the law leaves, counted by hand with a calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.legal_clock import answer_by, carry_out_by, is_working_day


@pytest.mark.parametrize(
    ("asked", "last"),
    [
        (date(2026, 8, 3), date(2026, 8, 31)),  # four plain weeks
        (date(2026, 8, 19), date(2026, 9, 17)),  # over Wednesday, September 16
        (date(2026, 11, 2), date(2026, 12, 1)),  # over the third Monday of November, the 16th
        (date(2026, 11, 15), date(2026, 12, 14)),  # a Sunday, and its Monday is the holiday
        (date(2026, 12, 18), date(2027, 1, 19)),  # over December 25 and January 1, both Fridays
        (date(2026, 12, 24), date(2027, 1, 25)),
        (date(2027, 1, 22), date(2027, 2, 22)),  # over the first Monday of February
        (date(2026, 3, 20), date(2026, 4, 17)),  # Holy Week counts: April 2 and 3 are working days
        (date(2026, 3, 13), date(2026, 4, 13)),  # over the third Monday of March, the 16th
        (date(2026, 4, 20), date(2026, 5, 19)),  # over Friday, May 1
        (date(2024, 9, 9), date(2024, 10, 9)),  # over September 16 and October 1, when a government began
        (date(2026, 9, 7), date(2026, 10, 6)),  # no government begins in 2026
    ],
)
def test_twenty_working_days_to_answer(asked: date, last: date) -> None:
    assert answer_by(asked) == last


@pytest.mark.parametrize(
    ("answered", "last"),
    [
        (date(2026, 8, 3), date(2026, 8, 24)),
        (date(2026, 12, 18), date(2027, 1, 12)),
        (date(2026, 11, 13), date(2026, 12, 7)),
        (date(2026, 8, 1), date(2026, 8, 21)),  # a Saturday: the count begins on Monday
    ],
)
def test_fifteen_more_to_carry_it_out(answered: date, last: date) -> None:
    assert carry_out_by(answered) == last


@pytest.mark.parametrize(
    ("day", "open_then"),
    [
        (date(2026, 11, 13), True),
        (date(2026, 11, 14), False),
        (date(2026, 11, 15), False),
        (date(2026, 11, 16), False),
        (date(2026, 11, 20), True),
        (date(2026, 4, 3), True),
        (date(2026, 12, 25), False),
        (date(2030, 10, 1), False),
    ],
)
def test_working_days(day: date, open_then: bool) -> None:
    assert is_working_day(day) == open_then


@given(st.dates(date(2024, 1, 1), date(2060, 12, 31)))
def test_the_last_day_is_a_working_day_and_later_requests_never_end_earlier(asked: date) -> None:
    last = answer_by(asked)
    assert is_working_day(last)
    assert timedelta(days=26) <= last - asked <= timedelta(days=34)
    assert last <= answer_by(asked + timedelta(days=1))
    assert carry_out_by(asked) < last
