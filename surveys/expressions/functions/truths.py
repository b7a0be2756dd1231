"""Functions of true and false, and what chooses between two values."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Final

from surveys.expressions.code import Code, Kind, Truths, constant, each_of, number_of, text_of, truth_of
from surveys.expressions.functions.base import UNLIMITED, Function, plain
from surveys.expressions.functions.numbers import numbers_of
from surveys.expressions.scope import Run
from surveys.expressions.tree import Call
from surveys.expressions.values import Value


def _if(call: Call, codes: Sequence[Code]) -> Code:
    """Without the third value it is empty otherwise."""
    holds, then, otherwise = truth_of(codes[0]), codes[1], [*codes, constant(Kind.TEXT, "")][2]
    kind = then.kind if then.kind is otherwise.kind else Kind.ANY
    one, other = then.run, otherwise.run
    run: Callable[[Run], Value] = lambda at: one(at) if holds(at) else other(at)  # noqa: E731 - typed
    if kind is not Kind.TEXT or (then.each is None and otherwise.each is None):
        return Code(kind, run)
    nodes, others = each_of(then), each_of(otherwise)
    return Code(kind, run, lambda at: nodes(at) if holds(at) else others(at))


def _coalesce(call: Call, codes: Sequence[Code]) -> Code:
    texts = [text_of(code) for code in codes]
    return Code(Kind.TEXT, lambda run: next(filter(None, (text(run) for text in texts)), ""))


def _once(call: Call, codes: Sequence[Code]) -> Code:
    text = text_of(codes[0])
    return Code(Kind.TEXT, lambda run: run.own or text(run))


def _not(call: Call, codes: Sequence[Code]) -> Code:
    holds = truth_of(codes[0])
    return Code(Kind.TRUTH, lambda run: not holds(run))


def _checklist(call: Call, codes: Sequence[Code]) -> Code:
    truths = _truths_of(codes[2:])
    return _within(codes, lambda run: float(sum(truths(run))))


def _weighted(call: Call, codes: Sequence[Code]) -> Code:
    truths, weights = _truths_of(codes[2::2]), numbers_of(codes[3::2])

    def total(run: Run) -> float:
        weighed = zip(truths(run), weights(run), strict=False)
        return sum((weight for counts, weight in weighed if counts and weight == weight), 0.0)  # noqa: PLR0124 - NaN

    return _within(codes, total)


def _within(codes: Sequence[Code], total: Callable[[Run], float]) -> Code:
    """Whether a total lies between the first two arguments; what is negative is no limit."""
    least, most = number_of(codes[0]), number_of(codes[1])

    def within(run: Run) -> bool:
        low, high, found = least(run), most(run), total(run)
        return (low < 0 or found >= low) and (high < 0 or found <= high)

    return Code(Kind.TRUTH, within)


def _truths_of(codes: Sequence[Code]) -> Callable[[Run], list[bool]]:
    ready = [_several(code) for code in codes]
    return lambda run: list(chain.from_iterable(truths(run) for truths in ready))


def _several(code: Code) -> Callable[[Run], list[bool]]:
    each = code.each
    if each is not None:
        return lambda run: [bool(text.strip()) for text in each(run)]
    truth: Truths = truth_of(code)
    return lambda run: [truth(run)]


FUNCTIONS: Final[dict[str, Function]] = {
    "true": Function(0, 0, lambda call, codes: constant(Kind.TRUTH, True)),
    "false": Function(0, 0, lambda call, codes: constant(Kind.TRUTH, False)),
    "boolean": plain(Kind.TRUTH, "b", lambda truth: truth),
    "not": Function(1, 1, _not),
    "boolean-from-string": plain(Kind.TRUTH, "t", lambda text: text in ("1", "true")),
    "if": Function(2, 3, _if),
    "coalesce": Function(2, UNLIMITED, _coalesce),
    "once": Function(1, 1, _once),
    "checklist": Function(3, UNLIMITED, _checklist),
    "weighted-checklist": Function(4, UNLIMITED, _weighted),
}
