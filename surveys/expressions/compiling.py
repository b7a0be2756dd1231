"""From the tree to closures, once for every text: what is known beforehand is decided here, and not at every run."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Final

from surveys.expressions.arithmetic import ARITHMETIC
from surveys.expressions.choosing import field_code, rows_code
from surveys.expressions.code import (
    Code,
    Kind,
    Numbers,
    Several,
    Truths,
    constant,
    each_of,
    first_of,
    number_of,
    truth_of,
)
from surveys.expressions.comparing import compared
from surveys.expressions.faults import Unreadable
from surveys.expressions.functions import called
from surveys.expressions.scope import Run
from surveys.expressions.tree import Call, Chain, Column, Current, Field, Literal, Negative, Node, Number, Rows

_OR: Final = 1
_AND: Final = 2
_COMPARING: Final = (3, 4)
_UNION: Final = 8


def compiled(node: Node) -> Code:
    """The code of a tree. Raises `Unreadable` where a function is unknown or asked for in a wrong way."""
    match node:
        case Field():
            return field_code(node, compiled)
        case Call():
            return called(node, compiled)
        case Chain():
            return _chain(node)
        case Rows():
            return rows_code(node, compiled)
        case _:
            return _small(node)


def _small(node: Node) -> Code:
    match node:
        case Literal():
            return constant(Kind.TEXT, node.text)
        case Number():
            return constant(Kind.NUMBER, node.value)
        case Negative():
            number = number_of(compiled(node.inner))
            return Code(Kind.NUMBER, lambda run: -number(run))
        case _:
            return _at_hand(node)


def _at_hand(node: Node) -> Code:
    match node:
        case Current(own=True):
            return Code(Kind.TEXT, lambda run: run.own, lambda run: (run.own,))
        case Current():
            return Code(Kind.TEXT, lambda run: run.current, lambda run: (run.current,))
        case Column(name=name):
            return Code(Kind.TEXT, lambda run: run.column(name), lambda run: (run.column(name),))
        case _:
            raise Unreadable(getattr(node, "position", 0), "path")


def _chain(node: Chain) -> Code:
    codes = [compiled(node.first), *(compiled(right) for _, right in node.rest)]
    if node.level == _OR:
        return Code(Kind.TRUTH, _any([truth_of(code) for code in codes]))
    if node.level == _AND:
        return Code(Kind.TRUTH, _all([truth_of(code) for code in codes]))
    if node.level == _UNION:
        return _union([each_of(code) for code in codes])
    if node.level in _COMPARING:
        left = codes[0]
        for (sign, _), right in zip(node.rest, codes[1:], strict=True):
            left = compared(sign, left, right)
        return left
    return Code(Kind.NUMBER, _computed([sign for sign, _ in node.rest], [number_of(code) for code in codes]))


def _any(truths: list[Truths]) -> Truths:
    if len(truths) == 2:
        one, other = truths
        return lambda run: one(run) or other(run)
    return lambda run: any(truth(run) for truth in truths)


def _all(truths: list[Truths]) -> Truths:
    if len(truths) == 2:
        one, other = truths
        return lambda run: one(run) and other(run)
    return lambda run: all(truth(run) for truth in truths)


def _union(each: list[Several]) -> Code:
    def texts(run: Run) -> Sequence[str]:
        return list(chain.from_iterable(several(run) for several in each))

    return Code(Kind.TEXT, first_of(texts), texts, chosen=True)


def _computed(signs: list[str], numbers: list[Numbers]) -> Numbers:
    first, *others = numbers
    steps: list[tuple[Callable[[float, float], float], Numbers]] = [
        (ARITHMETIC[sign], number) for sign, number in zip(signs, others, strict=True)
    ]
    if len(steps) == 1:
        operation, second = steps[0]
        return lambda run: operation(first(run), second(run))

    def number(run: Run) -> float:
        result = first(run)
        for operation, other in steps:
            result = operation(result, other(run))
        return result

    return number
