"""The days the Ley Federal de Protección de Datos Personales leaves for a request: twenty to answer, fifteen to act.

They are working days: Monday to Friday without the public holidays of the Ley Federal del Trabajo, as the library has
them. Holy Week and the end of the year are no holidays there.
"""

from datetime import date
from functools import lru_cache

from holidays import HolidayBase, country_holidays

ANSWER_WITHIN = 20
CARRY_OUT_WITHIN = 15


def answer_by(asked: date) -> date:
    """The last day on which a request made on `asked` may be answered; the day itself does not count."""
    return _working_days_after(asked, ANSWER_WITHIN)


def carry_out_by(answered: date) -> date:
    """The last day on which what was granted on `answered` may be carried out."""
    return _working_days_after(answered, CARRY_OUT_WITHIN)


def is_working_day(day: date) -> bool:
    """Whether offices are open on `day`: Monday to Friday, and no public holiday."""
    return _mexico().is_working_day(day)


@lru_cache(maxsize=4096)
def is_holiday(day: date) -> bool:
    """Whether `day` is a public holiday."""
    return day in _mexico()


def _working_days_after(day: date, number: int) -> date:
    return _mexico().get_nth_working_day(day, number)


def _mexico() -> HolidayBase:
    return country_holidays("MX")  # made anew, since it is filled year by year and threads would see half a year


_mexico()  # the library reads all its countries at the first call: not while a transaction waits for it
