"""SurveyCTO's functions of the instances of a repeat for which a condition holds, as `sum-if(${loan}, ${loan} > 5)`."""

import math
from collections.abc import Callable, Sequence
from typing import Final

from surveys.expressions.code import Code, Kind, Truths, constant, number_of, text_of, truth_of
from surveys.expressions.functions.base import Function, name_of
from surveys.expressions.scope import Run
from surveys.expressions.tree import Call, Node, weight
from surveys.expressions.values import NAN, text_number

_ALWAYS: Final = constant(Kind.TRUTH, True)
_NO_RANK: Final = 999.0  # what SurveyCTO says of an instance that is none, or has no number
Passing = Callable[[Run], Sequence[tuple[int, str]]]


def passing(name: str, holds: Truths, steps: int) -> Passing:
    """The number and the answer of each instance for which a condition holds: in it, a name means that instance's."""

    def found(run: Run) -> list[tuple[int, str]]:
        scope, before = run.scope, run.value
        repeat = scope.repeat_of(name)
        kept: list[tuple[int, str]] = []
        for index in range(1, scope.count(repeat) + 1 if repeat else 1):
            run.spend(steps)
            run.value = _within(run, repeat, index)
            if holds(run):
                kept.append((index, scope.nth(name, {repeat: index})))
        run.value = before
        return kept

    return found


def _within(run: Run, repeat: str, index: int) -> Callable[[str], str]:
    """What a name means within an instance."""
    scope = run.scope
    return lambda name: scope.nth(name, {repeat: index}) if scope.repeat_of(name) == repeat else scope.value(name)


def _of(call: Call, codes: Sequence[Code], place: int) -> Passing:
    """The instances of what stands at `place`, the condition behind it; without one, all."""
    conditional = len(codes) > place + 1
    condition: Node | None = call.arguments[place + 1] if conditional else None
    holds = truth_of(codes[place + 1] if conditional else _ALWAYS)
    return passing(name_of(call, place), holds, weight(condition) if condition is not None else 1)


def _numbers(of: Passing, run: Run) -> list[float]:
    numbers = (text_number(answer, run) for _index, answer in of(run))
    return [number for number in numbers if not math.isnan(number)]


def _figure(do: Callable[[list[float]], float]) -> Function:
    def build(call: Call, codes: Sequence[Code]) -> Code:
        of = _of(call, codes, 0)
        return Code(Kind.NUMBER, lambda run: do(_numbers(of, run)))

    return Function(2, 2, build)


def _count(call: Call, codes: Sequence[Code]) -> Code:
    of = _of(call, codes, 0)
    return Code(Kind.NUMBER, lambda run: float(len(of(run))))


def _joined(call: Call, codes: Sequence[Code]) -> Code:
    between, of = text_of(codes[0]), _of(call, codes, 1)
    return Code(Kind.TEXT, lambda run: run.joined(between(run), (answer for _index, answer in of(run))))


def _ranked(call: Call, codes: Sequence[Code]) -> Code:
    """The instance with the highest number comes first."""
    index, of = number_of(codes[0]), _of(call, codes, 1)

    def rank(run: Run) -> float:
        numbers = {float(at): text_number(answer, run) for at, answer in of(run)}
        return ranked(numbers.get(index(run), NAN), list(numbers.values()))

    return Code(Kind.NUMBER, rank)


def ranked(number: float, numbers: Sequence[float]) -> float:
    """How many of the numbers are greater, and one."""
    return _NO_RANK if math.isnan(number) else 1.0 + sum(each > number for each in numbers)


FUNCTIONS: Final[dict[str, Function]] = {
    "count-if": Function(2, 2, _count),
    "sum-if": _figure(math.fsum),
    "min-if": _figure(lambda numbers: min(numbers, default=NAN)),
    "max-if": _figure(lambda numbers: max(numbers, default=NAN)),
    "join-if": Function(3, 3, _joined),
    "rank-index": Function(2, 2, _ranked),
    "rank-index-if": Function(3, 3, _ranked),
}
