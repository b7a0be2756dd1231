"""How a plan got where it is: a line from report to report."""

from collections.abc import Sequence
from datetime import date

from bot.pictures.colours import INK, PALE
from bot.pictures.sheet import Box, Sheet

Report = tuple[str, int]

_MOST_DOTS = 12  # more would run together
_LEAST = 2  # reports that make a line
_LOW = 50  # per cent: a plan that stays below it does not reach the top


def has_trend(history: Sequence[Report]) -> bool:
    """Whether there is anything to be seen."""
    return len(history) >= _LEAST


def draw_trend(sheet: Sheet, box: Box, history: Sequence[Report], colour: str, weight: float) -> None:
    """Draw the reports from left to right by their days, from 0 % at the bottom of `box`."""
    history = _thinned(history, int(box.width / (2 * weight)))
    most = max(_LOW, *(percent for _day, percent in history))
    ground, right = box.top + box.height, box.left + box.width
    points = [
        (box.left + box.width * across, ground - box.height * percent / most)
        for across, (_day, percent) in zip(_places(history), history, strict=True)
    ]
    sheet.area([(box.left, ground), *points, (right, ground)], PALE[colour])
    sheet.line([(box.left, ground), (right, ground)], INK, 3)
    sheet.line(points, colour, weight, dot=weight * 2.4 if len(points) <= _MOST_DOTS else 0)
    sheet.line(points[-1:], colour, weight, dot=weight * 3)


def _thinned(history: Sequence[Report], most: int) -> Sequence[Report]:
    """As many reports as can be told apart, the first and the last among them."""
    if len(history) <= most:
        return history
    return [history[place * (len(history) - 1) // (most - 1)] for place in range(most)]


def _places(history: Sequence[Report]) -> list[float]:
    """Where each report stands, from 0 to 1; those of a single day stand at equal distances."""
    days = [date.fromisoformat(day).toordinal() for day, _percent in history]
    if days[0] == days[-1]:
        days = list(range(len(days)))
    return [(day - days[0]) / (days[-1] - days[0]) for day in days]
