"""`${name}` in labels and hints: words with answers between them."""

import re
from typing import Final

from surveys.expressions.expression import Expression, parse
from surveys.expressions.faults import Unreadable

_BLANK: Final = re.compile(r"\$\{[^{}$]*\}")


def pieces(label: str) -> list[str | Expression]:
    """The words and the blanks of a label, in their order. Raises `Unreadable` where a blank cannot be a name."""
    found: list[str | Expression] = []
    end = 0
    for match in _BLANK.finditer(label):
        if end < match.start():
            found.append(label[end : match.start()])
        try:
            found.append(parse(match[0]))
        except Unreadable as fault:
            raise Unreadable(match.start() + fault.position, fault.code, **fault.blanks) from None
        end = match.end()
    if end < len(label):
        found.append(label[end:])
    return found
