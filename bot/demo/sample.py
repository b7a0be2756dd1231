"""A photo for newcomers who have none at hand: a training room, with the traces that a phone's camera leaves."""

from io import BytesIO

from PIL import Image, ImageDraw

_SIZE = (960, 720)
_WALL, _FLOOR, _BOARD, _FRAME = "#e9dfcf", "#b98f66", "#fbfaf6", "#6b5440"
_PEOPLE = ["#24505a", "#3b6b57", "#7b4b3a", "#2d4368", "#8a6a2f", "#4d5a3a"]
_SKIN = ["#8d5a3b", "#a86f4b", "#c58c63", "#74472d"]
_MAKE, _GPS, _LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 0x010F, 0x8825, 1, 2, 3, 4


def photo() -> bytes:
    """The photo as JPEG, with an invented camera and place in it, so that it shows that these are taken out."""
    image = Image.new("RGB", _SIZE, _WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 470, 960, 720), fill=_FLOOR)
    _board(draw)
    for row, (top, size) in enumerate(((430, 62), (520, 80))):
        for place in range(6):
            _person(draw, 90 + place * 156 + row * 40, top, size, row * 3 + place)
    saved = BytesIO()
    image.save(saved, "JPEG", quality=82, exif=_traces())
    return saved.getvalue()


def _board(draw: ImageDraw.ImageDraw) -> None:
    """A flip chart with a rising line, and somebody who explains it."""
    draw.rectangle((250, 70, 710, 360), fill=_BOARD, outline=_FRAME, width=10)
    draw.line([(310, 310), (400, 270), (480, 285), (560, 200), (650, 130)], fill="#b5532f", width=9, joint="curve")
    draw.line([(300, 110), (300, 325), (670, 325)], fill=_FRAME, width=5)
    for top in (110, 140, 170):
        draw.line([(340, top), (470, top)], fill="#b8b0a2", width=8)
    _person(draw, 800, 190, 84, 5)


def _person(draw: ImageDraw.ImageDraw, x: int, top: int, size: int, which: int) -> None:
    """Head and shoulders, as seen from afar."""
    draw.rounded_rectangle((x - size, top + size, x + size, top + 5 * size), size, fill=_PEOPLE[which % len(_PEOPLE)])
    draw.ellipse((x - size // 2, top, x + size // 2, top + int(size * 1.15)), fill=_SKIN[which % len(_SKIN)])
    draw.pieslice((x - size // 2 - 2, top - 4, x + size // 2 + 2, top + size), 180, 360, fill="#2a211c")


def _traces() -> Image.Exif:
    exif = Image.Exif()
    exif[_MAKE] = "Telefono de ejemplo"
    exif[_GPS] = {_LATITUDE_REF: "N", _LATITUDE: (1.0, 2.0, 3.0), _LONGITUDE_REF: "W", _LONGITUDE: (4.0, 5.0, 6.0)}
    return exif
