"""How typed words are compared: without accents, case or punctuation, and with a little forgiveness."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from dialogue.catalogues import languages
from dialogue.messages import Choice
from dialogue.phrases import said

NEAR = 80  # of 100: "recurso" is near "Falta de recursos" as a word in it, "bien" is near nothing

_LONG = 6  # letters of a label that is no word of every sentence

_NOT_WORDS = re.compile(r"[^\w%+/]+")
_NUMBER = re.compile(r"\d+")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """`text` as it is compared: case, accents, punctuation and doubled spaces left out ("¿Sí?" is "si")."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_WORDS.sub(" ", bare).strip()


@lru_cache(maxsize=4096)
def labels(choice: Choice) -> frozenset[str]:
    """The plain label of `choice` in every language, and what else stands for it."""
    words = [said(choice.label, language) for language in languages()]
    return frozenset(map(plain, [*words, *choice.also]))


def exact(text: str, choices: Iterable[Choice]) -> Choice | None:
    """The one choice whose label, in any language, is what was typed; None where two are called the same."""
    typed = plain(text)
    found = [choice for choice in choices if typed and typed in labels(choice)]
    return found[0] if len(found) == 1 else None


def near(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The one choice that was probably meant, to be confirmed; None when there is none or more than one."""
    typed = plain(text)
    if len(typed) < 3:
        return None
    named = [(label, place) for place, choice in enumerate(choices) for label in labels(choice) if label]
    found = process.extract(typed, [label for label, _ in named], scorer=_likeness, score_cutoff=NEAR, limit=None)
    best = {named[at][1] for _, score, at in found if score >= found[0][1] - 5}
    return choices[best.pop()] if len(best) == 1 else None


def within(text: str, choices: Iterable[Choice]) -> Choice | None:
    """The choice whose label, if it is no short one, stands in `text`, to be confirmed; the first of several."""
    typed = f" {plain(text)} "
    named = ((plain(said(choice.label, language)), choice) for choice in choices for language in languages())
    found = [(typed.find(f" {label} "), -len(label), choice) for label, choice in named if len(label) >= _LONG]
    first = min((each[:2] for each in found if each[0] >= 0), default=None)
    meant = {choice.value: choice for *where, choice in found if tuple(where) == first}
    return meant.popitem()[1] if len(meant) == 1 else None


def _likeness(typed: str, label: str, **_: object) -> float:
    whole = fuzz.ratio(typed, label)
    return max(whole, fuzz.partial_ratio(typed, label) * 0.9) if 4 <= len(typed) <= len(label) + 2 else whole


def numbers_in(text: str) -> list[int]:
    """Every whole number written in digits in `text`, at most 9 digits each."""
    return [int(digits) for digits in _NUMBER.findall(text) if len(digits) <= 9]
