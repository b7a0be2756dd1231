"""What was measured: by name, in every round."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple

from bench.figures import Figure

Measure = Callable[[], Awaitable[Any]]


class Name(NamedTuple):
    """What is measured: the part, and within it which contender; `away` tells that the provider is 50 ms away."""

    part: str
    who: str = ""
    away: bool = False

    def __str__(self) -> str:
        return " ".join(filter(None, (self.part, self.who, "50 ms away" if self.away else "")))


Measured = Mapping[Name, Sequence[Any]]


def figure(measured: Measured, name: Name, field: str) -> Figure:
    """One quantity of one measurement."""
    return Figure(tuple(getattr(each, field) for each in measured[name]))
