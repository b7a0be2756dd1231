"""Letter pages, measured in millimetres from the upper left corner; this module alone knows reportlab."""

import unicodedata
from collections.abc import Iterable
from typing import BinaryIO

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 215.9, 279.4
PLAIN, BOLD, CODE = "Helvetica", "Helvetica-Bold", "Courier-Bold"  # every reader has them, with all Spanish letters

_MM = 72 / 25.4  # in points
_HAIR = 0.4  # points
_WRITABLE = "cp1252"  # the letters of these fonts


class Paper:
    """Pages of a PDF that names nobody: no title, no author, no program, no time."""

    def __init__(self, file: BinaryIO) -> None:
        self._canvas = Canvas(file, pagesize=(WIDTH * _MM, HEIGHT * _MM), pageCompression=1, invariant=1)
        for tell in ("Title", "Author", "Subject", "Keywords", "Creator", "Producer"):
            getattr(self._canvas, f"set{tell}")("")

    def write(self, text: str, across: float, down: float, font: str, size: float) -> None:
        """A line of text, `size` points high, with the middle of its base line there."""
        self._canvas.setFont(font, size)
        self._canvas.drawCentredString(across * _MM, self._up(down), writable(text))

    def write_upward(self, text: str, across: float, down: float, font: str, size: float) -> None:
        """A line of text that is read from below, beginning there."""
        self._canvas.saveState()
        self._canvas.translate(across * _MM, self._up(down))
        self._canvas.rotate(90)
        self._canvas.setFont(font, size)
        self._canvas.drawString(0, 0, writable(text))
        self._canvas.restoreState()

    def line(self, across: float, down: float, to_across: float, to_down: float) -> None:
        """A line as thin as a hair."""
        self._canvas.setLineWidth(_HAIR)
        self._canvas.line(across * _MM, self._up(down), to_across * _MM, self._up(to_down))

    def squares(self, rows: Iterable[Iterable[int]], across: float, down: float, side: float) -> None:
        """Fill squares, each `side` wide, where `rows` have a one; their upper left corner is there."""
        self._canvas.saveState()
        self._canvas.translate(across * _MM, self._up(down))
        self._canvas.scale(side * _MM, side * _MM)
        path = self._canvas.beginPath()
        for number, row in enumerate(rows, 1):
            for start, length in _runs(row):
                path.rect(start, -number, length, 1)
        self._canvas.drawPath(path, stroke=0, fill=1)  # all in one, so that no hair of white is left between them
        self._canvas.restoreState()

    def end_page(self) -> None:
        """Go on with a new page."""
        self._canvas.showPage()

    def save(self) -> None:
        """Write the file."""
        self._canvas.save()

    def _up(self, down: float) -> float:
        return (HEIGHT - down) * _MM


def width(text: str, font: str, size: float) -> float:
    """How wide a line of text is, in millimetres."""
    return float(stringWidth(writable(text), font, size)) / _MM


def writable(text: str) -> str:
    """`text` with what the fonts lack replaced: by the letter without its accent, else by a question mark."""
    return "".join(map(_sign, unicodedata.normalize("NFC", text)))


def _sign(sign: str) -> str:
    for each in (sign, unicodedata.normalize("NFD", sign)[0]):
        if each.isprintable() and each.encode(_WRITABLE, "ignore"):
            return each
    return "?"


def _runs(row: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Where squares that stand side by side begin, and how many they are."""
    start = None
    for place, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None
