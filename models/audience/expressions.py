"""What an audience is made of, as frozen values that compare; nothing here knows the text or the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Last:
    """The days before the moment at which somebody asks."""

    days: int


@dataclass(frozen=True, slots=True)
class Since:
    """From the beginning of a day in the programme's zone."""

    day: date


@dataclass(frozen=True, slots=True)
class Before:
    """Until the beginning of a day in the programme's zone."""

    day: date


When = Last | Since | Before


@dataclass(frozen=True, slots=True)
class Everybody:
    """All who are on record, and not being erased."""


@dataclass(frozen=True, slots=True)
class Among:
    """One of `values` is hers. `field` is a value of `words.FIELDS`; states are codes, ranks are bands."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """She has joined, at any time or at that time."""

    when: When | None = None


@dataclass(frozen=True, slots=True)
class Active:
    """She has written since then."""

    when: Last | Since


@dataclass(frozen=True, slots=True)
class Silent:
    """She has joined, and has not written since then."""

    when: Last | Since


@dataclass(frozen=True, slots=True)
class Answered:
    """She has answered an announcement, with one of `answers` or, where there are none, with anything."""

    announcement: int
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """An announcement was sent to her."""

    announcement: int


@dataclass(frozen=True, slots=True)
class Not:
    """Everybody else."""

    of: "Expression"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Those for whom every part holds; at least two parts."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Those for whom one of the parts holds; at least two parts."""

    parts: tuple["Expression", ...]


Term = Everybody | Among | Joined | Active | Silent | Answered | Received
Expression = Term | Not | AllOf | AnyOf
EVERYBODY: Expression = Everybody()
NOBODY: Expression = Not(EVERYBODY)


def all_of(parts: Iterable[Expression]) -> Expression:
    """The conjunction in its one form: flat, and everybody or nobody on their own only."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, AllOf) else (part,))]
    if NOBODY in flat:
        return NOBODY
    telling = [each for each in flat if each != EVERYBODY]
    if not telling:
        return EVERYBODY
    return telling[0] if len(telling) == 1 else AllOf(tuple(telling))


def any_of(parts: Iterable[Expression]) -> Expression:
    """The disjunction in its one form, likewise."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, AnyOf) else (part,))]
    if EVERYBODY in flat:
        return EVERYBODY
    telling = [each for each in flat if each != NOBODY]
    if not telling:
        return NOBODY
    return telling[0] if len(telling) == 1 else AnyOf(tuple(telling))


def negated(expression: Expression) -> Expression:
    """The opposite; that of an opposite is what it was."""
    return expression.of if isinstance(expression, Not) else Not(expression)


def terms(expression: Expression) -> Iterator[Term]:
    """Every single condition, from left to right."""
    if isinstance(expression, AllOf | AnyOf):
        for part in expression.parts:
            yield from terms(part)
    elif isinstance(expression, Not):
        yield from terms(expression.of)
    else:
        yield expression
