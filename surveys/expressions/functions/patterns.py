"""`regex()` on RE2, whose time grows with the text alone: a pattern from a stranger's spreadsheet cannot hang a chat.

RE2 has no look-ahead and no back-references; a pattern that needs them is said at the import.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

import re2  # type: ignore[import-untyped]  # it comes without types

from surveys.expressions.code import Code, Kind, text_of
from surveys.expressions.faults import Failed, Unreadable
from surveys.expressions.functions.base import Function, known_text
from surveys.expressions.scope import Run
from surveys.expressions.tree import Call

_MEMORY: Final = 1 << 20
_LONGEST: Final = 2_000


@lru_cache(512)
def _pattern(text: str) -> Callable[[bytes], Any] | None:
    """What matches the whole of a text, or None where RE2 does not know the pattern."""
    if len(text) > _LONGEST:
        return None
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        found: Callable[[bytes], Any] = re2.compile(text.encode("utf-8", "replace"), options).fullmatch
    except re2.error:
        return None
    return found


def _built(call: Call, codes: Sequence[Code]) -> Code:
    text, pattern = text_of(codes[0]), text_of(codes[1])
    written = known_text(codes[1])
    if written is None:
        return Code(Kind.TRUTH, lambda run: _matches(run, text(run), _pattern(pattern(run))))
    ready = _pattern(written)
    if ready is None:
        raise Unreadable(call.position, "regex", pattern=written)
    return Code(Kind.TRUTH, lambda run: _matches(run, text(run), ready))


def _matches(run: Run, text: str, pattern: Callable[[bytes], Any] | None) -> bool:
    if pattern is None:
        raise Failed("regex")
    run.spend(len(text) >> 5)
    return pattern(text.encode("utf-8", "replace")) is not None


REGEX: Final = Function(2, 2, _built)
