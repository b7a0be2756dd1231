"""XLSForms as people write them: every spelling of types and columns, languages, lists and our own columns."""

import pytest

from surveys.form import CHOSEN, Group, Kind, Option, Range, Repeat
from surveys.importing import languages
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
        ("select_one nowhere", "missing_list"),
        ("select_one ${q}", "list_of_answers"),
        ("cascading_select yn", "cascading_select"),
        ("select_one_from_file towns.csv", "missing_file"),
        ("csv-external", "missing_file"),
        ("begin loop over yn", "loop"),
        ("end group", "never_opened"),
        ("begin group", "never_closed"),
    ],
)
def test_what_cannot_be_asked_is_named_with_its_place(written: str, code: str) -> None:
    found = imported(of_type(written))
    column = "name" if written == "csv-external" else "type"
    assert ("survey", 3, column, code) in told(found, fatal=True)
    assert found.form is None


def test_columns_are_known_in_all_their_spellings() -> None:
    found = field(
        """
| survey | | | | | | | | | | |
| | Type | NAME | Caption:Español | label::English (en) | Relevance | Constraint Message:Español | jr:constraintMsg::English | Required Message | read only | required |
| | text | a | A | A | | | | | | |
| | integer | q | ¿Cuántos? | How many? | ${a} != '' | No | Wrong | Falta | yes | TRUE |
"""
    )
    assert found.label == {"es": "¿Cuántos?", "en": "How many?"}
    assert found.constraint_message == {"es": "No", "en": "Wrong"}
    assert (found.relevant, found.required, found.read_only) == ("${a} != ''", "true()", True)
    assert found.required_message == {"es": "Falta"}


def test_our_own_columns() -> None:
    found = field(
        """
| survey | | | | | | | | |
| | type | name | label | bot::skip | bot::reminder::Español (es) | bot::reminder::en | bot::anonymous | bot::locked | bot::prefill |
| | text | q | Q | no | ¿Seguimos? | Shall we? | yes | yes | |
"""
    )
    assert (found.skip, found.anonymous, found.locked) == (False, True, True)
    assert found.reminder == {"es": "¿Seguimos?", "en": "Shall we?"}


@pytest.mark.parametrize("prefill", ["person.given_name", "plan.percent", "previous.progress", "previous.label.hurdle"])
def test_what_the_programme_knows_fills_hidden_rows(prefill: str) -> None:
    table = f"| survey | | | |\n| | type | name | bot::prefill |\n| | hidden | q | {prefill} |\n"
    assert field(table).prefill == prefill


@pytest.mark.parametrize(("type", "prefill"), [("hidden", "person.phone"), ("text", "person.given_name")])
def test_other_prefills_are_wrong(type: str, prefill: str) -> None:
    found = imported(f"| survey | | | |\n| | type | name | bot::prefill |\n| | {type} | q | {prefill} |\n")
    assert next(problem.code for problem in found.problems if problem.fatal) in ("unknown_prefill", "prefill_shown")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Español (es)", "es"), ("ESPAÑOL", "es"), ("Spanish", "es"), ("es", "es"), ("Espanol", "es"),
        ("English(en)", "en"), ("inglés", "en"), ("Français", "fr"), ("Portuguese (pt-br)", "pt-BR"), ("Náhuatl", "nahuatl"),
        ("Tarahumara norte", "tarahumara norte"), ("عربي (ar)", "ar"),
    ],
)  # fmt: skip
def test_languages_are_known_by_code_and_by_name(name: str, code: str) -> None:
    assert languages.code(name) == code
    assert languages.code(code) == code


def test_the_first_language_is_the_one_that_is_named() -> None:
    found = form(
        """
| survey | | | | |
| | type | name | label::English (en) | label::Español (es) | hint |
| | text | q | Why? | ¿Por qué? | Ayuda |
| settings | | | |
| | form_title | form_id | version | default_language | bot::form_title::English (en) |
| | Encuesta | enc | 7 | Español (es) | Survey |
"""
    )
    assert found.languages == ("es", "en")
    assert (found.name, found.version) == ("enc", "7")
    assert found.title == {"es": "Encuesta", "en": "Survey"}
    assert next(found.fields()).hint == {"es": "Ayuda"}


def test_without_settings_a_form_is_called_like_its_file() -> None:
    found = form("| survey | | | |\n| | type | name | label |\n| | text | q | Q |\n")
    assert (found.name, found.title, found.version, found.languages) == ("prueba", {"": "prueba"}, "", ("",))


