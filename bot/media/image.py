"""Photos and screenshots, decoded and written anew: only the pixels of the picture survive.

Whatever stands beside the pixels (EXIF with its GPS position, XMP, comments, colour profiles, thumbnails, further
frames, bytes after the end) is never copied, so nothing has to be found to be removed. Colour profiles go as well: a
photo for a report loses a little saturation at most, and a profile's text can name a device.
"""

from io import BytesIO

from PIL import Image

from bot.media.clean import MEGABYTE, Reason, Refused
from bot.media.kinds import Kind

MAX_PIXELS = 50_000_000
MAX_SIDE = 2560
_QUALITY = 85
_ORIENTATION = 0x0112
_OPAQUE_PNG_LIMIT = 3 * MEGABYTE
_CLEAR_PNG_LIMIT = 10 * MEGABYTE
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def rewrite_image(data: bytes, kind: Kind) -> tuple[bytes, Kind, tuple[int, int]]:
    """Write an accepted image anew: its bytes, the kind they are now, and (width, height) in pixels.

    A photo becomes JPEG; PNG, GIF and anything with transparency become PNG unless that would be large. The longest
    side is at most 2,560 pixels. Raises `Refused` for more than 50 megapixels (before decoding) or broken data.
    """
    picture = _decoded(data, (kind.name.upper(),), upright=True)
    lossless = kind in {Kind.png, Kind.gif} or picture.mode == "RGBA"
    if lossless:
        drawn = _encoded(picture, "PNG")
        if len(drawn) <= (_CLEAR_PNG_LIMIT if picture.mode == "RGBA" else _OPAQUE_PNG_LIMIT):
            return drawn, Kind.png, picture.size
    return _encoded(_on_white(picture), "JPEG"), Kind.jpeg, picture.size


def rewrite_inner_image(data: bytes) -> bytes:
    """Write an image inside an Office document anew, in its own format, since other parts refer to it as such.

    It is not turned upright: the document's own frame already says how it lies. Raises `Refused`.
    """
    try:
        picture = _decoded(data, ("JPEG", "PNG", "GIF", "BMP", "TIFF"), upright=False)
    except (OSError, ValueError, SyntaxError):
        raise Refused(Reason.damaged) from None
    if data.startswith(b"\xff\xd8\xff"):
        return _encoded(_on_white(picture), "JPEG")
    return _encoded(picture, _format_of(data))


def _format_of(data: bytes) -> str:
    magic = {b"\x89P": "PNG", b"GI": "GIF", b"BM": "BMP", b"II": "TIFF", b"MM": "TIFF"}
    return magic[data[:2]]


def _decoded(data: bytes, formats: tuple[str, ...], *, upright: bool) -> Image.Image:
    with Image.open(BytesIO(data), formats=formats) as image:
        if image.width * image.height > MAX_PIXELS:
            raise Refused(Reason.too_large_unpacked)
        turn = _TURNS.get(_orientation(image)) if upright else None
        # A JPEG is shrunk while it is decoded; a palette has to become colours before it can be shrunk well.
        pixels = image if image.format in {"JPEG", "MPO"} else _plain(image)
        pixels.thumbnail((MAX_SIDE, MAX_SIDE), reducing_gap=2.0)
        pixels = _plain(pixels)
    return pixels if turn is None else pixels.transpose(turn)


def _orientation(image: Image.Image) -> int:
    """A broken EXIF block only costs the turning: every viewer shows such a photo, so must we."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """Copy the pixels in a plain mode, leaving behind all that the decoder has attached to them."""
    if image.mode in {"I", "I;16"}:
        # Converting straight to eight bits would clip nearly every grey to white.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    mode = "RGBA" if image.has_transparency_data else "L" if image.mode in {"1", "L"} else "RGB"
    plain = image.convert(mode)
    plain.info = {}
    return plain.convert("RGB") if mode == "RGBA" and _is_opaque(plain) else plain


def _is_opaque(picture: Image.Image) -> bool:
    """Screenshots of many phones have room for transparency and use none of it."""
    return picture.getchannel("A").getextrema() == (255, 255)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture)
    return paper


def _encoded(picture: Image.Image, image_format: str) -> bytes:
    out = BytesIO()
    if image_format == "JPEG":
        picture.save(out, image_format, quality=_QUALITY)
    else:
        picture.save(out, image_format)
    return out.getvalue()
