"""How names are compared: without accents, case, hyphens, and forgiving a second family name left out."""

import unicodedata
from collections.abc import Callable, Iterator

_PARTICLES = {"de", "del", "la", "las", "los", "y", "da", "das", "do", "dos", "van", "von"}
_BEFORE = 4  # given names that may stand before the family name


class _Signs(dict[int, str | None]):
    """What becomes of each sign, for `str.translate`; found out when it is first met."""

    def __init__(self, becomes: Callable[[str], str | None]) -> None:
        super().__init__()
        self._becomes = becomes

    def __missing__(self, sign: int) -> str | None:
        found = self[sign] = self._becomes(chr(sign))
        return found


def _of_word(sign: str) -> str | None:
    if unicodedata.category(sign) == "Pd":
        return " "
    return sign if sign.isalnum() or sign.isspace() else None


_UNMARKED = _Signs(lambda sign: None if unicodedata.combining(sign) else sign)
_OF_WORDS = _Signs(_of_word)


def folded(text: str) -> str:
    """`text` as it is compared: no accents, no case, single spaces; marks and letters stay."""
    return " ".join(unicodedata.normalize("NFKD", text.casefold()).translate(_UNMARKED).split())


def bare(name: str) -> list[str]:
    """The words of `name` as they are compared ("De la Peña-Ruiz" is pena, ruiz)."""
    words = _words(name)
    return [word for word in words if word not in _PARTICLES] or words


def same_family_name(stored: str, told: str) -> bool:
    """Whether `told` names the person called `stored`: the first family name must be there, the second may be.

    Given names may stand before it, but each telling is one guess: a list of common family names fits nobody.
    """
    accepted = set(_forms(_words(stored)))
    theirs = _words(told)
    ends = (theirs[start:] for start in range(min(_BEFORE + 1, len(theirs))))
    return any("".join(end) in accepted or "".join(bare(" ".join(end))) in accepted for end in ends)


def _words(name: str) -> list[str]:
    return unicodedata.normalize("NFKD", name.casefold()).translate(_OF_WORDS).split()


def _forms(words: list[str]) -> Iterator[str]:
    """Every way to write a family name, spaces left out: the first or more of its words, with and without particles."""
    significant = [word for word in words if word not in _PARTICLES] or words
    for count in range(1, len(significant) + 1):
        yield "".join(significant[:count])
    for count in range(1, len(words) + 1):
        if significant[0] in words[:count]:
            yield "".join(words[:count])
