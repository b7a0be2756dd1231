"""What an expression sees of a record from where it stands: the answers of the same instances are the nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from surveys import tables
from surveys.form import Field, Group, Repeat, Table
from surveys.places import Numbers, Place

if TYPE_CHECKING:
    from surveys.record import Record


class Seen:
    """A `surveys.expressions.Scope` over a record, for one row in these instances and one language."""

    def __init__(self, record: Record, place: Place, numbers: Numbers, language: str, row: Mapping[str, str]) -> None:
        self._record, self._place, self._numbers = record, place, numbers
        self._language, self._row = language, row
        self._chance: Random | None = None

    def value(self, name: str) -> str:
        """The nearest answer of this name."""
        place = self._record.places.meant(name, self._place)
        if place is None:
            return ""
        return self._record.value(place, self._nearest(place), self._language)

    def values(self, name: str) -> Sequence[str]:
        """The answers of all instances, in the order of the document."""
        place = self._record.places.meant(name, self._place)
        if place is None:
            return []
        here = (numbers for numbers in self._record.every(place) if self._record.applies(place, numbers))
        return [self._record.value(place, numbers, self._language) for numbers in here]

    def nth(self, name: str, instances: Mapping[str, int]) -> str:
        """The answer in these instances of repeats."""
        place = self._record.places.meant(name, self._place)
        if place is None:
            return ""
        numbers = list(self._nearest(place))
        for repeat, index in instances.items():
            around = self._record.places.meant(repeat, self._place)
            if around is None or around not in place.repeats:
                return ""
            level = place.repeats.index(around)
            if not 1 <= index <= self._record.instances(around, tuple(numbers[:level])):
                return ""
            numbers[level] = index
        return self._record.value(place, tuple(numbers), self._language)

    def repeat_of(self, name: str) -> str:
        """The repeat of this name, or the innermost that a question lies in."""
        place = self._record.places.meant(name, self._place)
        if place is None or isinstance(place.item, Repeat):
            return name if place is not None else ""
        return place.repeats[-1].item.name if place.repeats else ""

    def relevant(self, name: str) -> bool:
        """Whether a question applies."""
        place = self._record.places.meant(name, self._place)
        return place is not None and self._record.applies(place, self._nearest(place))

    def count(self, name: str) -> int:
        """How many instances there are of a repeat or a question."""
        place = self._record.places.meant(name, self._place)
        if place is None:
            return 0
        if isinstance(place.item, Repeat):
            return sum(self._record.instances(place, numbers) for numbers in self._record.every(place))
        return sum(1 for _ in self._record.every(place))

    def position(self, name: str | None) -> int:
        """The number of the instance we are in."""
        repeats = self._place.repeats
        if name is not None and name.startswith(".."):
            repeats = self._outside(name.count(".."))
        elif name is not None:
            repeats = repeats[: next((at for at, each in enumerate(repeats, 1) if each.item.name == name), 0)]
        return self._numbers[len(repeats) - 1] if repeats and len(repeats) <= len(self._numbers) else 1

    def table(self, name: str) -> Table:
        """A table or a choice list."""
        return tables.table(self._record.form, name, self._language)

    def choice_label(self, name: str, value: str) -> str:
        """What an option of this question is called."""
        place = self._record.places.meant(name, self._place)
        fields = [place.item] if place is not None and isinstance(place.item, Field) else []
        return tables.choice_label(self._record.form, fields, value, self._language)

    def now(self) -> datetime:
        """The pinned moment."""
        return self._record.circumstances.began

    def random(self) -> float:
        """The same numbers in the same order, whenever this row is worked out."""
        if self._chance is None:
            key = self._place.key(self._numbers[: len(self._place.repeats)])
            self._chance = Random(f"{self._record.circumstances.seed}/{key}")  # noqa: S311  # no secret
        return self._chance.random()

    def row(self) -> Mapping[str, str]:
        """The option that a choice filter looks at."""
        return self._row

    def language(self) -> str:
        """The language of the conversation."""
        return self._language

    def version(self) -> str:
        """The version of the form."""
        return self._record.form.version

    def _outside(self, steps: int) -> tuple[Place, ...]:
        around = self._place.around[: len(self._place.around) - steps + 1]
        return tuple(place for place in around if not isinstance(place.item, Group))

    def _nearest(self, place: Place) -> Numbers:
        """The instances of another row: ours as far as they are the same, and then the first."""
        own = dict(zip(self._place.repeats, self._numbers, strict=False))
        return tuple(own.get(repeat, 1) for repeat in place.repeats)
