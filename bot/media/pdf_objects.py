"""What single PDF objects carry besides what they draw: metadata on images, layers and streams.

A photo inside a PDF is a JPEG as the camera wrote it, and any object may have XMP, private data, a map position or an
outside file attached. Every object that a page reaches is gone through here.
"""

from collections.abc import Iterable
from typing import TypeGuard

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from bot.media.clean import MEGABYTE, Reason, Refused
from bot.media.segments import strip_inline_jpegs, strip_jpeg, strip_jpeg2000

MAX_OBJECTS = 200_000
MAX_IMAGE_PIXELS = 150_000_000
MAX_STREAM = 60 * MEGABYTE
MAX_STREAMS = 200 * MEGABYTE
_DECODER_MEMORY = 512 * MEGABYTE
_MAX_DEPTH = 50
_SIDE_DATA = (
    "/Metadata", "/PieceInfo", "/LastModified", "/AF", "/EF", "/AA", "/JS", "/OPI", "/Ref", "/Measure", "/PtData",
    "/Usage", "/Thumb", "/ID", "/Alternates",
)  # fmt: skip
_OUTSIDE_FILE = ("/F", "/FFilter", "/FDecodeParms")
_LAYERS = {Name.OCG, Name.OCMD}
_NO_DRAWING = {"/Subtype", "/Length1", "/N", "/FunctionType"}
_STRIPPERS = {"/DCTDecode": strip_jpeg, "/DCT": strip_jpeg, "/JPXDecode": strip_jpeg2000}


def limit_library() -> None:
    """Bound what the PDF library unpacks of one stream; it holds for the whole process and may be said again."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MAX_STREAM,
        run_length_max_memory=MAX_STREAM,
        png_max_memory=MAX_STREAM,
        tiff_max_memory=MAX_STREAM,
        dct_max_memory=_DECODER_MEMORY,
        doc_max_warnings=1000,
    )


def clean_objects(pdf: Pdf) -> None:
    """Clean every object of `pdf` in place; raises `Refused` for what unpacks too large or cannot be read."""
    if len(pdf.objects) > MAX_OBJECTS:
        raise Refused(Reason.too_large_unpacked)
    unpacked = 0
    for thing in pdf.objects:
        if isinstance(thing, Stream):
            _clean_dictionary(thing, 0)
            _drop(thing, _OUTSIDE_FILE)
            unpacked += _clean_image(thing) if thing.get("/Subtype") == Name.Image else _clean_content(thing)
        elif isinstance(thing, Dictionary | Array):
            _clean_nested(thing, 0)
        if unpacked > MAX_STREAMS:
            raise Refused(Reason.too_large_unpacked)


def _drop(holder: Object, keys: Iterable[str]) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _clean_nested(thing: object, depth: int) -> None:
    """Go down into what is written in place; what is referred to has its own turn."""
    if depth > _MAX_DEPTH:
        raise Refused(Reason.damaged)
    if isinstance(thing, Array):
        for member in thing.as_list():
            if _in_place(member):
                _clean_nested(member, depth + 1)
    elif isinstance(thing, Dictionary):
        _clean_dictionary(thing, depth)


def _clean_dictionary(holder: Object, depth: int) -> None:
    _drop(holder, _SIDE_DATA)
    _keep_only_layers(holder.get("/Properties"))
    for key in list(holder.keys()):
        member = holder.get(key)
        if _in_place(member):
            _clean_nested(member, depth + 1)


def _in_place(member: object) -> TypeGuard[Object]:
    return isinstance(member, Object) and not member.is_indirect


def _keep_only_layers(marks: object) -> None:
    """Marked content refers to its properties by name: an empty entry stays for what is no layer."""
    if not isinstance(marks, Dictionary):
        return
    for key in list(marks.keys()):
        mark = marks.get(key)
        if not isinstance(mark, Dictionary) or mark.get("/Type") not in _LAYERS:
            marks[key] = Dictionary()


def _clean_image(image: Stream) -> int:
    pixels = int(image.get("/Width", 0)) * int(image.get("/Height", 0))
    if pixels > MAX_IMAGE_PIXELS:
        raise Refused(Reason.too_large_unpacked)
    filters, parameters = _listed(image.get("/Filter")), _listed(image.get("/DecodeParms"))
    strip = _STRIPPERS.get(str(filters[-1])) if filters else None
    if strip is not None:
        encoded = strip(_unwrapped(image, filters[:-1]))
        last = parameters[-1] if len(parameters) == len(filters) else None
        image.write(encoded, filter=Name(str(filters[-1])), decode_parms=last if isinstance(last, Dictionary) else None)
    return 0


def _listed(value: object) -> list[object]:
    if isinstance(value, Array):
        return list(value.as_list())
    return [] if value is None else [value]


def _unwrapped(image: Stream, filters: list[object]) -> bytes:
    """The JPEG as it is once the filters around it are undone."""
    raw = image.read_raw_bytes()
    if not filters:
        return raw
    with Pdf.new() as scratch:
        wrapped = scratch.make_stream(raw)
        wrapped.Filter = Array([Name(str(name)) for name in filters])
        return wrapped.read_bytes()


def _clean_content(stream: Stream) -> int:
    """Read a stream that is no image: proof that it can be unpacked; returns its size so."""
    content = stream.read_bytes()
    if b"\xff\xd8\xff" in content and _draws(stream):
        stream.write(strip_inline_jpegs(content))
    return len(content)


def _draws(stream: Stream) -> bool:
    """Fonts and colour profiles are no drawing commands, whatever bytes they hold."""
    return stream.get("/Subtype") == Name.Form or not {"/Subtype", "/Length1", "/N", "/FunctionType"} & set(
        stream.keys()
    )
