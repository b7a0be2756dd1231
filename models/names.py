"""How names are compared: without accents, case, hyphens, and forgiving a second family name left out."""

import unicodedata
from collections.abc import Iterator

_PARTICLES = {"de", "del", "la", "las", "los", "y", "da", "das", "do", "dos", "van", "von"}
_BEFORE = 4  # given names that may stand before the family name


def folded(text: str) -> str:
    """`text` as it is compared: no accents, no case, single spaces; marks and letters stay."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


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
    letters = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(" " if unicodedata.category(letter) == "Pd" else letter for letter in letters)
    return "".join(letter for letter in letters if letter.isalnum() or letter.isspace()).split()


def _forms(words: list[str]) -> Iterator[str]:
    """Every way to write a family name, spaces left out: the first or more of its words, with and without particles."""
    significant = [word for word in words if word not in _PARTICLES] or words
    for count in range(1, len(significant) + 1):
        yield "".join(significant[:count])
    for count in range(1, len(words) + 1):
        if significant[0] in words[:count]:
            yield "".join(words[:count])
