"""Who a person of an export is: a mark made anew each time, and as much of where she belongs as fits five people."""

import secrets
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby
from typing import Any

from models.sealing import Vault
from models.surveys.exported import About
from models.surveys.small_cells import Description, coarsened

PLACES = ("programme", "cohort", "state", "rank_band", "language", "channel")
#: What is left empty first, where too few people share all of it.
GIVING_UP = tuple(map(PLACES.index, ("channel", "language", "rank_band", "state", "cohort", "programme")))
NOTHING: Description = (None,) * len(PLACES)


class Marks:
    """Marks of people, by a keyed hash with a salt that is forgotten with the export."""

    def __init__(self, vault: Vault) -> None:
        self._vault, self._salt = vault, secrets.token_hex(16)

    def of(self, person: int) -> str:
        """The mark of a person."""
        return self._vault.key_of(f"export {self._salt}", str(person)).hex()[:16]


class Descriptions:
    """What may be told of people: first `count` all of them, then ask."""

    def __init__(self) -> None:
        self._people: Counter[Description] = Counter()
        self._told: dict[Description, Description] | None = None

    def count(self, description: Description) -> None:
        """Take one person into account."""
        self._people[description] += 1

    def told(self, description: Description) -> Description:
        """Which of its places may be told; those that may not are None."""
        if self._told is None:
            self._told = coarsened(self._people, GIVING_UP)
        return self._told.get(description, NOTHING)


def description(told: Iterable[Any]) -> Description:
    """All that the lines of one person say of her: every value that a place has in any of them."""
    lines = list(told)
    return tuple(_all(getattr(line, place) for line in lines) for place in PLACES)


def by_person(lines: Sequence[About]) -> Iterable[list[About]]:
    """What belongs to the same person, which stands together."""
    return (list(theirs) for _person, theirs in groupby(lines, key=lambda line: line.person))


def shown(told: Description, line: Any) -> list[str | None]:
    """The places of one line, as far as they may be told."""
    return [None if each is None else getattr(line, place) for each, place in zip(told, PLACES, strict=True)]


def _all(values: Iterable[str | None]) -> Hashable:
    """Every value that there is; None where there is none, as where it is not told."""
    return tuple(sorted({value for value in values if value})) or None
