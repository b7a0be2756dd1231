"""Photos sent as evidence: the picture arrives, and nothing tells where, when, with what or by whom it was taken."""

import struct
import time
import zlib

import pytest
from PIL import Image

from bot.media.clean import MEGABYTE, Reason, Refused
from bot.media.rewrite import rewrite
from tests.evidence_samples import encoded, opened, photo, shows_position, traces, zipped

FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]


def refusal(data: bytes) -> Reason:
    with pytest.raises(Refused) as caught:
        rewrite(data, "foto.jpg")
    return caught.value.reason


@pytest.mark.parametrize("image_format", FORMATS)
def test_no_metadata_survives(image_format: str) -> None:
    sent = encoded(photo(), image_format)
    assert traces(sent), "the sample must carry what is to be removed"
    clean = rewrite(sent, "Ana Ejemplo en Chihuahua.jpg")
    assert traces(clean.data) == []
    assert not shows_position(clean.data)
    picture = opened(clean.data)
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert "Ana" not in clean.name


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_the_sample_really_has_a_position(image_format: str) -> None:
    assert opened(encoded(photo(), image_format)).getexif().get_ifd(0x8825)


@pytest.mark.parametrize(
    ("image_format", "mode", "expected"),
    [
        ("JPEG", "RGB", "image/jpeg"),
        ("JPEG", "L", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("WEBP", "RGB", "image/jpeg"),
        ("PNG", "RGB", "image/png"),
        ("PNG", "P", "image/png"),
        ("PNG", "1", "image/png"),
        ("PNG", "LA", "image/png"),
        ("GIF", "RGB", "image/png"),
    ],
)
def test_the_picture_stays_the_same(image_format: str, mode: str, expected: str) -> None:
    clean = rewrite(encoded(photo(mode=mode), image_format), "x")
    assert (clean.type, clean.width, clean.height) == (expected, 64, 48)
    assert clean.name == {"image/jpeg": "foto.jpg", "image/png": "foto.png"}[expected]
    picture = opened(clean.data).convert("RGB")
    assert picture.size == (64, 48)
    wanted = photo(mode=mode).convert("RGB")
    for place in [(8, 8), (50, 40)]:
        pairs = zip(_colour(picture, place), _colour(wanted, place), strict=True)
        assert all(abs(is_ - was) < 12 for is_, was in pairs)


def _colour(picture: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    colour = picture.getpixel(place)
    assert isinstance(colour, tuple)
    return tuple(int(part) for part in colour)


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_a_photo_taken_upright_is_shown_upright(image_format: str) -> None:
    clean = rewrite(encoded(photo(), image_format, orientation=6), "x")
    assert (clean.width, clean.height) == (48, 64)
    red, _, blue = _colour(opened(clean.data).convert("RGB"), (40, 8))
    assert red > 200
    assert blue < 60


@pytest.mark.parametrize("image_format", ["PNG", "WEBP"])
def test_a_drawing_keeps_its_transparency(image_format: str) -> None:
    drawing = photo(mode="RGBA")
    drawing.putalpha(100)
    clean = rewrite(encoded(drawing, image_format), "x")
    assert clean.type == "image/png"
    assert _colour(opened(clean.data), (8, 8))[3] == 100


def test_a_long_screenshot_with_unused_transparency_becomes_a_jpeg() -> None:
    noise = Image.effect_noise((1400, 1000), 90)
    screenshot = Image.merge("RGBA", [noise, noise.rotate(90), noise.rotate(180), Image.new("L", noise.size, 255)])
    assert rewrite(encoded(screenshot, "PNG"), "x").type == "image/jpeg"


def test_a_deep_grey_scan_does_not_turn_white() -> None:
    grey = Image.new("I;16", (8, 8), 0x8000)
    picture = opened(rewrite(encoded(grey, "PNG"), "x").data)
    assert picture.getpixel((4, 4)) == 128


def test_a_large_photo_is_reduced() -> None:
    clean = rewrite(encoded(photo((4000, 1000)), "JPEG"), "x")
    assert (clean.width, clean.height) == (2560, 640)


def test_a_photo_sent_as_png_becomes_a_jpeg() -> None:
    noise = Image.effect_noise((1400, 1000), 90).convert("RGB")
    colours = Image.merge("RGB", [noise.getchannel(0), noise.getchannel(1).rotate(90), noise.getchannel(2).rotate(180)])
    assert rewrite(encoded(colours, "PNG"), "x").type == "image/jpeg"


def test_only_the_first_frame_of_an_animation_stays() -> None:
    out = encoded(photo(), "GIF")
    clean = rewrite(out, "x")
    assert getattr(opened(clean.data), "n_frames", 1) == 1


@pytest.mark.parametrize("image_format", FORMATS)
def test_what_is_appended_to_a_picture_is_gone(image_format: str) -> None:
    hidden = zipped({"nota.txt": "lista secreta"})
    clean = rewrite(encoded(photo(), image_format) + hidden, "foto.jpg")
    assert b"PK\x03\x04" not in clean.data
    assert b"nota.txt" not in clean.data


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_damaged(image_format: str) -> None:
    sent = encoded(Image.effect_noise((400, 300), 90).convert("RGB"), image_format)
    assert refusal(sent[: len(sent) // 2]) is Reason.damaged


def bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(100_000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(60_000, 60_000), (8_000, 8_000), (2**31 - 1, 2**31 - 1)])
def test_a_decompression_bomb_is_refused_without_decoding(size: tuple[int, int]) -> None:
    began = time.process_time()
    assert refusal(bomb(*size)) is Reason.too_large_unpacked
    assert time.process_time() - began < 0.5


def test_more_than_ten_megabytes_are_too_many() -> None:
    assert refusal(encoded(photo(), "JPEG") + bytes(10 * MEGABYTE)) is Reason.too_large


@pytest.mark.parametrize(
    "sent",
    [
        b"MZ\x90\0 this is a program",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"BM" + bytes(100),
        b"hola",
    ],
)
def test_the_name_does_not_make_a_photo(sent: bytes) -> None:
    assert refusal(sent) is Reason.wrong_type


def test_an_empty_file_is_damaged() -> None:
    assert refusal(b"") is Reason.damaged
