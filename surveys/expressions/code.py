"""A piece of an expression made ready to run: a closure, and what is known of what it gives."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple, TypeVar

from surveys.expressions.scope import Run
from surveys.expressions.values import Value, as_number, as_text, as_truth, number_text, text_number

Texts = Callable[[Run], str]
Numbers = Callable[[Run], float]
Truths = Callable[[Run], bool]
Several = Callable[[Run], Sequence[str]]

_T = TypeVar("_T")


class Kind(Enum):
    """What a piece gives; ANY where only the answers decide."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    ANY = "any"


class Code(NamedTuple):
    """`run` gives one value. `each` gives the texts of all nodes, where it stands for nodes.

    `chosen` marks nodes that were looked for (rows of a table, instances of a repeat): a comparison holds when it holds
    for one of them, and there is something when there is one. `constant` is the value that it always has.
    """

    kind: Kind
    run: Callable[[Run], Value]
    each: Several | None = None
    chosen: bool = False
    constant: Value | None = None


def constant(kind: Kind, value: Value) -> Code:
    """A piece that is always the same."""
    return Code(kind, lambda run: value, constant=value)


def text_of(code: Code) -> Texts:
    """The piece as a text."""
    run: Callable[[Run], Value] = code.run
    if code.constant is not None:
        return _always(as_text(code.constant))
    if code.kind is Kind.TEXT:
        return run  # type: ignore[return-value]  # it gives texts
    if code.kind is Kind.NUMBER:
        return lambda at: number_text(run(at))  # type: ignore[arg-type]  # it gives numbers
    return lambda at: as_text(run(at))


def number_of(code: Code) -> Numbers:
    """The piece as a number."""
    run: Callable[[Run], Value] = code.run
    if code.kind is Kind.NUMBER:
        return run  # type: ignore[return-value]  # it gives numbers
    if code.kind is Kind.TEXT:
        return lambda at: text_number(run(at), at)  # type: ignore[arg-type]  # it gives texts
    return lambda at: as_number(run(at), at)


def truth_of(code: Code) -> Truths:
    """The piece as true or false."""
    run: Callable[[Run], Value] = code.run
    if code.chosen and code.each is not None:
        each = code.each
        return lambda at: bool(each(at))
    if code.kind is Kind.TRUTH:
        return run  # type: ignore[return-value]  # it gives truths
    return lambda at: as_truth(run(at))


def each_of(code: Code) -> Several:
    """The texts of its nodes; where it stands for none, the one text that it gives."""
    if code.each is not None:
        return code.each
    text = text_of(code)
    return lambda at: (text(at),)


def first_of(each: Several) -> Texts:
    """The text of the first node, "" without one."""

    def text(at: Run) -> str:
        found = each(at)
        return found[0] if found else ""

    return text


def _always(value: _T) -> Callable[[Run], _T]:
    return lambda at: value
