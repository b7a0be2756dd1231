"""An expression that has been read, and `parse`, which reads every text once."""

import math
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, TypeVar

from surveys.expressions.choosing import table_name
from surveys.expressions.code import Code, Kind, Texts, number_of, text_of, truth_of
from surveys.expressions.compiling import compiled
from surveys.expressions.faults import DEEPEST, Failed, TooMuch, Unreadable
from surveys.expressions.functions import is_overfull
from surveys.expressions.functions.choices import named
from surveys.expressions.lexing import STRAIGHT
from surveys.expressions.reading import read
from surveys.expressions.scope import Run, Scope
from surveys.expressions.tree import Call, Column, Field, Literal, Node, Rows, inner_nodes
from surveys.expressions.values import as_text

_REMEMBERED: Final = 8_192
_T = TypeVar("_T")


class Expression:
    """What a cell says. `names` are the questions and repeats it refers to, `tables` the tables it looks into by name.

    `columns` are its bare names, which only mean something in a choice filter; `overfull` the functions that were given
    more than they take.
    """

    __slots__ = ("_number", "_text", "_true", "columns", "functions", "names", "overfull", "tables", "written")

    def __init__(self, written: str) -> None:
        tree = read(written)
        self.written = written
        code = compiled(tree)
        self._text, self._number, self._true = _answer_of(code), number_of(code), truth_of(code)
        nodes = list(_walk(tree))
        self.names = frozenset(name for node in nodes for name in _names(node))
        self.functions = frozenset(node.name for node in nodes if isinstance(node, Call))
        self.overfull = frozenset(node.name for node in nodes if isinstance(node, Call) and is_overfull(node))
        self.tables = frozenset(table_name(table.text) for node in nodes for table in _tables(node))
        self.columns = frozenset(node.name for node in _walk(tree, filters=False) if isinstance(node, Column))

    def __repr__(self) -> str:
        return f"Expression({self.written!r})"

    def text(self, scope: Scope, current: str = "") -> str:
        """Its text. What has no number is no answer: "", as in ODK Collect. Raises `TooMuch`, `Failed`."""
        return _guarded(self._text, scope, current)

    def true(self, scope: Scope, current: str = "") -> bool:
        """Whether it holds. Raises `TooMuch`, `Failed`."""
        return _guarded(self._true, scope, current)

    def number(self, scope: Scope, current: str = "") -> float:
        """Its number, NaN where it has none. Raises `TooMuch`, `Failed`."""
        return _guarded(self._number, scope, current)


@lru_cache(_REMEMBERED)
def parse(text: str) -> Expression:
    """The expression of a cell; where straight and curly quotes are paired, they are all meant. Raises `Unreadable`."""
    try:
        return Expression(text)
    except RecursionError:
        raise Unreadable(0, "too_deep", most=DEEPEST) from None
    except Unreadable as fault:
        straight = text.translate(STRAIGHT)
        if straight == text:
            raise
        try:
            return Expression(straight)
        except (Unreadable, RecursionError):
            raise fault from None


def _guarded(run: Callable[[Run], _T], scope: Scope, current: str) -> _T:
    try:
        return run(Run(scope, current))
    except RecursionError:
        raise TooMuch from None
    except OverflowError:
        raise Failed("number") from None


def _answer_of(code: Code) -> Texts:
    """The text, which is empty where there is no number."""
    if code.kind in (Kind.TEXT, Kind.TRUTH):
        return text_of(code)
    run = code.run

    def text(at: Run) -> str:
        value = run(at)
        return "" if isinstance(value, float) and math.isnan(value) else as_text(value)

    return text


def _walk(node: Node, filters: bool = True) -> Iterator[Node]:
    yield node
    if filters or not isinstance(node, Field | Rows):
        for inner in inner_nodes(node):
            yield from _walk(inner, filters)


def _names(node: Node) -> tuple[str, ...]:
    match node:
        case Field(name=name):
            return (name,)
        case Rows(repeat=repeat) if repeat:
            return (repeat, node.column)
        case Call(name="jr:choice-name"):
            return (named(node),)
        case _:
            return ()


def _tables(node: Node) -> tuple[Literal, ...]:
    match node:
        case Rows(table=Literal() as table):
            return (table,)
        case Call(name="pulldata", arguments=(Literal() as table, *_)):
            return (table,)
        case _:
            return ()
