"""From the text of a cell to tokens, with what a word processor did to it put right on the way.

Curly quotes, non-breaking spaces, dashes for minus and `&gt;` are how expressions look after a journey through
documents and web pages. They are read as what was meant; inside a text in straight quotes everything stays as it is.
"""

import html
import re
from bisect import bisect_right
from typing import Final, NamedTuple

from surveys.expressions.faults import LONGEST, Unreadable

_SINGLE: Final = "'‘’‚‛′`´"
_DOUBLE: Final = '"“”„‟″«»'
#: Curly quotes to straight ones; what may be an accent stays.
STRAIGHT: Final = str.maketrans({**dict.fromkeys("‘’‚‛", "'"), **dict.fromkeys("“”„‟", '"')})
_MEANT: Final = {"==": "=", "≤": "<=", "≥": ">=", "≠": "!=", "−": "-", "–": "-", "—": "-", "×": "*"}
_ENTITY: Final = re.compile(r"&(?:gt|lt|amp|quot|apos|nbsp|#39|#34|#160);")
_NAME: Final = r"(?:(?:and|or|div|mod)(?=\.(?![\w.\-]))|[^\W\d][\w.\-]*)"  # in `or.=5` the dot is the answer
_TOKEN: Final = re.compile(
    rf"""(?P<space>[\s\u00a0\u200b\u200e\u200f\ufeff]+)
    |(?P<field>\$\{{\s*(?P<inner>[^{{}}$]*?)\s*\}})
    |(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<name>{_NAME}(?::{_NAME})?)
    |(?P<sign>!=|<=|>=|==|//|\.\.|::|[=<>+*|/()\[\],.@\-≤≥≠−–—×])
    |(?P<quote>[{_SINGLE}{_DOUBLE}])""",
    re.VERBOSE,
)
_FIELD_NAME: Final = re.compile(rf"(?:last-saved\#)?{_NAME}(?::{_NAME})?|_[\w.\-]*")


class Token(NamedTuple):
    """`kind` is field, number, name, sign, text or end; `position` counts from 0 in what was written."""

    kind: str
    text: str
    position: int


def tokens(text: str) -> list[Token]:
    """All tokens of an expression, and an end. Raises `Unreadable`."""
    if len(text) > LONGEST:
        raise Unreadable(LONGEST, "too_long", most=LONGEST)
    if "&" not in text:
        return _tokens(text)
    plain, shifts = _without_entities(text)
    try:
        return [token._replace(position=_written(token.position, shifts)) for token in _tokens(plain)]
    except Unreadable as fault:
        raise Unreadable(_written(fault.position, shifts), fault.code, **fault.blanks) from None


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Unreadable(at, "open_name" if text.startswith("${", at) else "sign", sign=text[at])
        kind = match.lastgroup or ""
        if kind == "quote":
            token, at = _quoted(text, at)
            found.append(token)
            continue
        if kind != "space":
            found.append(_token(match))
        at = match.end()
    found.append(Token("end", "", len(text)))
    return found


def _token(match: re.Match[str]) -> Token:
    position = match.start()
    if (name := match["inner"]) is not None:
        if not _FIELD_NAME.fullmatch(name):
            raise Unreadable(position, "name", name=name)
        return Token("field", name, position)
    kind, text = match.lastgroup or "", match[0]
    return Token(kind, _MEANT.get(text, text) if kind == "sign" else text, position)


def _quoted(text: str, start: int) -> tuple[Token, int]:
    """A text in quotes, and where it goes on. A straight quote is closed by its like, if there is one."""
    opened = text[start]
    family = _SINGLE if opened in _SINGLE else _DOUBLE
    end = text.find(opened, start + 1) if opened in "'\"" else -1
    if end < 0:
        end = next((at for at in range(start + 1, len(text)) if text[at] in family), -1)
    if end < 0:
        raise Unreadable(start, "open_quote")
    return Token("text", text[start + 1 : end], start), end + 1


def _without_entities(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with `&gt;` and its like replaced, and by how much what stands behind each of them has moved."""
    parts: list[str] = []
    shifts: list[tuple[int, int]] = []
    length = end = 0
    for match in _ENTITY.finditer(text):
        parts += text[end : match.start()], html.unescape(match[0])
        length += match.start() - end + 1
        end = match.end()
        shifts.append((length, end - length))
    parts.append(text[end:])
    return "".join(parts), shifts


def _written(position: int, shifts: list[tuple[int, int]]) -> int:
    place = bisect_right(shifts, position, key=lambda shift: shift[0]) - 1
    return position + (shifts[place][1] if place >= 0 else 0)
