"""One plan on the picture: its title, how far it is as a bar and a number, the facts, and the way it went."""

from functools import partial

from bot.pictures import words
from bot.pictures.colours import BLUE, GREEN, GREY
from bot.pictures.lettering import width
from bot.pictures.sheet import Box, Sheet
from bot.pictures.shortening import in_lines
from bot.pictures.sizes import BESIDE, CAPITAL, MARGIN, RIGHT, ROOM, SMALLEST, Sizes
from bot.pictures.trend import draw_trend, has_trend
from dialogue.drawing.picture import PictureOfPlan

_COLOURS = {"done": GREEN, "dropped": GREY}
_MOST_LETTERS = 200  # of a title; so many never find room
_LEADING = 1.14  # from line to line of a title, in the size of its type
_FACT_LEADING = 1.24
_DENSE, _BOLD = 6, 9  # the weight of a trend's line


class PlanBlock:
    """A plan in its place; each part is drawn from the height it is given, and says where it ends."""

    def __init__(self, sheet: Sheet, plan: PictureOfPlan, sizes: Sizes, on: str, language: str) -> None:
        self.sheet, self.plan, self.sizes, self.on, self.language = sheet, plan, sizes, on, language
        self.colour = _COLOURS.get(plan.status, BLUE)
        self.percent = f"{plan.percent}%"

    def draw(self, title: str, top: float) -> float:
        """Draw it from `top` down; where it ends."""
        top = self._title(title, top)
        top = self._number_above(top) if self.sizes.number_above else self._bar_and_number(top)
        top = self._facts(top)
        below = has_trend(self.plan.history) and not self.sizes.trend_width
        return self._trend_below(top) if below else top

    def _title(self, title: str, top: float) -> float:
        size = self.sizes.title
        for line in in_lines(title[:_MOST_LETTERS], self.sizes.title_lines, partial(fits, size=size, bold=True)):
            self.sheet.write(line, MARGIN, top + size * 0.95, size, bold=True)
            top += size * _LEADING
        return top + size * 0.22

    def _number_above(self, top: float) -> float:
        size = self.sizes.number
        base = top + size * CAPITAL + BESIDE
        self.sheet.write(self.percent, MARGIN, base, size, bold=True, colour=self.colour)
        return self._bar(Box(MARGIN, base + BESIDE, ROOM, self.sizes.bar))

    def _bar_and_number(self, top: float) -> float:
        size, trend = self.sizes.number, self.sizes.trend_width
        row = max(self.sizes.bar, size * CAPITAL)
        base = top + (row + size * CAPITAL) / 2
        self.sheet.write(self.percent, RIGHT, base, size, bold=True, colour=self.colour, ends=True)
        right = RIGHT - width("100%", size, bold=True) - BESIDE
        if trend:
            right -= trend + BESIDE
            if has_trend(self.plan.history):
                place = Box(right + BESIDE, top + (row - self.sizes.trend) / 2, trend, self.sizes.trend)
                draw_trend(self.sheet, place, self.plan.history, self.colour, _DENSE)
        bar = Box(MARGIN, top + (row - self.sizes.bar) / 2, right - MARGIN, self.sizes.bar)
        self._bar(bar)
        return top + row + 10

    def _bar(self, bar: Box) -> float:
        self.sheet.bar(bar, self.plan.percent / 100, self.colour, striped=self.plan.status == "dropped")
        return bar.top + bar.height + BESIDE

    def _facts(self, top: float) -> float:
        size = self.sizes.facts
        for line in words.facts(self.plan, self.on, self.language, self.sizes.fact_lines, partial(fits, size=size)):
            self.sheet.write(line, MARGIN, top + size * 0.95, size)
            top += size * _FACT_LEADING
        return top

    def _trend_below(self, top: float) -> float:
        """The trend on a ground line, and the first and the last report in words under its ends."""
        history = self.plan.history
        place = Box(MARGIN + BESIDE / 2, top + BESIDE / 2, ROOM - BESIDE, self.sizes.trend)
        ground = place.top + place.height
        draw_trend(self.sheet, place, history, self.colour, _BOLD)
        base = ground + BESIDE / 2 + SMALLEST
        for report, at, ends in ((history[0], MARGIN, False), (history[-1], RIGHT, True)):
            words_of_it = words.reported(report, self.on, self.language)
            self.sheet.write(words_of_it, at, base, SMALLEST, ends=ends)
        return base + SMALLEST * 0.3


def fits(text: str, *, size: int, bold: bool = False) -> bool:
    """Whether a line of text finds room between the margins."""
    return width(text, size, bold=bold) <= ROOM
