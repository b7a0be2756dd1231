"""Files as alumni might send them, made in memory, with a canary in every place that can hold metadata.

`traces` looks for canaries in a result as somebody would who takes it apart: raw, unzipped, and stream by stream.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, PngImagePlugin

CANARY = "CANARIO-Ana-Ejemplo"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{CANARY}</a></x:xmpmeta>'.encode()
_GPS = {1: "N", 2: (28.0, 38.0, 7.0), 3: "W", 4: (106.0, 5.0, 20.0), 29: CANARY}
_GPS_LATITUDE = b"\x1c\0\0\0\x01\0\0\0\x26\0\0\0"


def exif(orientation: int = 1) -> Image.Exif:
    """EXIF with a position in Chihuahua, a camera and an author."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010F] = block[0x0110] = block[0x013B] = block[0x010E] = CANARY
    block[0x8825] = _GPS
    return block


def photo(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """A picture, red in its upper left quarter and otherwise blue."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    return picture.convert(mode)


def encoded(picture: Image.Image, image_format: str, orientation: int = 1) -> bytes:
    """The picture with a canary in all the metadata its format knows."""
    out = BytesIO()
    profile = b"\0" * 128 + CANARY.encode()
    options: dict[str, object] = {"exif": exif(orientation)}
    if image_format == "JPEG":
        options |= {"comment": CANARY.encode(), "xmp": XMP, "icc_profile": profile}
    elif image_format == "WEBP":
        options |= {"xmp": XMP, "icc_profile": profile}
    elif image_format == "PNG":
        options |= {"pnginfo": _png_texts(), "icc_profile": profile}
    elif image_format == "GIF":
        options = {"comment": CANARY.encode()}
    picture.save(out, image_format, **options)
    return out.getvalue()


def _png_texts() -> PngImagePlugin.PngInfo:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", CANARY)
    texts.add_text("Comment", CANARY, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    return texts


def opened(data: bytes) -> Image.Image:
    """An image, decoded."""
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def zipped(parts: Mapping[str, bytes | str], comment: bytes = b"") -> bytes:
    """An archive with an author's mark on every entry."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 5, 4, 3, 2, 2))
            entry.comment = comment
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        archive.comment = comment
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """An archive's entries."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def saved(pdf: Pdf, **options: object) -> bytes:
    """A PDF as bytes."""
    out = BytesIO()
    pdf.save(out, **options)  # type: ignore[arg-type]  # the options are those of save
    return out.getvalue()


def pdf_with_photo(picture: bytes, *, wrapped: bool = False) -> Pdf:
    """A page that shows a JPEG as the camera wrote it (if `wrapped`, deflated once more) beneath the word "Avance"."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(300, 200))
    image = Stream(pdf, zlib.compress(picture) if wrapped else picture)
    image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, Name.DeviceRGB
    image.Width, image.Height, image.BitsPerComponent = 64, 48, 8
    image.Filter = Array([Name.FlateDecode, Name.DCTDecode]) if wrapped else Name.DCTDecode
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(XObject=Dictionary(Photo=image), Font=Dictionary(F=font))
    drawing = b"BT /F 12 Tf 20 150 Td (Avance) Tj ET q 64 0 0 48 20 20 cm /Photo Do Q"
    page.obj.Contents = Stream(pdf, drawing)
    return pdf


def traces(data: bytes, word: str = CANARY) -> list[str]:
    """Where in a file a word is still to be found, in any usual encoding."""
    needles = [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode().hex().encode()]
    return [place for place, content in _layers(data) if any(needle in content for needle in needles)]


def shows_position(data: bytes) -> bool:
    """Whether the latitude of `exif` is still somewhere, as a camera writes it."""
    return any(_GPS_LATITUDE in content or b"Exif\0\0" in content for _, content in _layers(data))


def _layers(data: bytes, place: str = "raw") -> Iterator[tuple[str, bytes]]:
    yield place, data
    if data.startswith(b"PK"):
        for name, content in unzipped(data).items():
            yield f"name {name}", name.encode()
            yield from _layers(content, name)
    elif data.startswith(b"%PDF"):
        yield from _pdf_layers(data)


def _pdf_layers(data: bytes) -> Iterator[tuple[str, bytes]]:
    with pikepdf.open(BytesIO(data)) as pdf:
        yield "trailer", pdf.trailer.unparse()
        for thing in pdf.objects:
            if isinstance(thing, Stream):
                yield "stream", thing.read_raw_bytes()
                if thing.get("/Subtype") != Name.Image:
                    yield "unpacked stream", thing.read_bytes()
                yield "dictionary", repr(dict(thing.items())).encode()
            elif isinstance(thing, Dictionary | Array):
                yield "object", thing.unparse()
