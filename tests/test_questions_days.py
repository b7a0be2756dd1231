"""Days said without a date: weekdays, ends of months, slips; and what is said of a day that there is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.heard import Missed, Proposed, Took, heard
from tests.test_questions_dates import DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("lunes", "2026-11-30"),
        ("el próximo lunes", "2026-11-30"),
        ("el lunes que viene", "2026-11-30"),
        ("Monday", "2026-11-30"),
        ("martes", "2026-12-01"),
        ("next friday", "2026-11-27"),
        ("este viernes", "2026-11-27"),
        ("sabado", "2026-11-28"),
        ("juebes", "2026-11-26"),
        ("el lunes pasado", "2026-11-23"),
        ("last friday", "2026-11-20"),
        ("lunes 30 de noviembre", "2026-11-30"),
        ("viernes 27", "2026-11-27"),
        ("el 15", "2026-12-15"),
        ("25", "2026-11-25"),
        ("el día 31", "2026-12-31"),
        ("fin de mes", "2026-11-30"),
        ("a fin de mes", "2026-11-30"),
        ("último día del mes", "2026-11-30"),
        ("end of the month", "2026-11-30"),
        ("a finales de febrero", "2027-02-28"),
        ("end of march", "2027-03-31"),
        ("fin de año", "2026-12-31"),
    ],
)
def test_weekdays_and_ends_of_months(text: str, day: str) -> None:
    assert heard(DAY, text) == Proposed(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [("15 de marso", "2027-03-15"), ("15 de marso de 2027", "2027-03-15"), ("3 de dicembre", "2026-12-03")],
)
def test_a_slip_is_proposed_and_never_taken(text: str, day: str) -> None:
    assert heard(DAY, text) == Proposed(day)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("30 de febrero", "28 de febrero de 2027"),
        ("30/2", "28 de febrero de 2027"),
        ("february 30", "28 de febrero de 2027"),
        ("30/2/2026", "28 de febrero de 2026"),
        ("2026-02-30", "28 de febrero de 2026"),
        ("30 de febrero de 2028", "29 de febrero de 2028"),
        ("29 feb 2027", "28 de febrero de 2027"),
        ("29/2/2027", "28 de febrero de 2027"),
        ("31 de abril", "30 de abril de 2027"),
        ("treinta y uno de abril", "30 de abril de 2027"),
        ("31 de noviembre", "30 de noviembre de 2026"),
        ("32 de marzo", "31 de marzo de 2027"),
    ],
)
def test_a_day_that_its_month_does_not_have(text: str, last: str) -> None:
    assert heard(DAY, text) == Missed(f"Ese día no existe. Ese mes termina el {last}.")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("marzo", "15 de marzo de 2027"),
        ("en diciembre", "15 de diciembre de 2026"),
        ("marzo de 2026", "15 de marzo de 2026"),
        ("March 2028", "15 de marzo de 2028"),
    ],
)
def test_a_month_without_a_day(text: str, day: str) -> None:
    assert heard(DAY, text) == Missed(f"¿Qué día? Escríbalo también, por ejemplo {day}.")


words = st.sampled_from(
    """el próximo lunes 15 31 de del marzo febrero 2027 en dos un semana mes mañana pasado fin año que viene next friday
    end of month 3rd / - . : 99 cero mil millones hace ago""".split()  # noqa: SIM905
)


@given(st.text(max_size=60) | st.lists(words, max_size=9).map(" ".join))
def test_whatever_is_written_is_answered(text: str) -> None:
    outcome = heard(DAY, text)
    if isinstance(outcome, Took | Proposed):
        assert date(1900, 1, 1) <= DAY.read(outcome.value) < date(2200, 1, 1)
