"""Forms of other tools run programs and ask services of their own: here neither is done, and the rest of them is asked."""

import pytest

from tests.survey_tables import field, imported, told


def computed(type: str, calculation: str) -> str:
    return f"""
| survey | | | | |
| | type | name | label | calculation |
| | integer | a | A | |
| | {type} | q | Q | {calculation} |
"""


@pytest.mark.parametrize(
    "calculation",
    [
        "cht:extension-lib('drugs.js', ${a})",
        "pulldata('@javascript', 'x.js', 'f', ${a})",
        "pulldata('@layer', 'v', ${a})",
    ],
)
def test_what_a_program_or_a_service_would_compute_is_refused_for_safety(calculation: str) -> None:
    found = imported(computed("calculate", calculation))
    assert told(found, fatal=True) == [("survey", 4, "calculation", "unsafe")]
    assert (found.whole, found.rows, found.asked, found.refused) == (True, 2, 2, 1)


@pytest.mark.parametrize("calculation", ["pulldata('@javascript', 'x.js', 'f', ${a})", "pulldata('@layer', 'v', ${a})"])
def test_a_question_that_it_would_fill_in_is_asked_instead(calculation: str) -> None:
    found = imported(computed("text", calculation))
    assert told(found) == [("survey", 4, "calculation", "asked_instead")]
    asked = field(computed("text", calculation))
    assert (asked.kind, asked.calculation) == ("text", "")


def test_what_would_tell_of_the_phone_is_not_asked_instead() -> None:
    found = imported(computed("text", "pulldata('@property', 'username')"))
    assert told(found, fatal=True) == [("survey", 4, "calculation", "unsafe")]
