"""Arithmetic as IEEE 754 has it: nothing is an error, what has no result is NaN, and 1 div 0 is infinite."""

import math
from collections.abc import Callable
from typing import Final

from surveys.expressions.values import NAN


def divided(one: float, other: float) -> float:
    """Division; by zero it is infinite, or NaN for nothing."""
    if other:
        return one / other
    if one == 0.0 or math.isnan(one) or math.isnan(other):
        return NAN
    return math.copysign(math.inf, one) * math.copysign(1.0, other)


def remainder(one: float, other: float) -> float:
    """What is left of a division, with the sign of the dividend."""
    if not other or math.isinf(one):
        return NAN
    return math.fmod(one, other)


def power(one: float, other: float) -> float:
    """A power; what no real number is becomes NaN."""
    if math.isnan(other) or (abs(one) == 1.0 and math.isinf(other)):
        return NAN
    try:
        return math.pow(one, other)
    except ValueError:
        return divided(1.0, one) if one == 0.0 and other % 2 == 1 else math.inf if one == 0.0 else NAN
    except OverflowError:
        return -math.inf if one < 0 and other % 2 == 1 else math.inf


def rounded(number: float, places: float = 0.0) -> float:
    """To the nearest, halves away from zero; with places behind the point, or before it where they are negative."""
    if not places:
        return _whole(number)
    places = truncated(places)
    factor = power(10.0, abs(places))
    if places > 0:
        return divided(_whole(number * factor), factor)
    return factor * _whole(divided(number, factor))


def _whole(number: float) -> float:
    if not math.isfinite(number):
        return number
    size = abs(number)
    below = math.floor(size)
    return math.copysign(below + (size - below >= 0.5), number)


def truncated(number: float) -> float:
    """Without what stands behind the point."""
    return whole(math.trunc, number)


def whole(function: Callable[[float], int], number: float) -> float:
    """A whole number by a function of `math`; what is nothing keeps its sign."""
    if not math.isfinite(number):
        return number
    found = function(number)
    return float(found) if found else math.copysign(0.0, number)


def lenient(function: Callable[[float], float]) -> Callable[[float], float]:
    """A function of `math` that gives NaN where it is not defined, and infinity where it is too large."""

    def computed(number: float) -> float:
        try:
            return float(function(number))
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf

    return computed


def logarithm(function: Callable[[float], float]) -> Callable[[float], float]:
    """A logarithm, which is minus infinity at zero."""
    computed = lenient(function)
    return lambda number: -math.inf if number == 0.0 else computed(number)


ARITHMETIC: Final[dict[str, Callable[[float, float], float]]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "div": divided,
    "mod": remainder,
}
