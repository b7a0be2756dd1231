"""A title made to fit: broken into lines between words, and shortened so that it still reads as a title."""

import unicodedata
from collections.abc import Callable

Fits = Callable[[str], bool]

_ELLIPSIS, _HYPHEN = "…", "-"
_SMALL_WORD = 3  # letters: "de", "la", "of", "the"


def in_lines(text: str, most: int, fits: Fits) -> list[str]:
    """`text` in at most `most` lines that fit; what finds no room is left out, with an ellipsis for it."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most - 1:
        line, rest = _first_line(rest, fits)
        lines.append(line)
    return [*lines, shortened(rest, fits)] if rest else lines


def shortened(text: str, fits: Fits) -> str:
    """`text` if it fits, else as many of its words as do and an ellipsis; a long word is cut where that leaves more."""
    if fits(text):
        return text
    cut = _cut(text, fits, _ELLIPSIS)
    words = text.split()
    while len(words) > 1:
        words = _without_small_words(words[:-1])
        line = _trimmed(" ".join(words)) + _ELLIPSIS
        if fits(line):
            return line if 2 * len(line) > len(cut) else cut
    return cut


def _first_line(text: str, fits: Fits) -> tuple[str, str]:
    words = text.split()
    count = len(words)
    while count > 1 and not fits(" ".join(words[:count])):
        count -= 1
    if count > 1 or fits(words[0]):
        return " ".join(words[:count]), " ".join(words[count:])
    start = _cut(words[0], fits, _HYPHEN)
    return start, text[len(start) - 1 :]


def _without_small_words(words: list[str]) -> list[str]:
    """Leave out what cannot end a title: articles and prepositions, but no short name such as C5."""
    kept = list(words)
    while len(kept) > 1 and len(kept[-1]) <= _SMALL_WORD and kept[-1].islower():
        kept.pop()
    return kept


def _trimmed(text: str) -> str:
    """Without the punctuation at its end."""
    end = len(text)
    while end > 1 and unicodedata.category(text[end - 1]) in {"Po", "Pd", "Ps", "Pi", "Zs"}:
        end -= 1
    return text[:end]


def _cut(text: str, fits: Fits, ending: str) -> str:
    """The longest beginning that fits with its ending, never between a letter and its accent."""
    low, high = 1, max(len(text) - 1, 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(text[:middle] + ending) else (low, middle - 1)
    while low > 1 and unicodedata.category(text[low]).startswith("M"):
        low -= 1
    return text[:low].rstrip() + ending
