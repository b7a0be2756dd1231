"""Laws of expressions: nothing but the promised errors, the algebra of truth, and arithmetic as Python has it."""

import math
import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.expressions import Expression, Failed, TooMuch, Unreadable, parse, pieces
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


def readable(written: str) -> Expression | None:
    """The expression, if it is one; what is wrong with it lies within it."""
    try:
        return parse(written)
    except Unreadable as fault:
        position = fault.position
    assert 0 <= position <= len(written)
    return None


def evaluate(written: str, answer: str) -> None:
    try:
        expression = parse(written)
    except Unreadable as fault:
        assert 0 <= fault.position <= len(written)  # noqa: PT017  # most texts are no fault
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


@given(st.text(max_size=40) | st.lists(st.sampled_from(["${", "}", "a", " ", "${a}", "${ b }", "é", "$"])).map("".join))
def test_labels_raise_only_unreadable_and_lose_no_word(label: str) -> None:
    try:
        parts = pieces(label)
    except Unreadable:
        return
    assert "".join(part.written if isinstance(part, Expression) else part for part in parts) == label


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
