"""The way through a form: what is asked or said next, given what was answered until now.

Whoever walks settles each step in the record before he takes the next one.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from surveys.form import CHOSEN, Field, Repeat
from surveys.places import Numbers, Place, is_asked
from surveys.record import Record
from surveys.telling import names_in

MOST_INSTANCES = 100


class Ask(NamedTuple):
    """A row to be answered; its answer is settled under `key`."""

    key: str
    place: Place
    numbers: Numbers

    @property
    def field(self) -> Field:
        """The row."""
        if not isinstance(self.place.item, Field):
            raise TypeError("only a row can be asked")
        return self.place.item


class Tell(NamedTuple):
    """A note."""

    place: Place
    numbers: Numbers


class Another(NamedTuple):
    """Whether there is another instance of a repeat: its number would be `number`. Told by `Record.repeat`."""

    key: str
    place: Place
    numbers: Numbers
    number: int


Step = Ask | Tell | Another


def walk(record: Record) -> Iterator[Step]:
    """The steps from the first row to the last."""
    return _walk(record, record.places.top, ())


def ahead(record: Record, here: Place) -> int:
    """How many more rows may be asked behind this one: those that apply by now, and those of which an answer still to
    come decides. So the number that is told grows less and less, and never more but by repeats.
    """
    rows = [place for place in record.places.asked if place.order > here.order]
    open_ = {here.item.name, *(place.item.name for place in rows)}
    return sum(_may_be_asked(record, place, open_) for place in rows)


def _may_be_asked(record: Record, place: Place, open_: Collection[str]) -> bool:
    conditions = (each.item.relevant for each in (*place.around, place) if each.item.relevant)
    waits = any(not names_in(condition).isdisjoint(open_) for condition in conditions)
    return waits or record.applies(place, (1,) * len(place.repeats))


def _walk(record: Record, places: Sequence[Place], numbers: Numbers) -> Iterator[Step]:
    for place in places:
        if not record.applies(place, numbers):
            continue
        if isinstance(place.item, Repeat):
            yield from _repeated(record, place, numbers)
        elif not isinstance(place.item, Field):
            yield from _walk(record, place.inside, numbers)
        elif place.item.kind == "note" or (place.item.read_only and place.item.label):
            yield Tell(place, numbers)
        elif is_asked(place.item) and not _is_empty(record, place, numbers):
            yield Ask(place.key(numbers), place, numbers)


def _is_empty(record: Record, place: Place, numbers: Numbers) -> bool:
    """Whether there is nothing to choose from: one could neither answer it nor, where it is required, go on."""
    item = place.item
    if not isinstance(item, Field) or item.kind not in CHOSEN or item.other:
        return False
    may_be = item.options.startswith("${") or (item.required and item.choice_filter)
    return bool(may_be) and not record.options(place, numbers)


def _repeated(record: Record, place: Place, numbers: Numbers) -> Iterator[Step]:
    item, number = place.item, 0
    wanted = _wanted(record, place, numbers) if isinstance(item, Repeat) and item.count else None
    record.repeat(place, numbers, wanted or 0)
    while number < (MOST_INSTANCES if wanted is None else wanted):
        if wanted is None:
            yield Another(f"{place.key(numbers)}[{number + 1}]?", place, numbers, number + 1)
            if record.instances(place, numbers) <= number:
                return
        number += 1
        yield from _walk(record, place.inside, (*numbers, number))


def _wanted(record: Record, place: Place, numbers: Numbers) -> int:
    """How many instances the form itself asks for."""
    count = place.item.count if isinstance(place.item, Repeat) else ""
    try:
        return max(0, min(MOST_INSTANCES, int(float(record.text(count, place, numbers) or 0))))
    except (ValueError, OverflowError):
        return 0
