"""Numbers and percentages: what is plain is taken, what is likely is proposed, and nothing is silently wrong."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogue.messages import Choice
from dialogue.phrases import _, said
from dialogue.questions import Misunderstood, Number, Percent
from tests.heard import Heard, Missed, Proposed, Took, heard, pressed

PERCENT = Percent("¿Cuánto lleva avanzado?", instead=[Choice("done", _("It is done"))])
PEOPLE = Number("¿A cuántas personas?", most=100_000)
HINT = Missed("Escriba un número entero de 0 a 100, por favor.")
PEOPLE_HINT = Missed("Escriba un número entero de 0 a 100,000, por favor.")


@pytest.mark.parametrize(
    "text", ["60", " 60 ", "60%", "60 %", "60 por ciento", "60 POR CIENTO", "60 percent", "60.", "% 60", "٦٠"]
)
def test_a_plain_per_cent_is_taken(text: str) -> None:
    assert heard(PERCENT, text) == Took(60)


@pytest.mark.parametrize(
    "text",
    [
        "como 60",
        "about sixty",
        "ya voy en el 60%",
    ],
)
def test_a_likely_per_cent_is_proposed(text: str) -> None:
    assert heard(PERCENT, text) == Proposed(60)


@pytest.mark.parametrize("text", ["sesenta", "Sesenta.", "sixty", "sesenta por ciento", "sixty percent"])
def test_a_per_cent_in_words_is_taken(text: str) -> None:
    assert heard(PERCENT, text) == Took(60)


@pytest.mark.parametrize(
    "text",
    [
        "12.5",
        "12,5",
        "1,3",
        "1,500",
        "-5",
        "- 5",
        "−5",
        "menos cinco",
        "60-70",
        "60 70",
        "60 de 100",
        "treinta o cuarenta",
        "1/2",
        "101",
        "ciento uno",
        "la mitad",
        "half",
        "",
        "%",
        "1e1",
        "²",
        "9" * 5000,
    ],
)
def test_what_is_no_whole_number_of_the_range_gets_the_hint(text: str) -> None:
    assert heard(PERCENT, text) == HINT


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("1,500", Took(1500)),
        ("100,000", Took(100_000)),
        ("0", Took(0)),
        ("1 500", Proposed(1500)),
        ("1,500 personas", Proposed(1500)),
        ("20 oficiales", Proposed(20)),
        ("veinte oficiales", Proposed(20)),
        ("veinte", Took(20)),
        ("twenty", Took(20)),
        ("mil quinientos", Took(1500)),
        ("cero", Took(0)),
        ("uno", Took(1)),
        ("1.500", PEOPLE_HINT),
        ("1,50", PEOPLE_HINT),
        ("1,2345", PEOPLE_HINT),
        ("1,234,5", PEOPLE_HINT),
        ("5 10", PEOPLE_HINT),
        ("100,001", PEOPLE_HINT),
        ("1,000,000,000", PEOPLE_HINT),
        ("60%", Proposed(60)),
    ],
)
def test_whole_numbers(text: str, outcome: Heard) -> None:
    assert heard(PEOPLE, text) == outcome


def test_words_instead_of_a_number() -> None:
    assert heard(PERCENT, "ya termino") == Took("done")
    assert heard(PERCENT, "It is done") == Took("done")
    assert heard(PERCENT, "ya terminé esto") == Proposed("done")
    assert heard(PERCENT, pressed("done")) == Took("done")
    assert heard(PERCENT, "1") == Took(1), "a typed number is never the place of an option here"
    assert said(PERCENT.name("done"), "es") == "Ya terminó"
    assert said(PERCENT.name(60), "es") == "60%"


@pytest.mark.parametrize("stored", [-1, 101, True, None, "60", 60.5, [60], {}])
def test_what_was_kept_and_fits_no_more(stored: object) -> None:
    with pytest.raises(Misunderstood):
        Percent("¿?").check(stored)


def test_the_example_is_within_the_range() -> None:
    assert said(Number("¿?", least=50, most=90).example() or "", "es") == "Por ejemplo: 50"
    assert said(PERCENT.example() or "", "es") == "Por ejemplo: 60"


@given(st.text("0123456789 .,-−/%", max_size=12))
@example("1,000 000")
@example("12 345,678")
def test_the_digits_are_never_read_otherwise_than_they_stand(text: str) -> None:
    """Whatever is taken or proposed is what is left when grouping is taken out; never a part of it, never two as one."""
    outcome = heard(Number("¿?", most=999_999_999), text)
    if isinstance(outcome, Took | Proposed):
        digits = re.sub(r"(?<=\d)[, ](?=\d{3}(?!\d))", "", text)
        assert [int(run) for run in re.findall(r"\d+", digits)] == [outcome.value]
        assert not re.search(r"[.,]\d|[-−]\s?\d", digits)
