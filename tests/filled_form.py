"""A filled form as expressions see it: answers, one repeat, tables, and a clock that stands still."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from surveys.form import Table

MEXICO = ZoneInfo("America/Mexico_City")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=MEXICO)


@dataclass
class Filled:
    """Answers by name, the instances of the repeat `child`, and tables by name; `here` is the instance we are in."""

    answers: Mapping[str, str] = field(default_factory=dict)
    children: Sequence[Mapping[str, str]] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)
    option: Mapping[str, str] = field(default_factory=dict)
    here: int = 1
    at: datetime = NOW
    chances: Iterator[float] = field(default_factory=lambda: iter(()))
    tongue: str = "es"

    def value(self, name: str) -> str:
        found = self.values(name)
        return found[self.here - 1 if len(found) >= self.here else 0] if found else ""

    def values(self, name: str) -> Sequence[str]:
        if name in self.answers:
            return [self.answers[name]]
        return [child[name] for child in self.children if name in child]

    def nth(self, name: str, instances: Mapping[str, int]) -> str:
        ((repeat, index),) = instances.items()
        assert repeat == "child"
        return self.children[index - 1].get(name, "") if 1 <= index <= len(self.children) else ""

    def repeat_of(self, name: str) -> str:
        return "child" if name == "child" or any(name in child for child in self.children) else ""

    def relevant(self, name: str) -> bool:
        return name in self.answers

    def count(self, name: str) -> int:
        return len(self.children) if name == "child" else len(self.values(name))

    def position(self, name: str | None) -> int:
        return self.here

    def table(self, name: str) -> Table:
        return self.tables[name]

    def choice_label(self, name: str, value: str) -> str:
        return next((row["label"] for row in self.tables.get(name, ()) if row["name"] == value), "")

    def now(self) -> datetime:
        return self.at

    def random(self) -> float:
        return next(self.chances)

    def row(self) -> Mapping[str, str]:
        return self.option

    def language(self) -> str:
        return self.tongue

    def version(self) -> str:
        return "2026112401"
