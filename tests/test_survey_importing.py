"""XLSForms as people write them: columns in every spelling, languages, groups, defaults, and our own columns."""

import pytest

from surveys.form import Group, Repeat
from surveys.importing import languages
from tests.survey_tables import field, form, imported


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


def test_the_title_above_a_header_is_passed_over() -> None:
    text = "Encuesta de seguimiento,,\n,,\ntype,name,label\ntext,q,Q\n"
    assert imported(text).rows == 1
