"""Laws of expressions: nothing but the promised errors, the algebra of truth, and arithmetic as Python has it."""

import math
import operator
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.expressions import Failed, TooMuch, Unreadable, parse, pieces
from surveys.expressions.faults import DEEPEST, LONGEST
from surveys.expressions.functions import FUNCTIONS
from tests.filled_form import Filled

_PARTS = [
    *(f"{name}(" for name in FUNCTIONS),
    *(
        "${a}",
        "${child}",
        "${age}",
        "'",
        '"',
        "’",
        "[",
        "]",
        ")",
        "(",
        ",",
        "/",
        "//",
        "..",
        ".",
        "*",
        "-",
        "+",
        "=",
        "!=",
        "<",
    ),
    *(
        "and",
        "or",
        "div",
        "mod",
        "|",
        "1",
        "0",
        "-1",
        "2.5",
        "1e9",
        "'x'",
        "'2026-01-01'",
        "instance('list')/root/item",
        "name",
    ),
    *(
        "&gt;",
        "${",
        "}",
        "@",
        "::",
        "current()",
        " ",
        "AND",
        "é",
        "😀",
        "\ud800",
        "\x00",
        "%Y",
        "'%'",
        "'('",
        "99999999999999999999",
    ),
]
_WORDS = st.lists(st.sampled_from(_PARTS), max_size=25).map(" ".join)
_CALLS = st.recursive(
    st.sampled_from(
        [
            "${a}",
            "${age}",
            ".",
            "'x y'",
            "''",
            "'2026-01-31'",
            "0",
            "-1",
            "1.5",
            "today()",
            "1 div 0",
            "0 div 0",
            "'😀'",
        ]
    ),
    lambda inner: (
        st.builds(
            lambda name, parts: f"{name}({', '.join(parts)})",
            st.sampled_from(sorted(FUNCTIONS)),
            st.lists(inner, max_size=5),
        )
        | st.builds(
            lambda one, sign, other: f"({one} {sign} {other})",
            inner,
            st.sampled_from(["+", "-", "*", "div", "mod", "=", "<", "|"]),
            inner,
        )
    ),
    max_leaves=12,
)
_ANSWERS = st.one_of(
    st.text(max_size=20), st.sampled_from(["", "5", "a b", "9999-12-31", "0001-01-01", "2026-02-30", "1" * 400])
)


def form(answer: str) -> Filled:
    return Filled(
        {"a": answer},
        [{"age": answer}, {"age": "3"}],
        {"list": [{"name": answer, "label": "x"}]},
        chances=iter(lambda: 0.5, None),
    )


def evaluate(written: str, answer: str) -> None:
    try:
        expression = parse(written)
    except Unreadable as fault:
        assert 0 <= fault.position <= len(written)
        return
    for asked in (expression.text, expression.true, expression.number):
        try:
            asked(form(answer), answer)
        except (TooMuch, Failed):
            continue


@given(st.text(max_size=60) | _WORDS, _ANSWERS)
def test_nothing_but_the_promised_errors(written: str, answer: str) -> None:
    evaluate(written, answer)


@given(_CALLS, _ANSWERS)
def test_nothing_but_the_promised_errors_in_well_formed_calls(written: str, answer: str) -> None:
    evaluate(written, answer)


@given(st.text(max_size=60))
def test_labels_raise_only_unreadable(label: str) -> None:
    try:
        assert (
            "".join(part if isinstance(part, str) else "" for part in pieces(label)) in (label, *[label])
            or "${" in label
        )
    except Unreadable as fault:
        assert 0 <= fault.position < len(label)


_TRUTHS = st.recursive(
    st.sampled_from(["true()", "false()", "${age} > 2", "${a} = 'x'", "selected(${a}, 'x')"]),
    lambda inner: (
        st.builds(lambda one, sign, other: f"({one} {sign} {other})", inner, st.sampled_from(["and", "or"]), inner)
        | inner.map(lambda one: f"not({one})")
    ),
    max_leaves=6,
)


def true(written: str) -> bool:
    return parse(written).true(form("x y"))


