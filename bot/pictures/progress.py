"""The picture of progress as a file that is quick to load on a slow network."""

from io import BytesIO
from threading import Lock

from PIL import Image

from bot.pictures.colours import palette
from dialogue.drawing.picture import ProgressPicture

MOST_BYTES = 60_000
_STEPS = (3, 2, 1, 0)  # how smooth edges are: as much as the size allows
_A_BYTE_A_PIXEL = 17 * 3  # with 16 colours two share a byte, and a letter looks like itself at every other place only
_one_at_a_time = Lock()  # matplotlib's settings and fonts belong to the whole process


def progress(data: ProgressPicture, language: str) -> bytes:
    """Draw `data` for a reader of `language`: a PNG, 1,080 pixels wide, at most 1,350 high and 60 kB large.

    The same data make the same bytes. It takes a moment, so it belongs into a worker thread.
    """
    from matplotlib import style  # noqa: PLC0415  # half a second of import that only pictures need

    from bot.pictures.page import draw_page  # noqa: PLC0415  # the same

    with _one_at_a_time, style.context("default"):
        for title_lines in (2, 1):
            page = draw_page(data, language, title_lines)
            for steps in _STEPS:
                png = _reduced(page, palette(steps))
                if len(png) <= MOST_BYTES:
                    return png
    return png


def _reduced(picture: Image.Image, colours: list[int]) -> bytes:
    key = Image.new("P", (1, 1))
    key.putpalette(colours + [0] * (_A_BYTE_A_PIXEL - len(colours)))
    file = BytesIO()
    picture.quantize(palette=key, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()
