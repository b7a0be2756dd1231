"""Where each row of a form stands: within which groups and repeats, and what its answers are called.

An answer goes by the name of its row, and by the instances of the repeats around it: `household[2]/age`. Groups stand
in the key only where two rows have the same name.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from surveys.form import COMPUTED, Field, Form, Group, Item, Repeat

Numbers = tuple[int, ...]  # of the instances of the repeats around a row, the outermost first, from 1


@dataclass(eq=False, slots=True)
class Place:
    """One row, group or repeat; `around` are the groups and repeats it lies in, the outermost first."""

    item: Item
    short: str
    around: tuple["Place", ...]
    order: int
    repeats: tuple["Place", ...] = ()
    inside: list["Place"] = field(default_factory=list)

    def key(self, numbers: Numbers) -> str:
        """What its answer in these instances is called."""
        if not self.repeats:
            return self.short
        instances = (f"{repeat.short}[{number}]" for repeat, number in zip(self.repeats, numbers, strict=True))
        return "/".join((*instances, self.short))


class Places:
    """All places of a form, in the order of the sheet."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._names = Counter(item.name for item in _items(form.items))
        self.every: list[Place] = []
        self.top = self._placed(form.items, ())
        self.named: dict[str, list[Place]] = {}
        for place in self.every:
            self.named.setdefault(place.item.name, []).append(place)

    @cached_property
    def asked(self) -> list[Place]:
        """The rows that a person answers."""
        rows = (place for place in self.every if isinstance(place.item, Field))
        return [place for place in rows if is_asked(place.item)]

    def meant(self, name: str, here: Place) -> Place | None:
        """The place that `name` means, seen from another one: of several the one that shares most of its groups."""
        found = self.named.get(name)
        if not found or len(found) == 1:
            return found[0] if found else None
        return max(found, key=lambda place: (_shared(place.around, here.around), -place.order))

    def _placed(self, items: Sequence[Item], around: tuple[Place, ...]) -> list[Place]:
        return [self._place(item, around) for item in items]

    def _place(self, item: Item, around: tuple[Place, ...]) -> Place:
        repeats = tuple(place for place in around if isinstance(place.item, Repeat))
        groups = (place.item.name for place in around if isinstance(place.item, Group))
        short = item.name if self._names[item.name] == 1 else "/".join((*groups, item.name))
        place = Place(item, short, around, len(self.every), repeats)
        self.every.append(place)
        if not isinstance(item, Field):
            place.inside = self._placed(item.items, (*around, place))
        return place


def is_asked(item: Item) -> bool:
    """Whether a person answers it: neither computed nor only shown."""
    return isinstance(item, Field) and item.kind not in COMPUTED and item.kind != "note" and not item.read_only


def _items(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if not isinstance(item, Field):
            yield from _items(item.items)


def _shared(one: Sequence[Place], other: Sequence[Place]) -> int:
    same = (place is there for place, there in zip(one, other, strict=False))
    return next((count for count, is_same in enumerate(same) if not is_same), min(len(one), len(other)))
