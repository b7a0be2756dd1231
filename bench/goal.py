"""One goal: a quantity, and on which side of which number it is wanted."""

from typing import NamedTuple

from bench.figures import Figure
from bench.measured import Measured, Name, figure


class Goal(NamedTuple):
    """A quantity that is to be at least or at most so much; with `other`, its ratio to that of another.

    `others`: the field of the other, where it is called something else there.
    """

    what: str
    name: Name
    field: str
    least: float | None = None
    most: float | None = None
    other: Name | None = None
    others: str = ""

    def measured(self, measured: Measured) -> Figure | None:
        """None where one of the two was not measured."""
        if self.name not in measured or (self.other is not None and self.other not in measured):
            return None
        ours = figure(measured, self.name, self.field)
        return ours if self.other is None else ours / figure(measured, self.other, self.others or self.field)

    def met(self, found: Figure) -> bool:
        """Whether the median is on the right side."""
        return (self.least or 0) <= found.middle <= (float("inf") if self.most is None else self.most)
