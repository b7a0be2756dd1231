"""Turns the bytes of a text file into letters, whichever program saved it."""

import codecs
from typing import NamedTuple

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Decoded(NamedTuple):
    """The text, and the encoding it was read as."""

    text: str
    encoding: str


def decoded(data: bytes) -> Decoded | None:
    """The text in UTF-8, UTF-16 with its mark, or Windows-1252; None for what is no text, or in none of them."""
    if data.startswith(_WIDE):
        return Decoded(data.decode("utf-16", errors="replace"), "utf-16")
    if b"\0" in data:
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    return None
