"""What has been answered so far, and what follows from it: relevance, calculations, words with answers in them.

Everything is worked out when it is asked for, from the answers that were settled until then: so a run over the same
answers comes to the same. What cannot be computed is empty, and a condition that cannot be decided holds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from surveys.expressions import Expression, Failed, TooMuch, Unreadable, parse, pieces
from surveys.form import Field, Form, Option, Text
from surveys.places import Numbers, Place, Places
from surveys.seeing import Seen
from surveys.wording import Wording, in_language

T = TypeVar("T")
V = TypeVar("V")


@dataclass(frozen=True)
class Circumstances:
    """What is pinned when a survey begins: the moment, aware and in the person's zone, chance, what is known of her."""

    began: datetime
    seed: str = ""
    known: Mapping[str, str] = field(default_factory=dict)


class Record:
    """The answers of one run through a form. `settle` and `repeat` are called in the order of the form."""

    def __init__(self, places: Places, circumstances: Circumstances) -> None:
        self.places, self.circumstances = places, circumstances
        self.answers: dict[str, str] = {}
        self._counts: dict[tuple[Place, Numbers], int] = {}
        self._computed: dict[tuple[str, str], str] = {}
        self._holds: dict[str, bool] = {}
        self._busy: set[str] = set()

    @property
    def form(self) -> Form:
        return self.places.form

    def settle(self, key: str, answer: str) -> None:
        """Take an answer in, as lexical text; "" where the person preferred not to give one."""
        self.answers[key] = answer
        self._forget()

    def repeat(self, place: Place, numbers: Numbers, count: int) -> None:
        """There are so many instances of a repeat, as far as is known."""
        self._counts[place, numbers] = count
        self._forget()

    def _forget(self) -> None:
        self._computed.clear()
        self._holds.clear()

    def instances(self, place: Place, numbers: Numbers) -> int:
        """How many instances there are of a repeat within these instances of those around it."""
        return self._counts.get((place, numbers), 0)

    def every(self, place: Place, numbers: Numbers = ()) -> Iterator[Numbers]:
        """All instances of a row or a repeat, in the order of the document."""
        if len(numbers) == len(place.repeats):
            yield numbers
            return
        for number in range(1, self.instances(place.repeats[len(numbers)], numbers) + 1):
            yield from self.every(place, (*numbers, number))

    def applies(self, place: Place, numbers: Numbers) -> bool:
        """Whether a row is relevant, with all that it lies in."""
        return all(self._applies(each, numbers[: len(each.repeats)]) for each in (*place.around, place))

    def _applies(self, place: Place, numbers: Numbers) -> bool:
        if not place.item.relevant:
            return True
        key = place.key(numbers)
        if key not in self._holds:
            self._holds[key] = self._once(f"?{key}", lambda: self.true(place.item.relevant, place, numbers), True)
        return self._holds[key]

    def value(self, place: Place, numbers: Numbers, language: str = "") -> str:
        """The value of a row: its answer, what is computed for it, or "" where it does not apply."""
        item = place.item
        if not isinstance(item, Field) or not self.applies(place, numbers):
            return ""
        if item.kind in ("start", "today", "end"):
            return self._moment(item.kind)
        if item.kind in ("calculate", "hidden") or (item.read_only and item.calculation):
            return self._value(place, item, numbers, language or self.form.languages[0])
        return self.answers.get(place.key(numbers), "")

    def _moment(self, kind: str) -> str:
        began = self.circumstances.began
        return began.date().isoformat() if kind == "today" else began.isoformat(timespec="milliseconds")

    def _value(self, place: Place, item: Field, numbers: Numbers, language: str) -> str:
        known = self.circumstances.known.get(item.prefill, "") if item.prefill else ""
        if known or not (item.calculation or item.default):
            return known
        key = place.key(numbers)
        if (key, language) not in self._computed:
            written = item.calculation or (item.default if item.computed_default else "")
            if not written:
                return item.default
            self._computed[key, language] = self._once(key, lambda: self.text(written, place, numbers, language), "")
        return self._computed[key, language]

    def _once(self, key: str, work: Callable[[], T], otherwise: T) -> T:
        """What rests on itself is broken off."""
        if key in self._busy:
            return otherwise
        self._busy.add(key)
        try:
            return work()
        finally:
            self._busy.remove(key)

    def true(self, condition: str, place: Place, numbers: Numbers, current: str = "") -> bool:
        """Whether a condition holds, seen from a row; one that cannot be decided does."""
        return _tried(lambda: parse(condition).true(self.seen(place, numbers), current), True)

    def text(self, expression: str, place: Place, numbers: Numbers, language: str = "") -> str:
        """What an expression comes to, seen from a row; "" where that cannot be told."""
        return _tried(lambda: parse(expression).text(self.seen(place, numbers, language)), "")

    def seen(self, place: Place, numbers: Numbers, language: str = "", row: Mapping[str, str] | None = None) -> Seen:
        """The record as an expression of this row sees it."""
        return Seen(self, place, numbers, language or self.form.languages[0], row or {})

    def wording(self, text: Text, place: Place, numbers: Numbers) -> Wording:
        """Words of a row, with the answers in them that they speak of."""
        return Wording("", words=lambda language: self._worded(text, place, numbers, language))

    def _worded(self, text: Text, place: Place, numbers: Numbers, language: str) -> str:
        words = in_language(text, language, self.form.languages)
        if "$" not in words:
            return words
        seen = self.seen(place, numbers, language)
        parts: Sequence[str | Expression] = _tried(lambda: pieces(words), [words])
        return "".join(each if isinstance(each, str) else _filled(each, seen) for each in parts)

    def options(self, place: Place, numbers: Numbers) -> list[Option]:
        """The options of a row that its filter lets through."""
        item = place.item
        if not isinstance(item, Field):
            return []
        if item.options.startswith("${"):
            return list(self._answered(item, place).values())
        every = list(self.form.lists.get(item.options, ()))
        if not item.choice_filter:
            return every
        return [option for option in every if self._passes(item, place, numbers, option)]

    def _answered(self, item: Field, here: Place) -> dict[str, Option]:
        """The answers to another question as options; what the filter asks for is that of the same instance."""
        source = self.places.meant(item.options[2:-1], here)
        found: dict[str, Option] = {}
        if source is None or not isinstance(source.item, Field):
            return found
        labels = {option.value: option.label for option in self.form.lists.get(source.item.options, ())}
        for numbers in self.every(source):
            answer = self.value(source, numbers)
            if answer and (not item.choice_filter or self.true(item.choice_filter, source, numbers, answer)):
                value = answer if item.kind == "select_one" else "_".join(answer.split())
                label = labels.get(answer) or {"": answer.replace("${", "{")}  # what she wrote is no blank
                found.setdefault(value, Option(value=value, label=label))
        return found

    def _passes(self, item: Field, place: Place, numbers: Numbers, option: Option) -> bool:
        row = {**option.columns, "name": option.value}
        return _tried(lambda: parse(item.choice_filter).true(self.seen(place, numbers, row=row)), True)


def _filled(expression: Expression, seen: Seen) -> str:
    return _tried(lambda: expression.text(seen), "")


def _tried(work: Callable[[], V], otherwise: V) -> V:
    try:
        return work()
    except (Failed, TooMuch, Unreadable):
        return otherwise
