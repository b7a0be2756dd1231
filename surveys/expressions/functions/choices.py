"""Functions of what was chosen, of repeats and of tables."""

import re
from collections.abc import Sequence
from typing import Final

from surveys.expressions.choosing import WORDS_OF_OPTION, look_up
from surveys.expressions.code import Code, Kind, number_of, text_of
from surveys.expressions.faults import Unreadable
from surveys.expressions.functions.base import Function, name_of, plain
from surveys.expressions.scope import Run
from surveys.expressions.tree import Call, Field, Literal, Rows, Up

_NAMED: Final = re.compile(r"\s*(?:\$\{\s*([^{}$]+?)\s*\}|(?:\.{0,2}/)*(?:[\w.\-]+/)*([\w.\-]+))\s*")


def _at(text: str, index: float) -> str:
    found = text.split(" ")
    return found[int(index)] if -1.0 < index < len(found) else ""


def _selected(text: str, value: str) -> bool:
    return value.strip() in text.split(" ")


def _choice_name(call: Call, codes: Sequence[Code]) -> Code:
    name, value = named(call), text_of(codes[0])
    return Code(Kind.TEXT, lambda run: run.scope.choice_label(name, value(run)))


def named(call: Call) -> str:
    """The question of `jr:choice-name(value, '${question}')`, with or without the quotes. Raises `Unreadable`."""
    node = call.arguments[1] if len(call.arguments) > 1 else None
    if isinstance(node, Field):
        return node.name
    match = _NAMED.fullmatch(node.text) if isinstance(node, Literal) else None
    if match is None:
        raise Unreadable(call.position, "field", name=call.name)
    return match[1] or match[2]


def _indexed(call: Call, codes: Sequence[Code]) -> Code:
    """Of one repeat, or of several that lie in each other."""
    if len(codes) % 2 == 0:
        raise Unreadable(call.position, "arguments", name=call.name, least=3, most=7, given=len(codes))
    name, steps = name_of(call, 0), range(1, len(codes), 2)
    indexes = [(name_of(call, at), number_of(codes[at + 1])) for at in steps]

    def text(run: Run) -> str:
        instances = [(repeat, index(run)) for repeat, index in indexes]
        if not all(1 <= place <= run.scope.count(repeat) for repeat, place in instances):
            return ""
        return run.scope.nth(name, {repeat: int(place) for repeat, place in instances})

    return Code(Kind.TEXT, text)


def position(call: Call) -> Code:
    """`position()` of the row, `position(..)` of the repeat we are in, `position(${repeat})` of this one."""
    if not call.arguments:
        return Code(Kind.NUMBER, lambda run: float(run.place or run.scope.position(None)))
    node = call.arguments[0]
    if isinstance(node, Up):
        outward = "/".join([".."] * node.steps) if node.steps > 1 else None
        return Code(Kind.NUMBER, lambda run: float(run.scope.position(outward)))
    name = name_of(call, 0)
    return Code(Kind.NUMBER, lambda run: float(run.scope.position(name)))


def _words(call: Call, codes: Sequence[Code]) -> Code:
    """`jr:itext(instance('list')/root/item[…]/itextId)`: what an option is called, found as ODK's own examples do."""
    node = call.arguments[0]
    if not isinstance(node, Rows) or node.column != WORDS_OF_OPTION:
        raise Unreadable(call.position, "unsupported", name=call.name)
    return Code(Kind.TEXT, text_of(codes[0]))


def _pulldata(call: Call, codes: Sequence[Code]) -> Code:
    table, column, key_column, key = (text_of(code) for code in codes)
    return Code(Kind.TEXT, look_up(table, column, key_column, key))


FUNCTIONS: Final[dict[str, Function]] = {
    "selected": plain(Kind.TRUTH, "tt", _selected),
    "is-selected": plain(Kind.TRUTH, "tt", _selected),
    "selected-at": plain(Kind.TEXT, "tn", _at),
    "count-selected": plain(Kind.NUMBER, "t", lambda text: float(len(text.split()))),
    "jr:choice-name": Function(2, 2, _choice_name),
    "jr:itext": Function(1, 1, _words),
    "indexed-repeat": Function(3, 7, _indexed),
    "pulldata": Function(4, 4, _pulldata),
    "last": Function(0, 0, lambda call, codes: Code(Kind.NUMBER, lambda run: float(run.size or 1))),
}
