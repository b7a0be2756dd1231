"""Forms written for SurveyCTO, the Community Health Toolkit and Enketo use words of their own: what those words give."""

import pytest

from surveys.expressions import Unreadable, parse
from tests.filled_form import Filled

FORM = Filled(
    {"born": "2024-01-31", "seen": "2026-11-24", "none": "", "roles": "a b", "role": "chief", "word": "Ana Ejemplo"},
    [{"kid": "Eva", "years": "4"}, {"kid": "Leo", "years": "11"}, {"kid": "Ana", "years": ""}],
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
    ("count-if(${child}, ${years} > 3)", "2"),
    ("sum-if(${years}, ${kid} != ${word} and ${years} != 4)", "11"),
    ("concat(min-if(${years}, ${years} > 4), ' ', max-if(${years}, ${years} < 11))", "11 4"),
    ("min-if(${years}, false())", ""),
    ("join-if(', ', ${kid}, ${years} > 3 and selected(${roles}, 'a'))", "Eva, Leo"),
    ("concat(rank-index(1, ${years}), rank-index-if(1, ${years}, ${years} < 11), rank-index(3, ${years}))", "21999"),
    ("concat(rank-value(3, '4 2 1 9 3 7'), item-index('|', 'x|y', 'y'), item-index('|', 'x|y', 'z'))", "41-1"),
    ("concat(item-present(' ', ${roles}, 'b'), relevant(${word}), string-length(hash(${word}, 1)))", "truetrue32"),
    ("concat(format-number(1234567.5), ' ', format-number(-12), format-number('x'))", "1,234,567.5 -12"),
    ("concat(cht:validate-luhn('79927398713'), cht:validate-luhn('79927398710', 11))", "truefalse"),
    (
        "concat(cht:strip-whitespace(${word}), to-bikram-sambat(${seen}), z-score('a', 'b', 1, 2))",
        "AnaEjemplo2026-11-24",
    ),
    ("concat(if(${none}, 'a'), if(${word}, 'b'))", "b"),
    ("concat(date('2024-01-31', '%d-%b'), int(3.7, 0))", "2024-01-313"),
    ("if(selected(${role},'chief’) or selected(${role},'x'), “mixed quotes”, '')", "mixed quotes"),
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
