"""Cuts a long text where it hurts least: between paragraphs, lines, sentences, words; in a word only if it must."""

import re
import unicodedata

_ENDS = tuple(
    re.compile(end)
    for end in (
        r"\n\s*\n",  # a paragraph's
        r"\n",  # a line's
        r"(?<=[.!?…:;])[ \t]+",  # a sentence's
        r"\s+",  # a word's
    )
)
_JOINER = "\u200d"
_TONES = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)


def units(text: str) -> int:
    """The length in UTF-16 units, in which Telegram and JavaScript count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, most: int) -> list[str]:
    """`text` in pieces of at most `most` UTF-16 units (two at the least), without the blanks at its cuts."""
    pieces = []
    rest = text.strip()
    while units(rest) > most:
        cut = _cut(rest, _reach(rest, most))
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def _reach(text: str, most: int) -> int:
    """How many characters of `text` fit into `most` units."""
    taken = 0
    for place, character in enumerate(text):
        taken += 2 if character > "\uffff" else 1
        if taken > most:
            return place
    return len(text)


def _cut(text: str, reach: int) -> int:
    """Where to cut at or before `reach`: at the best end that leaves no piece shorter than half of what fits."""
    for end in _ENDS:
        found = [match.start() for match in end.finditer(text, reach // 2, reach + 1)]
        if found and 0 < found[-1] <= reach:
            return found[-1]
    cut = reach
    while cut > 1 and _belong_together(text[cut - 1], text[cut]):
        cut -= 1
    return cut if cut > 1 else reach


def _belong_together(before: str, after: str) -> bool:
    """Whether the two are parts of one sign: a letter and its accent, the parts of an emoji, the halves of a flag."""
    if _JOINER in (before, after) or unicodedata.category(after) in ("Mn", "Mc", "Me"):
        return True
    return ord(after) in _TONES or (ord(before) in _FLAGS and ord(after) in _FLAGS)
