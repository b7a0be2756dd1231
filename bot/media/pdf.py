"""PDF documents, written anew: a fresh document takes over the pages and nothing else.

Copying pages into an empty document leaves behind by construction what would have to be hunted down otherwise: document
information, XMP, scripts, actions on opening, outlines, forms, signatures, page thumbnails, private data of programs
and every earlier revision. Notes, filled-in fields and stamps become part of the drawn page, so their authors' names go
and what they show stays. Plain web and mail links are made again.

Attached files are refused rather than dropped: they may be the very evidence, and dropping them would lose it without
a word. Scripts and actions are dropped without one: they hold nothing a reader would miss. Any encryption is refused,
even where no password is asked for, since its author has forbidden changes.
"""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf, String

from bot.media.clean import Reason, Refused
from bot.media.pdf_objects import clean_objects, limit_library

MAX_PAGES = 500
_PAGE_KEYS = {
    "/Type", "/Parent", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox",
    "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group",
}  # fmt: skip
_CARRIERS = {Name.FileAttachment, Name.RichMedia, Name.Movie, Name.Sound, Name("/3D")}
_LINKS = ("http://", "https://", "mailto:")
_LONGEST_LINK = 2000
_END_WITHIN = 2048


def rewrite_pdf(data: bytes) -> bytes:
    """Write a PDF anew; raises `Refused` (protected, dangerous, damaged, too_large_unpacked)."""
    if b"%%EOF" not in data[-_END_WITHIN:]:
        raise Refused(Reason.damaged)
    limit_library()
    try:
        with Pdf.open(BytesIO(data), suppress_warnings=True) as source, Pdf.new() as fresh:
            _refuse_unfit(source)
            links = _flatten(source)
            fresh.pages.extend(source.pages)
            _take_over_layers(source, fresh)
            clean_objects(fresh)
            _add_links(fresh, links)
            return _saved(fresh)
    except pikepdf.PasswordError:
        raise Refused(Reason.protected) from None
    except pikepdf.QpdfRuntimeError as error:
        beyond = "limit exceeded" in str(error)
        raise Refused(Reason.too_large_unpacked if beyond else Reason.damaged) from None


def _refuse_unfit(source: Pdf) -> None:
    if source.is_encrypted:
        raise Refused(Reason.protected)
    if not source.pages:
        raise Refused(Reason.damaged)
    if len(source.pages) > MAX_PAGES:
        raise Refused(Reason.too_large_unpacked)
    attached = any(annotation.get("/Subtype") in _CARRIERS for page in source.pages for annotation in _notes(page))
    if attached or "/Collection" in source.Root or len(source.attachments):
        raise Refused(Reason.dangerous)


def _notes(page: Page) -> Iterator[Dictionary]:
    notes = page.obj.get("/Annots")
    if isinstance(notes, Array):
        yield from (note for note in notes if isinstance(note, Dictionary))


def _flatten(source: Pdf) -> list[list[Dictionary]]:
    """Draw notes and fields onto their pages and strip the pages to what is drawn; returns the links of each page."""
    links = [[made for note in _notes(page) if (made := _link(note))] for page in source.pages]
    form = source.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and form.get("/NeedAppearances"):
        source.generate_appearance_streams()
    source.flatten_annotations()
    for page in source.pages:
        for key in set(page.obj.keys()) - _PAGE_KEYS:
            del page.obj[key]
    return links


def _link(note: Dictionary) -> Dictionary | None:
    action, box = note.get("/A"), note.get("/Rect")
    if note.get("/Subtype") != Name.Link or not isinstance(action, Dictionary) or not isinstance(box, Array):
        return None
    target = str(action.get("/URI", ""))
    if action.get("/S") != Name.URI or not target.startswith(_LINKS) or len(target) > _LONGEST_LINK:
        return None
    corners = Array([float(corner) for corner in box])
    plain = Dictionary(S=Name.URI, URI=String(target))
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=corners, Border=Array([0, 0, 0]), A=plain)


def _add_links(fresh: Pdf, links: list[list[Dictionary]]) -> None:
    for page, made in zip(fresh.pages, links, strict=True):
        if made:
            page.obj.Annots = Array([fresh.make_indirect(link) for link in made])


def _take_over_layers(source: Pdf, fresh: Pdf) -> None:
    """Layers keep their switches: without them all that a map or plan hides would be shown."""
    layers = source.Root.get("/OCProperties")
    if isinstance(layers, Dictionary):
        fresh.Root.OCProperties = fresh.copy_foreign(source.make_indirect(layers))


def _saved(fresh: Pdf) -> bytes:
    out = BytesIO()
    fresh.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()
