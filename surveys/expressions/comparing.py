"""`=`, `!=`, `<` and their like: by truth, by number or by text, as the two sides ask for it.

XPath decides: a truth on one side makes both truths, a number makes both numbers, and otherwise texts are compared. As
everywhere in ODK, a date is compared as days. What is larger is always asked of numbers.
"""

import operator
from collections.abc import Callable
from datetime import datetime
from typing import Final

from surveys.expressions.code import Code, Kind, Texts, Truths, each_of, number_of, text_of, truth_of
from surveys.expressions.scope import Run
from surveys.expressions.values import Value, as_number, as_text, as_truth, text_moment, text_number

Compared = Callable[[float, float], bool]

ORDER: Final[dict[str, Compared]] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_EQUALITY: Final[dict[str, Callable[[object, object], bool]]] = {"=": operator.eq, "!=": operator.ne}


def compared(sign: str, left: Code, right: Code) -> Code:
    """A comparison of two pieces."""
    if left.chosen or right.chosen:
        return Code(Kind.TRUTH, _of_nodes(sign, left, right))
    return Code(Kind.TRUTH, _ordered(sign, left, right) if sign in ORDER else _equal(sign, left, right))


def _ordered(sign: str, left: Code, right: Code) -> Truths:
    holds, first, second = ORDER[sign], number_of(left), number_of(right)
    return lambda run: holds(first(run), second(run))


def _equal(sign: str, left: Code, right: Code) -> Truths:
    holds = _EQUALITY[sign]
    kinds = left.kind, right.kind
    if Kind.TRUTH in kinds:
        this, that = truth_of(left), truth_of(right)
        return lambda run: holds(this(run), that(run))
    if Kind.ANY in kinds:
        one, other = left.run, right.run
        return lambda run: values_equal(one(run), other(run), run) is (sign == "=")
    if Kind.NUMBER in kinds:
        first, second = number_of(left), number_of(right)
        return lambda run: holds(first(run), second(run))
    return _equal_texts(sign, left, right)


def _equal_texts(sign: str, left: Code, right: Code) -> Truths:
    first, second = text_of(left), text_of(right)
    for plain, other in ((right, first), (left, second)):
        if isinstance(plain.constant, str) and _is_word(plain.constant):
            return _equals_word(sign, other, plain.constant)
    if sign == "=":
        return lambda run: texts_equal(first(run), second(run), run)
    return lambda run: not texts_equal(first(run), second(run), run)


def _is_word(text: str) -> bool:
    """Neither a number nor a date, so that nothing but itself equals it."""
    return not text.strip()[:1].isdigit() and text.strip()[:1] not in ("-", ".")


def _equals_word(sign: str, text: Texts, word: str) -> Truths:
    if sign == "=":
        return lambda run: text(run) == word
    return lambda run: text(run) != word


def texts_equal(one: str, other: str, run: Run) -> bool:
    """Whether two texts are the same, or the same date."""
    if one == other:
        return True
    if text_moment(one, run) is None and text_moment(other, run) is None:
        return False
    return text_number(one, run) == text_number(other, run)


def values_equal(one: Value, other: Value, run: Run) -> bool:
    """Whether two values of any kind are equal."""
    if isinstance(one, bool) or isinstance(other, bool):
        return as_truth(one) is as_truth(other)
    if isinstance(one, float | datetime) or isinstance(other, float | datetime):
        return as_number(one, run) == as_number(other, run)
    return texts_equal(as_text(one), as_text(other), run)


def _of_nodes(sign: str, left: Code, right: Code) -> Truths:
    """Whether it holds for one of the nodes."""
    if Kind.TRUTH in (left.kind, right.kind) and sign not in ORDER:
        return _equal(sign, left, right)
    first, second = _values_of(left), _values_of(right)

    def holds(run: Run) -> bool:
        ones, others = first(run), second(run)
        run.spend(len(ones) * len(others))
        return any(_pair(sign, one, other, run) for one in ones for other in others)

    return holds


def _values_of(code: Code) -> Callable[[Run], tuple[Value, ...]]:
    if code.chosen:
        each = each_of(code)
        return lambda run: tuple(each(run))
    return lambda run: (code.run(run),)


def _pair(sign: str, one: Value, other: Value, run: Run) -> bool:
    if sign in ORDER:
        return ORDER[sign](as_number(one, run), as_number(other, run))
    return values_equal(one, other, run) is (sign == "=")
