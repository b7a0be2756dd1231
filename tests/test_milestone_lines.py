"""What one line of a milestone is taken to say."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.questions import Misunderstood
from handlers.milestone_lines import Line, MilestoneLines, MoreMilestones, doubt_of, line_of
from tests.heard import Missed, Took, heard

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("line", "title", "due_on", "sure"),
    [
        ("Capacitar a 20 oficiales, 15 de marzo", "Capacitar a 20 oficiales", "2027-03-15", False),
        ("Capacitar a 20 oficiales 15 de marzo", "Capacitar a 20 oficiales", "2027-03-15", False),
        ("Capacitar, evaluar y reportar; 15 de marzo", "Capacitar, evaluar y reportar", "2027-03-15", False),
        ("Comprar radios, 15/3/2027", "Comprar radios", "2027-03-15", True),
        ("Comprar radios 2027-03-15", "Comprar radios", "2027-03-15", True),
        ("Comprar radios, mañana", "Comprar radios", "2026-11-25", False),
        ("Informe (15 de marzo)", "Informe", "2027-03-15", False),
        ("Taller - 3 de mayo", "Taller", "2027-05-03", False),
        ("Curso en dos semanas", "Curso", "2026-12-08", False),
        ("Curso para el viernes", "Curso", "2026-11-27", False),
        ("Curso antes del 20 de enero", "Curso", "2027-01-20", False),
        ("Hacerlo a más tardar el 5 de mayo", "Hacerlo", "2027-05-05", False),
        ("Comprar radios, el 15", "Comprar radios", "2026-12-15", False),
        ("Train 20 officers, March 15", "Train 20 officers", "2027-03-15", False),
        ("Train 20 officers by March 15, 2027", "Train 20 officers", "2027-03-15", True),
        ("Train officers March 15", "Train officers", "2027-03-15", False),
    ],
)
def test_a_date_at_the_end(line: str, title: str, due_on: str, sure: bool) -> None:
    found = line_of(line, TODAY)
    assert (found.title, found.due_on, found.sure, found.written) == (title, due_on, sure, line)
    assert doubt_of(found, TODAY) is None


@pytest.mark.parametrize(
    "line",
    [
        "Capacitar a 20 oficiales",
        "20 oficiales capacitados",
        "Comprar 15 radios",
        "Comprar radios, 15",
        "Reunión en la mañana",
        "Comprar radios mañana",
        "Curso de 2 meses",
        "Curso en marzo",
        "Plan 2027",
        "Reunión el lunes con los mandos",
        "Presentar en el Congreso",
        "Hablar con el mando",
        "Entregar 5 mayores de edad",
        "Taller 1/2 de mediación",
        "Turnos 24x24",
        "Llegar a 50%",
        "Mediación: el método, en 3 pasos",
    ],
)
def test_no_date(line: str) -> None:
    assert line_of(line, TODAY) == (line, None, True, "", line)


@pytest.mark.parametrize("line", ["Curso, 30 de febrero", "Curso 31 de junio", "Curso, 99/99/2027", "Curso, 15/3/2020"])
def test_a_date_that_cannot_be_meant(line: str) -> None:
    found = line_of(line, TODAY)
    assert found.title == "Curso"
    assert doubt_of(found, TODAY) is not None


@pytest.mark.parametrize("bullet", ["- ", "• ", "1. ", "2) ", "* "])
def test_bullets_are_no_part_of_it(bullet: str) -> None:
    assert heard(MilestoneLines("?", TODAY), f"{bullet}Comprar radios") == Took(
        [Line("Comprar radios", None, True, "", "Comprar radios")]
    )


@pytest.mark.parametrize("text", ["listo", "Ya", "es todo", "no", "done", "that is all"])
def test_these_are_all(text: str) -> None:
    assert heard(MoreMilestones("?", TODAY), text) == Took(None)


@pytest.mark.parametrize("text", ["", "\n\n", ", 15 de marzo", "\n".join("abcdefghijklmnopqrstuvwxyz")])
def test_what_is_no_milestone(text: str) -> None:
    assert isinstance(heard(MilestoneLines("?", TODAY), text), Missed)


@pytest.mark.parametrize("stored", [None, "Comprar", [["Comprar"]], 5])
def test_what_was_kept_and_fits_no_more(stored: object) -> None:
    with pytest.raises(Misunderstood):
        MilestoneLines("?", TODAY).check(stored)


@settings(deadline=None)  # the first date of all loads a library
@given(
    st.lists(st.sampled_from("Capacitar evaluar radios patrullas y con mandos vecinos".split()), min_size=1),  # noqa: SIM905
    st.integers(0, 3650),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]),
    st.sampled_from([", ", " ", ", para el ", " el ", "; ", " ("]),
)
def test_every_title_with_every_day_behind_it(words: list[str], ahead: int, how: str, between: str) -> None:
    title, day = " ".join(words)[:150].strip(), TODAY + timedelta(days=ahead)
    found = line_of(f"{title}{between}{day.strftime(how)}", TODAY)
    assert (found.title, found.due_on, found.sure) == (title, day.isoformat(), True)


@settings(deadline=None)  # the same
@given(st.text(max_size=190))
def test_whatever_is_written_is_a_milestone_or_told(text: str) -> None:
    try:
        found = line_of(text, TODAY)
    except Misunderstood:
        return
    assert 0 < len(found.title) <= 200
    assert found.written
