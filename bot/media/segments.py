"""Cutting the metadata out of JPEG and JPEG 2000 data without decoding it.

A PDF keeps photos as the camera wrote them, EXIF position and all. Decoding and encoding them again would cost quality
and minutes, so only the segments a decoder needs are copied.
"""

import re

from bot.media.clean import Reason, Refused

_START, _END, _SCAN, _APP0, _APP14, _APP15, _COMMENT = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE, 0xEF, 0xFE
_PREFIX = b"\xff"
_STUFFED = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_JFIF_LENGTH = 16
_ADOBE_LENGTH = 14
_NEEDED_BOXES = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}
_CODESTREAM = b"\xff\x4f"
_TILE, _COMMENT_2000 = 0x90, 0x64


def strip_jpeg(data: bytes) -> bytes:
    """Copy a JPEG without application and comment segments, and without what precedes or follows it.

    The colour hints of JFIF and Adobe are kept in their shortest form. Raises `Refused` (damaged) when `data` is no
    chain of JPEG segments.
    """
    at = data.find(b"\xff\xd8\xff")
    if at < 0:
        raise Refused(Reason.damaged)
    out, at = [b"\xff\xd8"], at + 2
    while at < len(data):
        marker, body, at = _next_segment(data, at)
        if marker == _END:
            break
        out.append(_kept(marker, body))
        if marker == _SCAN:
            end = _scan_end(data, at)
            out.append(data[at:end])
            at = end
    return b"".join(out) + b"\xff\xd9"


def strip_inline_jpegs(content: bytes) -> bytes:
    """Strip the JPEGs that lie bare inside a page's drawing commands; everything else stays as it is."""
    parts = re.split(rb"(?=\xff\xd8\xff[\xe0-\xef\xfe])", content)
    return parts[0] + b"".join(_strip_head(part) for part in parts[1:])


def strip_jpeg2000(data: bytes) -> bytes:
    """Copy a JPEG 2000 image (boxed or bare) without its XML, UUID and comment parts; raises `Refused` (damaged)."""
    if data.startswith(_CODESTREAM):
        return _without_comments(data)
    out, at = [], 0
    while at < len(data):
        name, body, at = _next_box(data, at)
        if name in _NEEDED_BOXES:
            body = _without_comments(body) if name == b"jp2c" else body
            out.append((len(body) + 8).to_bytes(4) + name + body)
    if not out:
        raise Refused(Reason.damaged)
    return b"".join(out)


def _next_segment(data: bytes, at: int) -> tuple[int, bytes, int]:
    """The marker at `at`, what it holds, and where the next one begins."""
    if data[at : at + 1] != _PREFIX:
        raise Refused(Reason.damaged)
    while data[at : at + 1] == _PREFIX:
        at += 1
    marker = data[at] if at < len(data) else _END
    if marker == _END:
        return marker, b"", at + 1
    length = int.from_bytes(data[at + 1 : at + 3])
    if length < 2 or at + 1 + length > len(data):
        raise Refused(Reason.damaged)
    return marker, data[at + 3 : at + 1 + length], at + 1 + length


def _kept(marker: int, body: bytes) -> bytes:
    if marker == _APP0:
        # A JFIF header without its thumbnail.
        body = body[: _JFIF_LENGTH - 4] + b"\0\0" if body.startswith(b"JFIF\0") else b""
    elif marker == _APP14:
        body = body[: _ADOBE_LENGTH - 2] if body.startswith(b"Adobe") else b""
    elif _APP0 < marker <= _APP15 or marker == _COMMENT:
        body = b""
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2) + body if body else b""


def _scan_end(data: bytes, at: int) -> int:
    found = _STUFFED.search(data, at)
    return found.start() if found else len(data)


def _strip_head(part: bytes) -> bytes:
    """Strip only up to the first scan: where inline data ends is for the drawing commands to say."""
    out, at = [b"\xff\xd8"], 2
    while at < len(part):
        marker, body, after = _next_segment(part, at)
        if marker in {_SCAN, _END}:
            return b"".join(out) + part[at:]
        out.append(_kept(marker, body))
        at = after
    raise Refused(Reason.damaged)


def _next_box(data: bytes, at: int) -> tuple[bytes, bytes, int]:
    length, name, head = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], 8
    if length == 1:
        length, head = int.from_bytes(data[at + 8 : at + 16]), 16
    length = length or len(data) - at
    if length < head:
        raise Refused(Reason.damaged)
    return name, data[at + head : at + length], at + length


def _without_comments(codestream: bytes) -> bytes:
    out, at = [_CODESTREAM], 2
    while at + 4 <= len(codestream) and codestream[at + 1] != _TILE:
        after = at + 2 + int.from_bytes(codestream[at + 2 : at + 4])
        if codestream[at + 1] != _COMMENT_2000:
            out.append(codestream[at:after])
        at = after
    return b"".join(out) + codestream[at:]
