"""What can be wrong with an expression, as codes: whoever shows it finds the words.

Codes of `Unreadable`, with their blanks:

- `empty`; `too_long` (`most`); `too_deep` (`most`)
- `open_quote`; `open_name` (a `${` without its `}`); `name` (`name`: no name of a question can look like this)
- `sign` (`sign`: it means nothing here); `capitals` (`word`: and, or, div and mod are written in small letters)
- `unfinished` (something is missing at the end); `operand` (`found`: a value belongs here)
- `operator` (`found`: and, or, = … belongs before it); `unclosed` (`sign`: never closed)
- `function` (`name`, `near`: the likeliest one or ""); `unsupported` (`name`: known, and not to be had in a chat)
- `unsafe` (`name`: a function of places, which are not asked for)
- `arguments` (`name`, `least`, `most`: how many it takes; `most` is -1 without a limit; `given`)
- `field` (`name`: the function takes the name of a question or repeat)
- `path` (a kind of path that has no meaning in a chat)
- `regex` (`pattern`); `format` (`format`, `sign`); `digest` (`algorithm`)

Codes of `Failed`: `regex`, `format`, `digest`, `table`, `base64`, `number`.
"""

from collections.abc import Mapping
from typing import Final

#: Characters of an expression; a cell of a spreadsheet has no more.
LONGEST: Final = 32_767
#: How deep brackets, functions and predicates may lie in each other.
DEEPEST: Final = 100
#: Steps of one evaluation. A row that is looked at costs as many as its condition has parts.
STEPS: Final = 200_000
#: Characters of a text that an expression puts together.
LONGEST_TEXT: Final = 65_536

Blanks = Mapping[str, str | int]


class Unreadable(Exception):
    """An expression cannot be understood: where (counted from 0, in the text as written), why, and what it is about."""

    def __init__(self, position: int, code: str, **blanks: str | int) -> None:
        super().__init__(position, code)
        self.position = position
        self.code = code
        self.blanks: Blanks = blanks


class Failed(Exception):
    """An expression is understood, and cannot be computed with these answers."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooMuch(Exception):
    """An evaluation took more steps, or made a longer text, than any honest form needs."""
