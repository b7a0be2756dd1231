"""Figures of several rounds: medians, their range, and ratios of what was measured in the same round."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity in every round."""

    rounds: tuple[float, ...]

    @property
    def middle(self) -> float:
        return median(self.rounds)

    def __truediv__(self, other: "Figure") -> "Figure":
        """The ratio in each round."""
        return Figure(tuple(left / right for left, right in zip(self.rounds, other.rounds, strict=True)))

    def told(self, digits: int = 0, *, ranged: bool = True) -> str:
        """The median, and in brackets the least and the most: `1,520 (1,480–1,560)`."""
        if any(map(isnan, self.rounds)):
            return "?"
        text = f"{self.middle:,.{digits}f}"
        if ranged and len(self.rounds) > 1:
            text += f" ({min(self.rounds):,.{digits}f}–{max(self.rounds):,.{digits}f})"
        return text


def share(values: Iterable[float], part: float) -> float:
    """The value below which `part` (0 to 1) of `values` lie."""
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)] if ordered else float("nan")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
