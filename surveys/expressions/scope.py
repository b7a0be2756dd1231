"""What an expression may ask of the record that it is computed over, and what one evaluation carries with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Protocol

from surveys.expressions.faults import LONGEST_TEXT, STEPS, TooMuch
from surveys.form import Table

Row = Mapping[str, str]


class Scope(Protocol):
    """A record, seen from one question. All answers are lexical: "" unanswered, "2.5", "2026-11-24", "a b c"."""

    def value(self, name: str) -> str:
        """The nearest answer of this name: that of the same repeat instance, or else the first or only one."""

    def values(self, name: str) -> Sequence[str]:
        """The answers of all instances that are relevant, in the order of the document."""

    def nth(self, name: str, instances: Mapping[str, int]) -> str:
        """The answer in these instances of repeats, by the repeat's name and counted from 1; "" where there is none."""

    def count(self, name: str) -> int:
        """How many instances there are of a repeat, or of a question."""

    def repeat_of(self, name: str) -> str:
        """The repeat of this name, or the innermost that a question lies in; "" for none."""

    def relevant(self, name: str) -> bool:
        """Whether a question applies."""

    def position(self, name: str | None) -> int:
        """The number, from 1, of the instance we are in: of this repeat, or of the nearest one.

        A name of the form `../..` means the repeat so many groups and repeats further out.
        """

    def table(self, name: str) -> Table:
        """A table or choice list, its labels in the language of the conversation. Raises KeyError."""

    def choice_label(self, name: str, value: str) -> str:
        """What an option of this question is called, in the language of the conversation."""

    def now(self) -> datetime:
        """The pinned moment, aware; its zone is the one that dates are meant in."""

    def random(self) -> float:
        """At least 0.0 and below 1.0."""

    def row(self) -> Row:
        """The option that a choice filter looks at; empty elsewhere."""

    def language(self) -> str:
        """The language of the conversation ("es"), for the names of months and weekdays."""

    def version(self) -> str:
        """The version of the form."""


class Run:
    """One evaluation: its scope, the answer at hand, the row that a predicate looks at, and the steps that are left."""

    __slots__ = ("current", "left", "own", "place", "row", "scope", "size", "value")

    def __init__(self, scope: Scope, current: str) -> None:
        self.scope = scope
        self.value: Callable[[str], str] = scope.value
        self.current = self.own = current
        self.row: Row | None = None
        self.place = self.size = 0  # of the row among the rows, from 1
        self.left = STEPS

    def spend(self, steps: int) -> None:
        """Raises `TooMuch` when the budget is spent."""
        self.left -= steps
        if self.left < 0:
            raise TooMuch

    def joined(self, between: str, texts: Iterable[str]) -> str:
        """Texts with another one between them: it costs by its length, and must not grow without end.

        Raises `TooMuch`, before there is such a text.
        """
        found: list[str] = []
        length = -len(between)
        for text in texts:
            length += len(between) + len(text)
            if length > LONGEST_TEXT:
                raise TooMuch
            found.append(text)
        self.spend(len(found) + (max(length, 0) >> 5))
        return between.join(found)

    def zone(self) -> tzinfo | None:
        """The zone in which dates are meant."""
        return self.scope.now().tzinfo

    def column(self, name: str) -> str:
        """A column of the row that is looked at; "" where it has none of this name."""
        row = self.row
        if row is None:
            row = self.row = self.scope.row()
        return row.get(name, "")
