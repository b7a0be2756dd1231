"""Functions of numbers, and of the numbers in all instances of a repeat."""

import math
from collections.abc import Callable, Sequence
from functools import reduce
from operator import add
from typing import Final

from surveys.expressions.arithmetic import lenient, logarithm, power, rounded, truncated, whole
from surveys.expressions.code import Code, Kind, Numbers, number_of
from surveys.expressions.faults import Unreadable
from surveys.expressions.functions.base import UNLIMITED, Function, plain
from surveys.expressions.scope import Run
from surveys.expressions.tree import Call, Field
from surveys.expressions.values import NAN, text_number


def _math(function: Callable[[float], float]) -> Function:
    return plain(Kind.NUMBER, "n", lenient(function))


def _number(call: Call, codes: Sequence[Code]) -> Code:
    if codes:
        return Code(Kind.NUMBER, number_of(codes[0]))
    return Code(Kind.NUMBER, lambda run: text_number(run.current, run))


def numbers_of(codes: Sequence[Code]) -> Callable[[Run], list[float]]:
    """The numbers of all nodes that the arguments stand for."""
    ready = [_several(code) for code in codes]
    return lambda run: [number for numbers in ready for number in numbers(run)]


def _several(code: Code) -> Callable[[Run], list[float]]:
    each = code.each
    if each is None:
        number = number_of(code)
        return lambda run: [number(run)]

    def numbers(run: Run) -> list[float]:
        texts = each(run)
        run.spend(len(texts))
        return [text_number(text, run) for text in texts]

    return numbers


def _extreme(call: Call, codes: Sequence[Code]) -> Code:
    best: Callable[[list[float]], float] = max if call.name == "max" else min
    numbers = numbers_of(codes)

    def number(run: Run) -> float:
        found = numbers(run)
        return NAN if not found or any(map(math.isnan, found)) else best(found)

    return Code(Kind.NUMBER, number)


def _nodes(call: Call, codes: Sequence[Code]) -> Code:
    code = codes[0]
    if code.each is None:
        raise Unreadable(call.position, "field", name=call.name)
    return code


def _sum(call: Call, codes: Sequence[Code]) -> Code:
    """Added from the last on, as Enketo does: the last digit depends on the order."""
    numbers = numbers_of([_nodes(call, codes)])
    return Code(Kind.NUMBER, lambda run: reduce(add, reversed(numbers(run)), 0.0))


def _count(call: Call, codes: Sequence[Code]) -> Code:
    each = _nodes(call, codes).each
    argument = call.arguments[0]
    if isinstance(argument, Field) and not argument.filters:
        name = argument.name
        return Code(Kind.NUMBER, lambda run: float(run.scope.count(name)))
    return Code(Kind.NUMBER, lambda run: float(len(each(run)) if each else 0))


def _count_non_empty(call: Call, codes: Sequence[Code]) -> Code:
    each = _nodes(call, codes).each
    counted: Numbers = lambda run: float(sum(map(bool, each(run) if each else ())))  # noqa: E731 - typed
    return Code(Kind.NUMBER, counted)


FUNCTIONS: Final[dict[str, Function]] = {
    "number": Function(0, 1, _number),
    "int": plain(Kind.NUMBER, "n", truncated),
    "round": plain(Kind.NUMBER, "n?n", rounded),
    "floor": plain(Kind.NUMBER, "n", lambda number: whole(math.floor, number)),
    "ceiling": plain(Kind.NUMBER, "n", lambda number: whole(math.ceil, number)),
    "abs": plain(Kind.NUMBER, "n", abs),
    "pow": plain(Kind.NUMBER, "nn", power),
    "sqrt": _math(math.sqrt),
    "exp": _math(math.exp),
    "exp10": plain(Kind.NUMBER, "n", lambda number: power(10.0, number)),
    "log": plain(Kind.NUMBER, "n", logarithm(math.log)),
    "log10": plain(Kind.NUMBER, "n", logarithm(math.log10)),
    "sin": _math(math.sin),
    "cos": _math(math.cos),
    "tan": _math(math.tan),
    "asin": _math(math.asin),
    "acos": _math(math.acos),
    "atan": _math(math.atan),
    "atan2": plain(Kind.NUMBER, "nn", math.atan2),
    "pi": plain(Kind.NUMBER, "", lambda: math.pi),
    "max": Function(1, UNLIMITED, _extreme),
    "min": Function(1, UNLIMITED, _extreme),
    "sum": Function(1, 1, _sum),
    "count": Function(1, 1, _count),
    "count-non-empty": Function(1, 1, _count_non_empty),
}
