"""How names are compared: without accents, case, hyphens, and forgiving a second family name left out."""

import unicodedata

_PARTICLES = {"de", "del", "la", "las", "los", "y", "da", "das", "do", "dos", "van", "von"}


def bare(name: str) -> list[str]:
    """The words of `name` as they are compared ("De la Peña-Ruiz" is pena, ruiz)."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("-", " "))
    words = "".join(letter for letter in letters if letter.isalnum() or letter.isspace()).split()
    return [word for word in words if word not in _PARTICLES] or words


def same_family_name(stored: str, told: str) -> bool:
    """Whether `told` names the person called `stored`: the first family name must be there, the second may be."""
    ours, theirs = bare(stored), bare(told)
    return (
        bool(ours) and bool(theirs) and ours[0] in theirs and (len(theirs) == 1 or set(ours) >= {ours[0]} & set(theirs))
    )
