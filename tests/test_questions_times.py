"""Times of day: what is plain is taken, what may be morning or evening is proposed, nothing is silently wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.phrases import said
from dialogue.questions import ClockTime, Misunderstood, Skippable
from dialogue.questions.clock_times import as_clock
from tests.heard import Missed, Proposed, Took, heard
from tests.talk import Talk

TIME = ClockTime("¿A qué hora?")
HINT = Missed("Escriba una hora, por favor, como 8:30 o 20:00.")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("8:30", "08:30"),
        ("08:30", "08:30"),
        ("0:05", "00:05"),
        ("20:15", "20:15"),
        ("19.30", "19:30"),
        ("20h30", "20:30"),
        ("2030", "20:30"),
        ("0800", "08:00"),
        ("08", "08:00"),
        ("20", "20:00"),
        ("20 h", "20:00"),
        ("20hrs", "20:00"),
        ("9 hrs.", "09:00"),
        ("a las 20 horas", "20:00"),
        ("24:00", "00:00"),
        ("8 am", "08:00"),
        ("8am", "08:00"),
        ("8 a.m.", "08:00"),
        ("8 a. m.", "08:00"),
        ("7pm", "19:00"),
        ("7:45 p.m.", "19:45"),
        ("12 am", "00:00"),
        ("12 pm", "12:00"),
        ("12:30 a.m.", "00:30"),
        ("8 de la noche", "20:00"),
        ("a las ocho de la noche", "20:00"),
        ("ocho y media de la noche", "20:30"),
        ("8:30 de la noche", "20:30"),
        ("A las 8 de la noche, por favor.", "20:00"),
        ("20:30 de la noche", "20:30"),
        ("12 de la noche", "00:00"),
        ("12 del día", "12:00"),
        ("una de la tarde", "13:00"),
        ("3 de la madrugada", "03:00"),
        ("Las 6 de la mañana.", "06:00"),
        ("6 por la tarde", "18:00"),
        ("cuarto para las nueve de la noche", "20:45"),
        ("mediodía", "12:00"),
        ("al mediodía", "12:00"),
        ("a medianoche", "00:00"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("at 7 in the evening", "19:00"),
        ("nine at night", "21:00"),
        ("half past seven in the morning", "07:30"),
        ("8 o'clock in the morning", "08:00"),
    ],
)
def test_a_plain_time_is_taken(text: str, time: str) -> None:
    assert heard(TIME, text) == Took(time)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("8", "08:00"),
        ("12", "12:00"),
        ("ocho", "08:00"),
        ("eight", "08:00"),
        ("a las 7", "07:00"),
        ("como a las 7", "07:00"),
        ("desde las 9", "09:00"),
        ("a la una", "01:00"),
        ("8 y media", "08:30"),
        ("ocho y media", "08:30"),
        ("8 y cuarto", "08:15"),
        ("8 y 20", "08:20"),
        ("ocho treinta", "08:30"),
        ("8 30", "08:30"),
        ("1030", "10:30"),
        ("cuarto para las 9", "08:45"),
        ("diez para las ocho", "07:50"),
        ("9 menos cuarto", "08:45"),
        ("8 en punto", "08:00"),
        ("8 o'clock", "08:00"),
        ("half past seven", "07:30"),
        ("a quarter to nine", "08:45"),
        ("ten past eight", "08:10"),
        ("12 de la mañana", "12:00"),
        ("2 de la noche", "02:00"),
    ],
)
def test_morning_or_evening_is_asked_back(text: str, time: str) -> None:
    assert heard(TIME, text) == Proposed(time)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "25:00",
        "8:75",
        "8:5",
        "8:30:15",
        "13 am",
        "0 pm",
        "30 pm",
        "-8",
        "8-9",
        "7 u 8",
        "7 o 8",
        "7 or 8",
        "entre 7 y 9",
        "después de las 8",
        "8, 9",
        "1/2",
        "60%",
        "noche",
        "por la mañana",
        "mañana",
        "temprano",
        "cuando sea",
        "no sé",
        "en 8 horas",
        "15/3/2026",
        "8 9",
        "800",
        "1" * 61,
    ],
)
def test_what_is_no_time_gets_the_hint(text: str) -> None:
    assert heard(TIME, text) == HINT


def test_what_was_proposed_is_read_back_in_either_language() -> None:
    store: list[int | None] = []
    Talk(lambda chat: store.append(chat.ask("hour", Skippable(TIME))))("""
        > (again)
        < ¿A qué hora? [Omitir]
        > a las 7
        < ¿Quiso decir «7:00»? [Sí] [No]
        > english
        < Did you mean “7:00”? [Yes] [No]
        > no
        < ¿A qué hora? [Skip]
        > later
        < Please send a time of day, such as 8:30 or 20:00. ¿A qué hora? [Skip]
        > 7 pm
    """)
    assert store == [19 * 60]


@pytest.mark.parametrize("stored", [None, 5, "", "24:00", "8:00", "08:60", "08:00 ", ["08:00"], {}])
def test_what_was_kept_and_fits_no_more(stored: object) -> None:
    with pytest.raises(Misunderstood):
        TIME.check(stored)


@given(st.integers(0, 24 * 60 - 1))
def test_a_time_is_understood_as_it_is_shown(minutes: int) -> None:
    outcome = heard(TIME, as_clock(minutes))
    assert isinstance(outcome, Took)
    assert TIME.read(outcome.value) == minutes
    assert said(TIME.name(outcome.value), "es") == as_clock(minutes)


words = st.sampled_from(
    """8 12 20 30 : . h am pm a las y media cuarto para de la noche tarde mañana madrugada del día half past quarter to
    noon ocho diez o - + 0 99""".split()  # noqa: SIM905
)


@given(st.text(max_size=60) | st.lists(words, max_size=8).map(" ".join) | st.text("0123456789:.h apm", max_size=8))
def test_whatever_is_written_is_answered(text: str) -> None:
    outcome = heard(TIME, text)
    if isinstance(outcome, Took | Proposed):
        assert 0 <= TIME.read(outcome.value) < 24 * 60
