"""The whole picture: a heading with the day, the plans one below the other, and how many more there are."""

from PIL import Image

from bot.pictures import words
from bot.pictures.colours import BLUE, GREY, PAPER
from bot.pictures.lettering import drawable
from bot.pictures.plan_block import PlanBlock
from bot.pictures.sheet import Box, Sheet
from bot.pictures.sizes import MARGIN, MOST_HEIGHT, RIGHT, SMALLEST, WIDTH, sizes_for
from dialogue.drawing.picture import PictureOfPlan, ProgressPicture, most_recent
from dialogue.phrases import said

_HEAD = 96
_HEADING = 56


def draw_page(data: ProgressPicture, language: str, title_lines: int) -> Image.Image:
    """The picture in full colour, 1,080 pixels wide and as high as its plans need, at most 1,350.

    A title takes at most `title_lines` lines.
    """
    sheet = Sheet(WIDTH, MOST_HEIGHT)
    _head(sheet, data.on, language)
    plans = most_recent(data.plans)
    bottom = _plans(sheet, plans, data.on, language, title_lines) if plans else _nothing(sheet, language)
    if len(data.plans) > len(plans):
        sheet.write(said(words.more(len(data.plans) - len(plans)), language), MARGIN, bottom + 24, SMALLEST, bold=True)
        bottom += 40
    return sheet.pixels(min(bottom + 12, MOST_HEIGHT))


def _head(sheet: Sheet, on: str, language: str) -> None:
    sheet.fill(Box(0, 0, WIDTH, _HEAD), BLUE)
    sheet.write(said(words.HEADING, language), MARGIN, _HEAD - 30, _HEADING, bold=True, colour=PAPER)
    sheet.write(words.long_day(on, language), RIGHT, _HEAD - 30, SMALLEST, colour=PAPER, ends=True)


def _plans(sheet: Sheet, plans: list[PictureOfPlan], on: str, language: str, title_lines: int) -> float:
    sizes = sizes_for(len(plans), title_lines)
    top: float = _HEAD
    for place, plan in enumerate(plans, 1):
        if place > 1:
            sheet.line([(MARGIN, top), (RIGHT, top)], GREY, 3)
        title = drawable(plan.title) or said(words.numbered(place), language)
        top = PlanBlock(sheet, plan, sizes, on, language).draw(title, top + sizes.gap) + sizes.gap
    return top


def _nothing(sheet: Sheet, language: str) -> float:
    sheet.write(said(words.NO_PLANS, language), MARGIN, _HEAD + 120, SMALLEST)
    return _HEAD + 200