def test_remarks_and_rows_that_are_switched_off_are_no_rows() -> None:
    found = imported(
        """
| survey | | | | |
| | type | name | label | disabled |
| | | | a remark | |
| | text | a | A | |
| | # text | b | B | |
| | text | c | C | yes |
"""
    )
    assert (found.rows, found.asked) == (1, 1)


def test_groups_and_repeats_in_their_spellings() -> None:
    (outer,) = form(
        """
| survey | | | | | |
| | type | name | label | relevant | repeat_count |
| | integer | n | N | | |
| | begin_group | g | G | ${n} > 1 | |
| | begin repeat | r | R | | ${n} |
| | text | t | T | | |
| | end_repeat | | | | |
| | end group | | | | |
"""
    ).items[1:]
    assert isinstance(outer, Group)
    (inner,) = outer.items
    assert isinstance(inner, Repeat)
    assert (outer.relevant, inner.count, [item.name for item in inner.items]) == ("${n} > 1", "${n}", ["t"])
    assert (outer.row, inner.row) == (4, 5)


def test_lists_keep_what_a_filter_asks_for() -> None:
    found = form(
        """
| survey | | | | |
| | type | name | label | choice_filter |
| | select_one State | s | S | |
| | select_one towns | t | T | state=${s} |
| choices | | | | |
| | lists name | value | caption::English | state |
| | state | son | Sonora | |
| | towns | nav | Navojoa | son |
| | towns | nav | Navojoa | son |
"""
    )
    assert found.lists["towns"] == (Option(value="nav", label={"en": "Navojoa"}, columns={"state": "son"}),)
    assert [each.options for each in found.fields()] == ["state", "towns"]


def test_external_choices_have_a_sheet_of_their_own() -> None:
    found = form(
        """
| survey | | | | |
| | type | name | label | choice_filter |
| | select_one_external town | t | T | state='son' |
| external_choices | | | | |
| | list_name | name | label | state |
| | town | nav | Navojoa | son |
"""
    )
    assert found.lists["town"][0].columns == {"state": "son"}


def test_tables_that_come_along_are_lists_and_are_looked_into() -> None:
    table = """
| survey | | | | | |
| | type | name | label | parameters | calculation |
| | select_one_from_file towns.csv | t | T | value=code, label=title | |
| | calculate | c | | | pulldata('towns', 'people', 'code', ${t}) |
"""
    found = form(table, towns="code,title,title::Español (es),people\nnav,Navojoa town,Navojoa,100\n")
    (option,) = found.lists["towns.csv"]
    assert (option.value, option.label["es"], option.columns["people"]) == ("nav", "Navojoa", "100")
    assert found.tables["towns"][0]["people"] == "100"
    missing = imported(table)
    assert told(missing, fatal=True) == [
        ("survey", 3, "type", "missing_file"),
        ("survey", 4, "calculation", "missing_file"),
    ]
    assert missing.form is None


def test_a_search_is_a_list_out_of_a_table() -> None:
    table = """
| survey | | | | |
| | type | name | label | appearance |
| | text | s | S | |
| | select_one town | t | T | minimal search('towns', 'matches', 'state', ${s}) |
| choices | | | |
| | list_name | name | label |
| | town | code | title |
| | town | 99 | Other |
"""
    found = form(table, towns="code,title,state\nnav,Navojoa,son\n")
    asked = list(found.fields())[1]
    assert asked.choice_filter == "state = ${s}"
    assert [(each.value, each.label[""]) for each in found.lists[asked.options]] == [
        ("nav", "Navojoa"),
        ("99", "Other"),
    ]


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


@pytest.mark.parametrize(
    ("default", "computed"), [("5", False), ("today()", True), ("${a}", True), ("2026-01-01", False), ("a (b)", False)]
)
def test_defaults_are_texts_or_expressions(default: str, computed: bool) -> None:
    table = f"| survey | | | | |\n| | type | name | label | default |\n| | text | a | A | |\n| | text | q | Q | {default} |\n"
    found = field(table)
    assert (found.default, found.computed_default) == (default, computed)


def test_words_for_web_pages_become_words_for_a_chat() -> None:
    label = '<span style="color:red">**Hola**</span> ${a},<br/>&iquest;c&oacute;mo est&aacute;? 2 < 3 [aqu&iacute;](https://example.org/x)'
    table = f"| survey | | | |\n| | type | name | label |\n| | text | a | A |\n| | text | q | {label} |\n"
    assert field(table).label == {"": "Hola ${a},\n¿cómo está? 2 < 3 aquí https://example.org/x"}


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


def test_the_title_above_a_header_is_passed_over() -> None:
    text = "Encuesta de seguimiento,,\n,,\ntype,name,label\ntext,q,Q\n"
    assert imported(text).rows == 1
