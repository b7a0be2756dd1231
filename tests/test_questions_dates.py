"""Dates: what can be read in one way is taken, what had to be guessed is proposed, what is no day is refused."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.phrases import _, said
from dialogue.questions import Date, Misunderstood, Skippable
from tests.heard import Missed, Proposed, Took, heard
from tests.talk import Talk

TODAY = date(2026, 11, 24)
DAY = Date("¿Qué día?", TODAY)
HINT = Missed("Escriba una fecha, por favor: día, mes y año.")


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-15",
        "15/3/2026",
        "15-03-2026",
        "15.3.2026",
        "15 de marzo de 2026",
        "el 15 de marzo del 2026",
        "15 mar 2026",
        "March 15, 2026",
        "15 March 2026",
        "2026/3/15",
    ],
)
def test_a_whole_date_is_taken(text: str) -> None:
    assert heard(DAY, text) == Took("2026-03-15")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15/3", "2027-03-15"),
        ("15 de marzo", "2027-03-15"),
        ("El 15 de marzo", "2027-03-15"),
        ("quince de marzo", "2027-03-15"),
        ("el primero de enero", "2027-01-01"),
        ("1o. de enero", "2027-01-01"),
        ("march 1st", "2027-03-01"),
        ("12 de diciembre", "2026-12-12"),
        ("hoy", "2026-11-24"),
        ("ayer", "2026-11-23"),
        ("mañana", "2026-11-25"),
        ("tomorrow", "2026-11-25"),
        ("in two weeks", "2026-12-08"),
        ("dentro de 2 semanas", "2026-12-08"),
        ("en dos semanas", "2026-12-08"),
        ("dos semanas", "2026-12-08"),
        ("en quince días", "2026-12-09"),
        ("dentro de un mes", "2026-12-24"),
        ("en seis meses", "2027-05-24"),
        ("pasado mañana", "2026-11-26"),
        ("Pasado manana.", "2026-11-26"),
        ("the day after tomorrow", "2026-11-26"),
        ("mañana por la mañana", "2026-11-25"),
        ("antier", "2026-11-22"),
        ("antes de ayer", "2026-11-22"),
        ("hace 3 días", "2026-11-21"),
        ("15/03", "2027-03-15"),
        ("en tres meses", "2027-02-24"),
        ("in three months", "2027-02-24"),
    ],
)
def test_a_day_without_its_year_is_taken_where_it_is_clear(text: str, day: str) -> None:
    assert heard(DAY, text) == Took(day)
    assert heard(replace(DAY, cautious=True), text) == Proposed(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15/3/26", "2026-03-15"),
        ("15-mar-27", "2027-03-15"),
        ("15 de marzo del próximo año", "2027-03-15"),
        ("29 de febrero", "2028-02-29"),
        ("la próxima semana", "2026-12-01"),
        ("la semana que viene", "2026-12-01"),
        ("next week", "2026-12-01"),
        ("el mes que viene", "2026-12-24"),
    ],
)
def test_what_had_to_be_guessed_is_proposed(text: str, day: str) -> None:
    assert heard(DAY, text) == Proposed(day)


@pytest.mark.parametrize(
    "text",
    [
        "99/99/2026",
        "13/13/2026",
        "2026",
        "15-16 de marzo",
        "en mil años",
        "15 o 16 de marzo",
        "lunes o martes",
        "viernes 28",
        "un lunes",
        "a",
        "el",
        "mes",
        "cuando pueda",
        "12:30",
        "60",
        "hola",
        "no sé",
        "",
        "0000-00-00",
        "01-01-1000",
        "1" * 61,
        "quincena",
    ],
)
def test_what_is_no_day_never_becomes_one(text: str) -> None:
    assert heard(DAY, text) == HINT


@pytest.mark.parametrize("text", ["3/15/2026", "03-15-2026"])
def test_a_date_that_can_be_read_in_one_way_only(text: str) -> None:
    assert heard(DAY, text) == Took("2026-03-15")


@pytest.mark.parametrize("text", ["2/3/2026", "02-03-2026", "2.3.2026"])
def test_the_day_comes_first_in_both_languages(text: str) -> None:
    assert heard(DAY, text) == Took("2026-03-02")


def test_the_first_and_the_last_day_that_fit() -> None:
    question = Date("¿Qué día?", TODAY, earliest=date(2026, 11, 1), latest=TODAY)
    assert heard(question, "2026-11-01") == Took("2026-11-01")
    assert heard(question, "24/11/2026") == Took("2026-11-24")
    assert heard(question, "31/10/2026") == Missed("La fecha tiene que ser a partir del 1 de noviembre de 2026.")
    late = Missed("La fecha tiene que ser a más tardar el 24 de noviembre de 2026.")
    assert (heard(question, "25/11/2026"), heard(question, "mañana")) == (late, late)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("el 15", "2026-11-15"),
        ("24", "2026-11-24"),
        ("lunes", "2026-11-23"),
    ],
)
def test_a_day_that_must_have_passed_is_looked_for_in_the_past(text: str, day: str) -> None:
    assert heard(Date("¿Qué día?", TODAY, latest=TODAY), text) == Proposed(day)


@pytest.mark.parametrize(("text", "day"), [("15 de marzo", "2026-03-15"), ("2 semanas", "2026-11-10")])
def test_and_taken_where_it_is_clear(text: str, day: str) -> None:
    assert heard(Date("¿Qué día?", TODAY, latest=TODAY), text) == Took(day)


def test_a_proposed_date_is_read_back_in_full_in_either_language() -> None:
    store: list[date] = []
    Talk(lambda chat: store.append(chat.ask("day", Skippable(DAY)) or TODAY))("""
        > (again)
        < ¿Qué día? [Omitir]
        > 15 de marso
        < ¿Quiso decir «15 de marzo de 2027»? [Sí] [No]
        > english
        < Did you mean “March 15, 2027”? [Yes] [No]
        > yes
    """)
    assert store == [date(2027, 3, 15)]


def test_the_example_is_a_day_that_fits() -> None:
    assert said(DAY.example() or "", "es") == "Por ejemplo: 24/11/2026"
    assert said(replace(DAY, earliest=date(2026, 11, 25)).example() or "", "es") == "Por ejemplo: 25/11/2026"
    assert said(replace(DAY, latest=date(2026, 11, 1)).example() or "", "es") == "Por ejemplo: 01/11/2026"


def test_one_example_is_enough() -> None:
    talk = Talk(lambda chat: chat.ask("day", Date(_("Until what time? For example: 8:00."), TODAY)), None)
    talk("""
        > (again)
        < ¿Hasta qué hora? Por ejemplo: 8:00.
        > pronto
        < Escriba una fecha, por favor: día, mes y año. ¿Hasta qué hora? Por ejemplo: 8:00.
        > cuando sea
        < Escriba una fecha, por favor: día, mes y año. ¿Hasta qué hora? Por ejemplo: 8:00.
    """)


@pytest.mark.parametrize("stored", [None, 5, "", "2026-02-30", ["2026-03-15"], {}])
def test_what_was_kept_and_fits_no_more(stored: object) -> None:
    with pytest.raises(Misunderstood):
        DAY.check(stored)


@settings(deadline=None)  # the library is loaded by the first date
@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"])
)
def test_every_day_written_in_full_is_that_day(day: date, how: str) -> None:
    assert heard(DAY, day.strftime(how)) == Took(day.isoformat())


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1900, 2100))
def test_two_numbers_and_a_year_are_a_day_of_that_month_or_none(first: int, second: int, year: int) -> None:
    outcome = heard(DAY, f"{first}/{second}/{year}")
    if isinstance(outcome, Took):
        day = date.fromisoformat(outcome.value)
        assert day.year == year
        assert (day.day, day.month) in ((first, second), (second, first))
        assert (day.day, day.month) == (first, second) or second > 12, "day first, unless there is no such month"
