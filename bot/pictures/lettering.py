"""Type on a picture: DejaVu Sans, which matplotlib brings along, so that a picture looks the same on every machine."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.font_manager import FontProperties, get_font

DPI = 72  # so that a point of type is a pixel

_FILES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
_UNIT = 64  # of FreeType, in a pixel
_FIRST_PICTOGRAM = "\u2190"


def face(size: float, *, bold: bool) -> FontProperties:
    """The font in `size` pixels, on a picture of 72 pixels an inch."""
    return FontProperties(fname=_path(bold), size=size)


def width(text: str, size: int, *, bold: bool = False) -> float:
    """How many pixels wide `text` is."""
    font = get_font(_path(bold))
    font.set_size(size, DPI)
    font.set_text(text)
    return font.get_width_height()[0] / _UNIT


def drawable(text: str) -> str:
    """`text` on one line, without the signs that the fonts lack, emoji and what cannot be seen; perhaps nothing."""
    kept: list[str] = []
    lost = False
    for sign in unicodedata.normalize("NFC", " ".join(text.split())):
        mark = unicodedata.category(sign).startswith("M")
        lost = lost if mark else not _is_drawn(sign)  # an accent goes with its letter
        if not lost and _is_drawn(sign):
            kept.append(sign)
    words = "".join(kept).split()
    return " ".join(words) if any(map(str.isalnum, "".join(words))) else ""


def _is_drawn(sign: str) -> bool:
    kind = unicodedata.category(sign)
    if kind[0] == "C" or (kind in {"So", "Sk"} and sign >= _FIRST_PICTOGRAM):
        return False
    return all(ord(sign) in _signs(bold) for bold in _FILES)


@lru_cache(maxsize=2)
def _signs(bold: bool) -> frozenset[int]:
    return frozenset(get_font(_path(bold)).get_charmap())


def _path(bold: bool) -> Path:
    return Path(get_data_path(), "fonts", "ttf", _FILES[bold])
