"""The types of an XLSForm's rows in every spelling: what each becomes, and what is refused or cannot be asked."""

import pytest

from surveys.form import CHOSEN, Kind, Range
from tests.survey_tables import field, form, imported, told

CHOICES = """
| choices | | | |
| | list_name | name | label |
| | yn | 1 | Yes |
| | yn | 0 | No |
"""


def of_type(written: str) -> str:
    return f"| survey | | | |\n| | type | name | label |\n| | {written} | q | Question |\n{CHOICES}"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("text", "text"),
        ("string", "text"),
        ("Text ", "text"),
        ("add text prompt", "text"),
        ("q string", "text"),
        ("barcode", "text"),
        ("integer", "integer"),
        ("int", "integer"),
        ("q int", "integer"),
        ("decimal", "decimal"),
        ("date", "date"),
        ("time", "time"),
        ("dateTime", "datetime"),
        ("datetime", "datetime"),
        ("date time", "datetime"),
        ("range", "range"),
        ("acknowledge", "acknowledge"),
        ("trigger", "acknowledge"),
        ("note", "note"),
        ("add note prompt", "note"),
        ("photo", "image"),
        ("add image prompt", "image"),
        ("image", "image"),
        ("audio", "audio"),
        ("video", "video"),
        ("file", "file"),
        ("select_one yn", "select_one"),
        ("select one yn", "select_one"),
        ("Select_One yn", "select_one"),
        ("select1 yn", "select_one"),
        ("select one from yn", "select_one"),
        ("add select one prompt using yn", "select_one"),
        ("select_multiple yn", "select_multiple"),
        ("select all that apply yn", "select_multiple"),
        ("select all that apply from yn", "select_multiple"),
        ("add select multiple prompt using yn", "select_multiple"),
        ("rank yn", "rank"),
        ("hidden", "hidden"),
        ("start", "start"),
        ("get start time", "start"),
        ("end", "end"),
        ("end time", "end"),
        ("today", "today"),
        ("get today", "today"),
    ],
)
def test_every_spelling_of_a_type(written: str, kind: Kind) -> None:
    found = field(of_type(written))
    assert found.kind == kind
    assert found.options == ("yn" if kind in CHOSEN else "")


@pytest.mark.parametrize(
    "written", ["select_one yn or_other", "select one from yn or specify other", "select_one yn or other"]
)
def test_something_else_may_be_written(written: str) -> None:
    assert field(of_type(written)).other


@pytest.mark.parametrize(
    "written",
    [
        "geopoint", "geotrace", "geoshape", "gps", "q location", "start-geopoint", "background-geopoint", "osm building",
        "deviceid", "get device id", "imei", "simserial", "subscriberid", "uri:deviceid", "username", "email",
        "phonenumber", "phone number", "audit", "text audit", "background-audio", "audio audit",
    ],
)  # fmt: skip
def test_what_would_harm_is_refused_with_its_reason(written: str) -> None:
    found = imported(of_type(written))
    assert told(found) == [("survey", 3, "type", "unsafe")]
    assert found.form is None
    assert (found.whole, found.rows, found.asked, found.refused) == (True, 1, 1, 1)
    assert found.problems[0].phrase.said("en")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("texto", "unknown_type"),
        ("select_one", "no_list"),
        ("select_one yno", "missing_list"),
        ("select_one ${q}", "unknown_name"),
        ("cascading_select yn", "cascading_select"),
        ("begin loop over yn", "loop"),
        ("begin group", "never_closed"),
    ],
)
def test_what_cannot_be_asked_is_named_with_its_place(written: str, code: str) -> None:
    found = imported(of_type(written))
    assert ("survey", 3, "type", code) in told(found, fatal=True)
    assert found.form is None


@pytest.mark.parametrize(
    ("parameters", "range"),
    [
        ("start=1; end=5 step=2", Range(start=1, end=5, step=2)),
        ("", Range()),
        ("start=5,end=1,step=-1", Range(start=5, end=1, step=-1)),
    ],
)
def test_the_numbers_of_a_range(parameters: str, range: Range) -> None:
    table = f"| survey | | | | |\n| | type | name | label | parameters |\n| | range | q | Q | {parameters} |\n"
    assert field(table).range == range


@pytest.mark.parametrize("parameters", ["start=a", "start=1 end=5 step=0", "start=1 end=5 step=-1", "end=inf"])
def test_numbers_that_make_no_range(parameters: str) -> None:
    table = f"| survey | | | | |\n| | type | name | label | parameters |\n| | range | q | Q | {parameters} |\n"
    assert told(imported(table)) == [("survey", 3, "parameters", "bad_range")]


def test_a_form_of_kobo_with_ratings_and_rankings() -> None:
    found = form(
        """
| survey | | | | | |
| | type | name | label | kobo--score-choices | kobo--rank-items |
| | begin_score | s | S | yn | |
| | score__row | q | Q | | |
| | end_score | | | | |
| | begin_rank | r | R | | yn |
| | rank__level | first | 1st | | |
| | end_rank | | | | |
"""
        + CHOICES
    )
    assert [(each.name, each.kind, each.options) for each in found.fields()] == [
        ("q", "select_one", "yn"),
        ("first", "select_one", "yn"),
    ]


def test_a_row_whose_condition_would_tell_an_anonymous_answer_is_refused() -> None:
    problems = told(
        imported(
            """
| survey | | | | | | |
| | type | name | label | relevant | calculation | bot::anonymous |
| | text | support | S | | | yes |
| | calculate | low | | | if(${support} = 'no', 1, 0) | |
| | text | why | W | ${low} = 1 | | |
| | text | apart | A | ${low} = 1 | | yes |
| | begin group | g | G | ${support} = 'no' | | |
| | text | within | W | | | |
| | end group | | | | | |
"""
        )
    )
    assert [each for each in problems if "tells_anonymous" in each] == [
        ("survey", 5, "relevant", "tells_anonymous"),
        ("survey", 7, "relevant", "tells_anonymous"),
    ]