@given(_TRUTHS, _TRUTHS, _TRUTHS)
def test_the_algebra_of_truth(one: str, other: str, third: str) -> None:
    assert true(f"not({one} and {other})") == true(f"not({one}) or not({other})")
    assert true(f"{one} or {other} and {third}") == true(f"{one} or ({other} and {third})")
    assert true(f"{one} and ({other} or {third})") == true(f"{one} and {other} or {one} and {third}")
    assert true(f"not(not({one}))") == true(one)
    assert true(f"{one} and {other}") == true(f"{other} and {one}") == true(f"if({one}, {other}, false())")


_SIGNS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "div": operator.truediv, "mod": math.fmod}
_NUMBERS = st.integers(-1000, 1000).map(str) | st.decimals(-100, 100, places=3, allow_nan=False).map(
    lambda one: f"{one:f}"
)


@given(_NUMBERS, st.lists(st.tuples(st.sampled_from(sorted(_SIGNS)), _NUMBERS), max_size=6))
def test_arithmetic_is_that_of_python(first: str, rest: list[tuple[str, str]]) -> None:
    """Brackets from the left, as both would do; Python alone minds a zero."""
    written, expected = first, float(first)
    for sign, number in rest:
        written = f"({written}) {sign} {number}"
        if sign in ("div", "mod") and float(number) == 0.0:
            return
        expected = _SIGNS[sign](expected, float(number))
    assert parse(written).number(form("")) == pytest.approx(expected, nan_ok=True)


@given(st.lists(st.tuples(st.integers(-50, 50), st.sampled_from("+-*")), min_size=1, max_size=8))
def test_operators_bind_as_in_python(parts: list[tuple[int, str]]) -> None:
    written = " ".join(f"{number} {sign}" for number, sign in parts) + " 1"
    assert parse(written).number(form("")) == eval(written)  # noqa: S307 - numbers and signs made here


@given(st.lists(st.text(max_size=5), max_size=8), st.integers())
def test_a_shuffle_loses_nothing_and_is_the_same_again(texts: list[str], seed: int) -> None:
    children = Filled({}, [{"age": text} for text in texts])
    shuffled = parse(f"join('|', randomize(${{age}}, {seed}))").text(children)
    assert sorted(shuffled.split("|")) == sorted("|".join(texts).split("|"))
    assert shuffled == parse(f"join('|', randomize(${{age}}, {seed}))").text(children)


HOSTILE = [
    "(" * 5_000,
    "not(" * 5_000 + "1" + ")" * 5_000,
    "-" * 20_000 + "1",
    "1" + " + 1" * 8_000,
    "1" + " = 1" * 8_000,
    "a" + "[a" * 5_000,
    "/a" * 16_000,
    "'" * 30_001,
    "${" * 10_000,
    "concat(" + ",".join(["${big}"] * 4_000) + ")",
    "regex(${big}, '(a*)*b')",
    "regex(${big}, '(((a{1,100}){1,100}){1,100})x')",
    "regex('a', concat(${big}, ${big}))",
    "count(instance('big')/root/item[count(instance('big')/root/item[name > 1]) > 1])",
    "instance('big')/root/item/name = instance('big')/root/item/label",
    "translate(${big}, ${big}, ${big})" + " = ''" * 50,
    "join(${big}, instance('big')/root/item/name)",
    "pow(pow(99999, 99999), 99999) = exp(99999)",
    "uuid(999999999)",
    "format-date(today(), '" + "%Y" * 16_000 + "')",
    "date(" + "9" * 300 + ")",
    "x" * (LONGEST + 1),
]


@pytest.mark.parametrize("written", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_expressions_end_at_once(written: str) -> None:
    big = Filled({"big": "a" * 20_000}, tables={"big": [{"name": str(n), "label": f"x{n}"} for n in range(5_000)]})
    began = time.process_time()
    try:
        parse(written).text(big)
    except (Unreadable, TooMuch, Failed):
        pass
    assert time.process_time() - began < 1.0


def test_what_an_honest_form_needs_is_not_too_much() -> None:
    towns = Filled(
        {"a": "t4999"}, tables={"towns": [{"name": f"t{n}", "state": "JAL", "size": str(n)} for n in range(5_000)]}
    )
    assert parse("pulldata('towns', 'size', 'name', ${a})").text(towns) == "4999"
    assert parse("count(instance('towns')/root/item[state = 'JAL' and size > 10])").number(towns) == 4989
    nested = "if(${a} = 'x', 1, " * (DEEPEST - 1) + "0" + ")" * (DEEPEST - 1)
    assert parse(nested).text(towns) == "0"
