"""How a function is described: how many arguments it takes, and how it is built from their codes."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from surveys.expressions.code import Code, Kind, number_of, text_of, truth_of
from surveys.expressions.faults import Unreadable
from surveys.expressions.scope import Run
from surveys.expressions.tree import Call, Field

UNLIMITED = -1

Build = Callable[[Call, Sequence[Code]], Code]


class Function(NamedTuple):
    """At least and at most so many arguments (`UNLIMITED`), and what builds it."""

    least: int
    most: int
    build: Build


def plain(kind: Kind, shape: str, do: Callable[..., Any]) -> Function:
    """A function of its arguments alone. `shape` has a letter for each of them: t text, n number, b truth.

    Letters after a `?` may be left out.
    """
    return _shaped(kind, shape, do, with_run=False)


def with_run(kind: Kind, shape: str, do: Callable[..., Any]) -> Function:
    """A function of the evaluation and of its arguments; `shape` as for `plain`."""
    return _shaped(kind, shape, do, with_run=True)


def _shaped(kind: Kind, shape: str, do: Callable[..., Any], with_run: bool) -> Function:
    needed, _, optional = shape.partition("?")
    letters = needed + optional

    def build(call: Call, codes: Sequence[Code]) -> Code:
        ready = [_READY[letter](code) for letter, code in zip(letters, codes, strict=False)]
        return Code(kind, _applied(do, [_the_run, *ready] if with_run else ready))

    return Function(len(needed), len(letters), build)


def _the_run(run: Run) -> Run:
    return run


_READY: dict[str, Callable[[Code], Callable[[Run], Any]]] = {
    "t": text_of,
    "n": number_of,
    "b": truth_of,
    "v": lambda code: code.run,
}


def _applied(do: Callable[..., Any], arguments: list[Callable[[Run], Any]]) -> Callable[[Run], Any]:
    if len(arguments) == 1:
        only = arguments[0]
        return lambda run: do(only(run))
    if len(arguments) == 2:
        first, second = arguments
        return lambda run: do(first(run), second(run))
    return lambda run: do(*[argument(run) for argument in arguments])


def of_current(kind: Kind, do: Callable[[str], Any]) -> Function:
    """A function of a text, which is the answer at hand where none is given."""

    def build(call: Call, codes: Sequence[Code]) -> Code:
        if not codes:
            return Code(kind, lambda run: do(run.current))
        text = text_of(codes[0])
        return Code(kind, lambda run: do(text(run)))

    return Function(0, 1, build)


def name_of(call: Call, place: int) -> str:
    """The question or repeat that an argument names. Raises `Unreadable`."""
    node = call.arguments[place]
    if not isinstance(node, Field) or node.filters:
        raise Unreadable(call.position, "field", name=call.name)
    return node.name


def known_text(code: Code) -> str | None:
    """The text of an argument that is written out."""
    return code.constant if isinstance(code.constant, str) else None
