"""Telling files apart by their content alone.

A name or a declared type is what the sender says; the first bytes (and inside an Office file the content type of its
main part) are what a viewer will go by.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.media.clean import MEGABYTE, Reason, Refused

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PDF_HEADER_WITHIN = 1024


class Kind(StrEnum):
    """A kind of file that is accepted."""

    jpeg = "jpeg"
    png = "png"
    webp = "webp"
    gif = "gif"
    pdf = "pdf"
    docx = "docx"
    xlsx = "xlsx"
    pptx = "pptx"


class Family(StrEnum):
    """Kinds that are rewritten in the same way."""

    image = "image"
    pdf = "pdf"
    office = "office"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a kind is called outside: its MIME type and a name that names nobody."""

    type: str
    name: str


_OOXML = "application/vnd.openxmlformats-officedocument."
FACTS = {
    Kind.jpeg: Facts("image/jpeg", "foto.jpg"),
    Kind.png: Facts("image/png", "foto.png"),
    Kind.webp: Facts("image/webp", "foto.webp"),
    Kind.gif: Facts("image/gif", "foto.gif"),
    Kind.pdf: Facts("application/pdf", "documento.pdf"),
    Kind.docx: Facts(_OOXML + "wordprocessingml.document", "documento.docx"),
    Kind.xlsx: Facts(_OOXML + "spreadsheetml.sheet", "hoja.xlsx"),
    Kind.pptx: Facts(_OOXML + "presentationml.presentation", "presentacion.pptx"),
}
LIMITS = {Family.image: 10 * MEGABYTE, Family.pdf: 15 * MEGABYTE, Family.office: 15 * MEGABYTE}
"""The most bytes a file of each family may have as sent."""


def image_kind(data: bytes) -> Kind | None:
    """The kind of an accepted image, from its first bytes; nothing for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.jpeg
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.png
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.webp
    return Kind.gif if data[:6] in {b"GIF87a", b"GIF89a"} else None


def family_of(data: bytes) -> Family:
    """How `data` is to be rewritten; raises `Refused` for what is not accepted or is larger than its limit.

    HEIC is of the wrong type since the image library does not decode it; so are the Office formats before 2007,
    which are told apart from newer ones with a password.
    """
    family = _family_by_magic(data)
    if len(data) > LIMITS[family]:
        raise Refused(Reason.too_large)
    return family


def _family_by_magic(data: bytes) -> Family:
    if not data:
        raise Refused(Reason.damaged)
    if image_kind(data) is not None:
        return Family.image
    if data.startswith(b"PK\x03\x04"):
        return Family.office
    if data.startswith(OLE_MAGIC):
        raise Refused(Reason.protected if _ENCRYPTED_PACKAGE in data else Reason.wrong_type)
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return Family.pdf
    raise Refused(Reason.wrong_type)
