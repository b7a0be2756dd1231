"""Forms written for SurveyCTO, the Community Health Toolkit and Enketo use words of their own: what those words give."""

import pytest

from surveys.expressions import Unreadable, parse
from tests.filled_form import Filled

FORM = Filled(
    {"born": "2024-01-31", "seen": "2026-11-24", "none": "", "roles": "a b", "role": "chief", "word": "Ana Ejemplo"},
    [{"kid": "Eva"}, {"kid": "Leo"}],
    {"role": [{"name": "chief", "label": "Mando"}]},
    here=2,
)

TEXTS = [
    ("difference-in-months(${born}, ${seen})", "33"),
    ("difference-in-months('2024-01-31', '2024-02-29')", "1"),
    ("difference-in-months('2024-03-31', '2024-04-29')", "0"),
    ("difference-in-months('2024-05-10', '2024-03-11')", "-1"),
    ("difference-in-months(${none}, ${seen})", ""),
    ("cht:difference-in-days('2026-10-25', '2026-11-24')", "30"),
    ("cht:difference-in-weeks('2026-10-25', '2026-11-24')", "4"),
    ("cht:difference-in-years('2024-11-25', '2026-11-24')", "1"),
    ("add-date('2024-01-31', 0, 1)", "2024-02-29"),
    ("add-date('2024-11-30', 0, 3, 1)", "2025-03-01"),
    ("add-date('2026-11-24', -2)", "2024-11-24"),
    ("add-date('2026-11-24', 9000)", ""),
    ("add-date(${none}, 0, 0, 1)", ""),
    ("format-date(parse-timestamp-to-date(1795629600000), '%Y-%m-%d')", "2026-11-25"),
    ("index()", "2"),
    ("choice-label(${role}, ${role})", "Mando"),
    ("jr:itext(instance('role')/root/item[name = ${role}]/itextId)", "Mando"),
    ("item-at('|', 'x| y |z', 1)", "y"),
    ("item-at(' ', ${roles}, 5)", ""),
    ("count-items('|', 'x|y|')", "2"),
    ("de-duplicate(' ', 'b a b')", "b a"),
    ("if(empty(${none}), concat('x', linebreak(), 'y'), '')", "x\ny"),
    ("concat(upper(${word}), lower(${word}))", "ANA EJEMPLOana ejemplo"),
]


@pytest.mark.parametrize(("written", "given"), TEXTS)
def test_functions_of_other_tools_give_what_they_give_there(written: str, given: str) -> None:
    assert parse(written).text(FORM) == given


@pytest.mark.parametrize(("answer", "holds"), [("10", True), ("9999", True), ("6000", False)])
def test_an_operator_glued_to_the_answer_is_an_operator(answer: str, holds: bool) -> None:
    assert parse(".<=5555 or.=9999").true(FORM, answer) is holds


def test_a_name_that_ends_in_a_dot_or_holds_one_stays_a_name() -> None:
    assert parse("../or.y = ${orb}").names == {"or.y", "orb"}


def test_words_that_are_found_by_an_identifier_of_another_tool_are_not_to_be_had() -> None:
    with pytest.raises(Unreadable) as refused:
        parse("jr:itext('/data/role:label')")
    assert (refused.value.code, refused.value.blanks["name"]) == ("unsupported", "jr:itext")
