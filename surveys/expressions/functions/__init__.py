"""All functions that an expression may call, and why another one may not be called."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Final

from surveys.expressions.code import Code
from surveys.expressions.faults import Unreadable
from surveys.expressions.functions import chance, choices, conditional, dates, dialects, numbers, texts, truths
from surveys.expressions.functions.base import UNLIMITED, Function
from surveys.expressions.tree import Call, Node

FUNCTIONS: Final[dict[str, Function]] = {
    **texts.FUNCTIONS,
    **numbers.FUNCTIONS,
    **truths.FUNCTIONS,
    **dates.FUNCTIONS,
    **choices.FUNCTIONS,
    **chance.FUNCTIONS,
    **dialects.FUNCTIONS,
    **conditional.FUNCTIONS,
    "position": Function(0, 1, lambda call, codes: choices.position(call)),
}
#: Places are not asked for: they would tell where an officer lives and works.
UNSAFE: Final = frozenset(
    {
        "area",
        "enclosed-area",
        "distance",
        "distance-between",
        "geo-scatter",
        "geofence",
        "intersects",
        "short-geopoint",
    }
)
#: Functions that make one thing of another: of what else is between their brackets Enketo takes no notice.
LENIENT: Final = frozenset({"date", "date-time", "int"})
#: Known to other tools, and without meaning in a chat.
UNSUPPORTED: Final = frozenset(
    {
        "depend",
        "extract-signed",
        "id",
        "lang",
        "local-name",
        "name",
        "namespace-uri",
        "property",
    }
)


def called(call: Call, compiled: Callable[[Node], Code]) -> Code:
    """The code of a function and its arguments. Raises `Unreadable`."""
    function = FUNCTIONS.get(call.name)
    if function is None:
        raise _unknown(call)
    given = len(call.arguments)
    if (
        given < function.least
        or (UNLIMITED != function.most < given and call.name not in LENIENT)
        or (call.name == "weighted-checklist" and given % 2)
    ):
        most = function.most
        raise Unreadable(call.position, "arguments", name=call.name, least=function.least, most=most, given=given)
    if call.name == "position":
        return choices.position(call)
    return function.build(call, [compiled(argument) for argument in call.arguments])


def is_overfull(call: Call) -> bool:
    """Whether it was given more than it takes, which is left aside."""
    return call.name in LENIENT and UNLIMITED != FUNCTIONS[call.name].most < len(call.arguments)


def _unknown(call: Call) -> Unreadable:
    if call.name in UNSAFE:
        return Unreadable(call.position, "unsafe", name=call.name)
    if call.name in UNSUPPORTED:
        return Unreadable(call.position, "unsupported", name=call.name)
    near = get_close_matches(call.name.lower(), FUNCTIONS, 1)
    return Unreadable(call.position, "function", name=call.name, near=near[0] if near else "")
