"""Expressions that cannot be read, what is known of those that can, and labels with answers in them."""

from pathlib import Path

import pytest

from surveys.expressions import Expression, Unreadable, faults, parse, pieces
from tests.filled_form import Filled

WRONG: list[tuple[str, int, str, dict[str, str | int]]] = [
    ("", 0, "empty", {}),
    ("   ", 0, "empty", {}),
    ("'abc", 0, "open_quote", {}),
    ("${abc", 0, "open_name", {}),
    ("1 + ${}", 4, "name", {"name": ""}),
    ("${two words} = 1", 0, "name", {"name": "two words"}),
    ("1 ; 2", 2, "sign", {"sign": ";"}),
    ("${a} && ${b}", 5, "sign", {"sign": "&"}),
    ("${a} = 1 AND ${b} = 2", 9, "capitals", {"word": "AND"}),
    ("1 +", 3, "unfinished", {}),
    ("selected(${a},", 14, "unfinished", {}),
    ("1 + * 2", 4, "operand", {"found": "*"}),
    ("${a} ${b}", 5, "operator", {"found": "b"}),
    ("if(1, (2, 3)", 8, "operator", {"found": ","}),
    ("(1 + 2", 0, "unclosed", {"sign": "("}),
    ("${a}[1", 4, "unclosed", {"sign": "["}),
    ("selectd(${a}, 'x')", 0, "function", {"name": "selectd", "near": "selected"}),
    ("1 + Today()", 4, "function", {"name": "Today", "near": "today"}),
    ("property('phone')", 0, "unsupported", {"name": "property"}),
    ("1 < distance(${a}, ${b})", 4, "unsafe", {"name": "distance"}),
    ("area(${a})", 0, "unsafe", {"name": "area"}),
    ("geofence(${a}, ${b})", 0, "unsafe", {"name": "geofence"}),
    ("if(${a})", 0, "arguments", {"name": "if", "least": 2, "most": 3, "given": 1}),
    ("concat()", 0, "arguments", {"name": "concat", "least": 1, "most": -1, "given": 0}),
    (
        "weighted-checklist(1, 2, 3, 4, 5)",
        0,
        "arguments",
        {"name": "weighted-checklist", "least": 4, "most": -1, "given": 5},
    ),
    ("sum(3)", 0, "field", {"name": "sum"}),
    ("count('a')", 0, "field", {"name": "count"}),
    ("jr:choice-name('a', 'two words')", 0, "field", {"name": "jr:choice-name"}),
    ("indexed-repeat(3, ${r}, 1)", 0, "field", {"name": "indexed-repeat"}),
    ("position(3)", 0, "field", {"name": "position"}),
    (
        "indexed-repeat(${a}, ${r}, 1, ${s})",
        0,
        "arguments",
        {"name": "indexed-repeat", "least": 3, "most": 7, "given": 4},
    ),
    ("/data/*", 6, "path", {}),
    ("1 + ..", 4, "path", {}),
    ("preceding-sibling::a", 17, "path", {}),
    ("/data/@id", 6, "path", {}),
    ("instance('l')/root/item/a[b]/c", 24, "path", {}),
    ("regex(${a}, '(?=x)')", 0, "regex", {"pattern": "(?=x)"}),
    ("regex(${a}, '(a)\\1')", 0, "regex", {"pattern": "(a)\\1"}),
    ("format-date(${a}, '%Y-%Q')", 0, "format", {"format": "%Y-%Q", "sign": "%Q"}),
    ("format-date(${a}, '%')", 0, "format", {"format": "%", "sign": "%"}),
    ("digest(${a}, 'CRC')", 0, "digest", {"algorithm": "CRC"}),
    ("${a} &gt; 1 &amp; 2", 12, "sign", {"sign": "&"}),
    ("1 &gt; &gt; 2", 7, "operand", {"found": ">"}),
]


@pytest.mark.parametrize(("written", "position", "code", "blanks"), WRONG)
def test_what_is_wrong_and_where(written: str, position: int, code: str, blanks: dict[str, str | int]) -> None:
    with pytest.raises(Unreadable) as unreadable:
        parse(written)
    fault = unreadable.value
    assert (fault.position, fault.code) == (position, code)
    assert {name: fault.blanks[name] for name in blanks} == blanks


def test_every_code_is_described() -> None:
    described = faults.__doc__ or ""
    assert all(f"`{code}`" in described for _, _, code, _ in WRONG)


def test_what_an_expression_refers_to() -> None:
    found = parse(
        "${a} > 1 and ../b = 'x' and jr:choice-name(${c}, '${d}') = pulldata('fruits', 'k', 'v', ${e}) "
        "and instance('towns.csv')/root/item[state = ${f}]/label and count(${g}[h > 2]) and zone = 'x'"
    )
    assert found.names == {"a", "b", "c", "d", "e", "f", "g"}
    assert found.tables == {"fruits", "towns"}
    assert found.functions == {"jr:choice-name", "pulldata", "instance", "count"} - {"instance"}
    assert found.columns == {"zone"}
    assert parse("${rep}[x = 1]/inner").names == {"rep", "inner"}


def test_a_text_is_read_once() -> None:
    assert parse("1 + 1") is parse("1 + 1")


def test_labels_with_answers() -> None:
    ana = Filled({"name": "Ana Ejemplo", "n": "3"})
    parts = pieces("Hola ${name}, van ${ n } de 10. ${")
    said = "".join(part.text(ana) if isinstance(part, Expression) else part for part in parts)
    assert said == "Hola Ana Ejemplo, van 3 de 10. ${"
    assert pieces("") == []
    assert pieces("sin nada") == ["sin nada"]
    assert [part.names for part in pieces("${a}${b}") if isinstance(part, Expression)] == [{"a"}, {"b"}]


def test_a_label_with_a_wrong_name_says_where() -> None:
    with pytest.raises(Unreadable) as unreadable:
        pieces("Hola ${two words}")
    assert (unreadable.value.position, unreadable.value.code) == (5, "name")


def test_the_last_saved_answer_has_a_name() -> None:
    assert parse("${last-saved#age} + 1").names == {"last-saved#age"}


def test_no_module_is_long() -> None:
    rooms = Path(faults.__file__).parent.rglob("*.py")
    assert all(len(path.read_text("utf-8").splitlines()) <= 250 for path in rooms)
