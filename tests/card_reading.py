"""Reads a PDF of access cards the way a printer would: every text, line and square, with its place on the page."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from bot.card_drawing import HEIGHT, WIDTH
from bot.card_paper import width
from bot.cards import ACROSS, DOWN, LEFT, TOP

Matrix = tuple[float, float, float, float, float, float]

RIGHT, BOTTOM = LEFT + ACROSS * WIDTH, TOP + DOWN * HEIGHT

_MM = 72 / 25.4
_HEIGHT = 279.4
_UPRIGHT: Matrix = (1, 0, 0, 1, 0, 0)


class Text(NamedTuple):
    """A line of text, where it begins (millimetres from the left and from the top), and how long it is."""

    text: str
    across: float
    down: float
    width: float


class Rectangle(NamedTuple):
    """Millimetres from the left and from the top, width and height."""

    left: float
    top: float
    width: float
    height: float


@dataclass
class Page:
    """What is on a page; `squares` are the filled rectangles, those of one drawing together."""

    texts: list[Text] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    squares: list[list[Rectangle]] = field(default_factory=list)

    def words(self) -> str:
        """All texts, a line each."""
        return "\n".join(text.text for text in self.texts)


def pages(file: Path) -> list[Page]:
    """The pages of a PDF."""
    with pikepdf.open(file) as pdf:
        return [_Reader(page.Resources.Font).read(page) for page in pdf.pages]


def strings(file: Path) -> str:
    """Every text that is in the file and not on a page: metadata, names, comments."""
    with pikepdf.open(file) as pdf:
        kept = [str(value) for value in pdf.docinfo.values()]
        kept += [str(thing.keys()) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        assert "/Metadata" not in pdf.Root
    without_pages = re.sub(rb"stream\r?\n.*?endstream", b"", file.read_bytes(), flags=re.DOTALL)
    return "\n".join([*kept, without_pages.decode("latin-1")])


def modules(squares: list[Rectangle]) -> list[list[int]]:
    """A QR code as rows of ones and zeros, from the rectangles it was drawn with."""
    side = min(square.height for square in squares)
    left, top = min(square.left for square in squares), min(square.top for square in squares)
    size = round((max(square.top for square in squares) - top) / side) + 1
    rows = [[0] * size for _ in range(size)]
    for square in squares:
        row, start = round((square.top - top) / side), round((square.left - left) / side)
        for place in range(start, start + round(square.width / side)):
            rows[row][place] = 1
    return rows


def is_on_a_card(across: float, down: float) -> bool:
    """Whether something is within the cuts."""
    return LEFT < across < RIGHT and TOP < down < BOTTOM


def card_of(across: float, down: float) -> int:
    """The place on the page of the card beside or on which something is, in reading order."""
    column = 0 if across < LEFT + WIDTH else 1
    return column + ACROSS * int((down - TOP) // HEIGHT)


class _Reader:
    """Follows the coordinate systems of a page."""

    def __init__(self, fonts: Any) -> None:
        self.fonts = {name: str(font.BaseFont)[1:] for name, font in fonts.items()}
        self.font, self.size = "", 0.0
        self.page, self.now, self.kept = Page(), _UPRIGHT, list[Matrix]()
        self.path: list[Rectangle] = []
        self.begin = self.at = (0.0, 0.0)

    def read(self, page: Any) -> Page:
        for told in pikepdf.parse_content_stream(page):
            step = getattr(self, f"do_{str(told.operator).replace('*', '_star')}", None)
            if step is not None:
                step(*told.operands)
        return self.page

    def do_q(self) -> None:
        self.kept.append(self.now)

    def do_Q(self) -> None:  # noqa: N802
        self.now = self.kept.pop()

    def do_cm(self, *matrix: Any) -> None:
        self.now = _times(_floats(matrix), self.now)

    def do_Tm(self, *matrix: Any) -> None:  # noqa: N802
        self.at = self._place(*_floats(matrix)[4:])

    def do_Tj(self, text: Any) -> None:  # noqa: N802
        words = bytes(text).decode("cp1252")
        self.page.texts.append(Text(words, *self.at, width(words, self.font, self.size)))

    def do_Tf(self, font: Any, size: Any) -> None:  # noqa: N802
        self.font, self.size = self.fonts[str(font)], float(size)

    def do_re(self, *given: Any) -> None:
        left, bottom, width, height = map(float, given)
        start, end = self._place(left, bottom + height), self._place(left + width, bottom)
        self.path.append(Rectangle(*start, end[0] - start[0], end[1] - start[1]))

    def do_f(self) -> None:
        self.page.squares.append(self.path)
        self.path = []

    do_f_star = do_f

    def do_m(self, *point: Any) -> None:
        self.begin = self._place(*map(float, point))

    def do_l(self, *point: Any) -> None:
        self.page.lines.append((*self.begin, *self._place(*map(float, point))))

    def _place(self, across: float, up: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.now
        return (a * across + c * up + e) / _MM, _HEIGHT - (b * across + d * up + f) / _MM


def _floats(matrix: Any) -> Matrix:
    a, b, c, d, e, f = map(float, matrix)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
