"""A sheet to draw on, measured in pixels from its upper left corner; it alone knows matplotlib's artists."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

from bot.pictures.colours import INK, PAPER
from bot.pictures.lettering import DPI, face

_OUTLINE = 4
_STRIPE = 12


class Box(NamedTuple):
    """A rectangle, by its upper left corner."""

    left: float
    top: float
    width: float
    height: float


class Sheet:
    """White paper of a width and a greatest height."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(self._figure)
        self._downward = Affine2D.from_values(1, 0, 0, -1, 0, height)

    def write(
        self, text: str, at: float, base: float, size: int, *, bold: bool = False, colour: str = INK, ends: bool = False
    ) -> None:
        """One line of text on its base line, sign by sign: from `at` on, or so that it `ends` there."""
        side = "right" if ends else "left"
        line = Text(at, base, text, color=colour, ha=side, va="baseline", parse_math=False, usetex=False)
        line.set_fontproperties(face(size, bold=bold))
        self._put(line)

    def fill(self, box: Box, colour: str) -> None:
        """A filled rectangle."""
        self._put(_rectangle(box, colour))

    def bar(self, box: Box, share: float, colour: str, *, striped: bool = False) -> None:
        """An outlined bar, filled from the left to `share` of its width (0 to 1)."""
        shape = f"round,pad=0,rounding_size={box.height / 4:.0f}"
        outline = FancyBboxPatch(
            box[:2], box.width, box.height, shape, facecolor="none", edgecolor=INK, linewidth=_OUTLINE
        )
        outline.set_zorder(2)
        self._put(outline)
        filled = box._replace(width=box.width * share)
        for part in _stripes(filled) if striped else [filled]:
            inside = _rectangle(part, colour)
            self._put(inside)
            inside.set_clip_path(outline)

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float, dot: float = 0) -> None:
        """A line through `points`, with a dot at each, `dot` pixels wide."""
        across, down = zip(*points, strict=True)
        self._put(
            Line2D(
                across,
                down,
                color=colour,
                linewidth=width,
                marker="o" if dot else "none",
                markersize=dot,
                markeredgewidth=0,
                solid_capstyle="round",
                solid_joinstyle="round",
            )
        )

    def area(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """The surface within `points`."""
        self._put(Polygon(points, closed=True, facecolor=colour, edgecolor="none", linewidth=0))

    def pixels(self, height: float) -> Image.Image:
        """What was drawn, down to `height`."""
        drawn = BytesIO()
        self._figure.savefig(drawn, format="rgba", dpi=DPI)
        whole = Image.frombytes("RGBA", (self.width, self.height), drawn.getvalue())
        return whole.convert("RGB").crop((0, 0, self.width, round(height)))

    def _put(self, artist: Artist) -> None:
        artist.set_transform(self._downward)
        self._figure.add_artist(artist)


def _rectangle(box: Box, colour: str) -> Rectangle:
    return Rectangle(box[:2], box.width, box.height, facecolor=colour, edgecolor="none", linewidth=0)


def _stripes(box: Box) -> Iterator[Box]:
    right = box.left + box.width
    left = box.left
    while left < right:
        yield box._replace(left=left, width=min(_STRIPE, right - left))
        left += 2 * _STRIPE
