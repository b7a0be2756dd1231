"""How large things are drawn, by how many plans share the picture; all in pixels of a picture 1,080 wide.

On a phone of five inches the picture is 62 mm wide, so that 40 pixels are 2.3 mm: as large as the body text of an app.
Nothing is written smaller.
"""

from typing import NamedTuple

WIDTH = 1080
MOST_HEIGHT = 1350
MARGIN = 44
RIGHT = WIDTH - MARGIN
ROOM = RIGHT - MARGIN
BESIDE = 28  # between things that stand beside each other
SMALLEST = 40
CAPITAL = 0.73  # the height of a capital and of a figure, in the size of its type


class Sizes(NamedTuple):
    """Of one plan: sizes of type, heights of the bar and the trend, and how many lines the words may take.

    A trend stands below everything, or beside the bar when it has a width.
    """

    title: int
    title_lines: int
    number: int
    number_above: bool
    bar: int
    facts: int
    fact_lines: int
    trend: int
    trend_width: int
    gap: int  # above and below the line between two plans


_BY_PLANS = {
    1: Sizes(54, 2, 230, True, 100, 54, 3, 290, 0, 44),
    2: Sizes(50, 2, 120, False, 80, 46, 2, 130, 0, 34),
    3: Sizes(46, 2, 90, False, 62, 41, 1, 52, 0, 20),
    4: Sizes(46, 2, 88, False, 60, 41, 1, 64, 170, 33),
    5: Sizes(44, 2, 74, False, 48, 40, 1, 52, 160, 12),
    6: Sizes(42, 1, 66, False, 46, 40, 1, 46, 160, 17),
}


def sizes_for(plans: int, title_lines: int) -> Sizes:
    """The sizes when this many plans are drawn, 1 to 6, with titles of at most `title_lines` lines."""
    sizes = _BY_PLANS[plans]
    return sizes._replace(title_lines=min(title_lines, sizes.title_lines))
