"""One row: everything wrong with it is told at once, and nothing in it breaks the check."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rosters import COLUMNS, Problem, Raw, Row, check

GOOD = {"given_name": "Ana", "family_name": "Ejemplo Rivera", "programme": "Curso", "cohort": "2024-A"}

cells = (
    st.text()
    | st.text(alphabet=st.characters(), max_size=20)
    | st.sampled_from(["=1+1", "ana@ejemplo.mx", "55 5000 0001", "31/12/2024", "#N/A", "\x00", "\ud800", "a" * 3000])
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.none()
    | st.dates()
    | st.datetimes()
)


def row(**cells: Any) -> Row:
    checked = check(Raw(2, {**GOOD, **cells}))
    assert isinstance(checked, Row), checked
    return checked


def reasons(**cells: Any) -> dict[str, str]:
    checked = check(Raw(7, {**GOOD, **cells}))
    assert not isinstance(checked, Row)
    assert {problem.row for problem in checked} == {7}
    return {problem.column: problem.reason for problem in checked}


@given(st.dictionaries(st.sampled_from(COLUMNS), cells))
def test_whatever_a_row_holds_it_is_a_row_or_a_list_of_reasons(values: dict[str, Any]) -> None:
    checked = check(Raw(3, values))
    if isinstance(checked, Row):
        assert all("\x00" not in value for value in checked if isinstance(value, str))
        "".join(value for value in checked if isinstance(value, str)).encode()
    else:
        assert checked
        assert all(problem.row == 3 and problem.column in COLUMNS and problem.reason for problem in checked)


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(min_size=4, alphabet="qxzw#@[]")))
def test_a_reason_never_repeats_what_the_cell_says(values: dict[str, Any]) -> None:
    checked = check(Raw(3, values))
    if not isinstance(checked, Row):
        assert not any(value in problem.reason for problem in checked for value in values.values())


def test_names_programme_and_cohort_are_needed_and_all_problems_are_told() -> None:
    assert check(Raw(9, {"email": "ana@", "state": "Texas", "given_name": "  "})) == [
        Problem(9, "state", "is not one of the 32 states of Mexico"),
        Problem(9, "email", "is not an e-mail address such as ana@ejemplo.mx (one only)"),
        Problem(9, "given_name", "is missing"),
        Problem(9, "family_name", "is missing"),
        Problem(9, "programme", "is missing"),
        Problem(9, "cohort", "is missing"),
    ]


def test_what_is_written_is_tidied() -> None:
    tidy = row(
        given_name="  Ana\u00a0 María\u200b ",
        family_name="Pen\u0303a",
        email=" Ana.Ejemplo@Example.ORG ",
        phone=5550000001.0,
        state="cdmx",
        language="Español",
        cohort=2024.0,
        rank="Inspectora",
    )
    assert (tidy.given_name, tidy.family_name, tidy.email) == ("Ana María", "Peña", "ana.ejemplo@example.org")
    assert (tidy.phone, tidy.state, tidy.language, tidy.cohort) == ("+525550000001", "CMX", "es", "2024")
    assert tidy.rank_band == "command"


@pytest.mark.parametrize("nothing", ["", " ", "-", "N/A", "n/a", "S/N", "no tiene", "Ninguno", None])
def test_what_means_nothing_is_blank(nothing: str | None) -> None:
    blank = row(email=nothing, phone=nothing, municipality=nothing, state=nothing, language=nothing, plan_due=nothing)
    assert (blank.email, blank.phone, blank.municipality, blank.state, blank.language) == (None,) * 5


@pytest.mark.parametrize("language", ["en", "EN", "English", "inglés", "Ingles", "en-US", "en_GB"])
def test_english_has_many_names(language: str) -> None:
    assert row(language=language).language == "en"


@pytest.mark.parametrize(
    "cell", ["2024-12-31", "31/12/2024", "31-12-2024", "31.12.2024", "2024-12-31 00:00:00", date(2024, 12, 31), datetime(2024, 12, 31)]  # noqa: DTZ001  # as a spreadsheet has them
)  # fmt: skip
def test_dates_come_in_many_forms(cell: Any) -> None:
    assert row(cohort_end=cell).cohort_end == date(2024, 12, 31)


@pytest.mark.parametrize("cell", ["12/31/2024", "31/12/24", "2024-02-30", "mañana", 45000, "1/1/0001", "٣١/١٢/٢٠٢٤"])
def test_what_is_no_date_is_told(cell: Any) -> None:
    assert "date" in reasons(cohort_start=cell)["cohort_start"]


@pytest.mark.parametrize(
    "email", ["ana", "ana@", "@ejemplo.mx", "ana@ejemplo", "a b@ejemplo.mx", "a@b.mx, c@d.mx", "a@b..mx", "añá@b.mx", ".a@b.mx"]
)  # fmt: skip
def test_what_is_no_address_is_told(email: str) -> None:
    assert "email" in reasons(email=email)


def test_dates_have_an_order() -> None:
    assert reasons(cohort_start="2024-05-02", cohort_end="2024-05-01", plan_title="A", plan_due="2024-05-01") == {
        "cohort_end": "is before cohort_start",
        "plan_due": "is before cohort_start",
    }


def test_a_goal_without_a_plan_is_told() -> None:
    assert reasons(plan_goal="Meta", plan_due="2027-01-01") == {
        "plan_goal": "needs a plan_title",
        "plan_due": "needs a plan_title",
    }


def test_what_is_too_long_is_told_with_the_limit_and_not_cut() -> None:
    assert reasons(plan_title="x" * 201)["plan_title"] == "is too long: 201 characters, at most 200 are allowed"


@pytest.mark.parametrize("cell", ["a\x00b", "a\x07", "\ud800", "Pe\ufffda"])
def test_unreadable_characters_are_told(cell: str) -> None:
    assert "cannot be read" in reasons(family_name=cell)["family_name"]


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#¿NOMBRE?", 12345])
def test_a_name_is_a_name(cell: Any) -> None:
    assert "family_name" in reasons(family_name=cell)


def test_an_unknown_rank_is_told_and_kept_nowhere() -> None:
    odd = row(rank="Astronauta")
    assert odd.rank_band is None
    assert [(problem.row, problem.column) for problem in odd.oddities] == [(2, "rank")]
    assert "Astronauta" not in repr(odd)
