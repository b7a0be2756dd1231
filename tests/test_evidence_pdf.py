"""Documents sent as evidence as PDF: the pages arrive, and nothing of their making, their authors or their past."""

import time
import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Encryption, Name, Pdf, Stream, String

from bot.media.clean import MEGABYTE, Reason, Refused
from bot.media.rewrite import rewrite
from tests.evidence_samples import CANARY, XMP, encoded, opened, pdf_with_photo, photo, saved, shows_position, traces


def refusal(data: bytes) -> Reason:
    with pytest.raises(Refused) as caught:
        rewrite(data, "informe.pdf")
    return caught.value.reason


def talkative() -> Pdf:
    """A PDF with a canary in every place beside the page itself."""
    pdf = pdf_with_photo(encoded(photo(), "JPEG"))
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{CANARY}')"))
    launch = Dictionary(S=Name.Launch, F=String(CANARY))
    xmp = Stream(pdf, XMP, Type=Name.Metadata, Subtype=Name.XML)
    private = Dictionary(Editor=Dictionary(Private=String(CANARY)))
    pdf.docinfo["/Author"] = pdf.docinfo["/Title"] = CANARY
    root, page = pdf.Root, pdf.pages[0].obj
    root.Metadata = pdf.make_indirect(xmp)
    root.OpenAction, root.AA = script, Dictionary(WC=launch)
    root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    root.PieceInfo = page.PieceInfo = private
    root.Lang = page.Place = String(CANARY)
    page.AA, page.Metadata = Dictionary(O=launch), root.Metadata
    page.VP = Array([Dictionary(Measure=Dictionary(Subtype=Name.GEO, GCS=String(CANARY)))])
    image = page.Resources.XObject.Photo
    image.Metadata, image.PieceInfo = root.Metadata, private
    page.Resources.Properties = Dictionary(MC0=Dictionary(Metadata=root.Metadata, Title=String(CANARY)))
    page.Annots = Array([pdf.make_indirect(_note(pdf)), _link("https://example.org/guia"), _link("file:///" + CANARY)])
    return pdf


def _note(pdf: Pdf) -> Dictionary:
    shown = Stream(pdf, b"0 1 0 rg 0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 10, 10]))
    look = Dictionary(N=pdf.make_indirect(shown))
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([100, 100, 110, 110]), T=String(CANARY), AP=look, F=4
    )


def _link(target: str) -> Dictionary:
    action = Dictionary(S=Name.URI, URI=String(target))
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 50, 50]), A=action, Contents=String(CANARY))


@pytest.mark.parametrize("mode", list(pikepdf.ObjectStreamMode.__members__.values()))
def test_no_metadata_survives(mode: pikepdf.ObjectStreamMode) -> None:
    sent = saved(talkative(), object_stream_mode=mode)
    assert traces(sent)
    assert shows_position(sent)
    clean = rewrite(sent, "Ana Ejemplo.pdf")
    assert traces(clean.data) == []
    assert not shows_position(clean.data)
    assert (clean.type, clean.name, clean.width) == ("application/pdf", "documento.pdf", None)
    for word in ("JavaScript", "Launch", "OpenAction", "PieceInfo", "/AA"):
        assert traces(clean.data, word) == []


def test_what_the_page_shows_is_kept() -> None:
    with pikepdf.open(BytesIO(rewrite(saved(talkative()), "x").data)) as pdf:
        page = pdf.pages[0]
        drawing = b"".join(part.read_bytes() for part in _contents(page))
        assert b"(Avance) Tj" in drawing
        assert [float(side) for side in page.mediabox.as_list()] == [0, 0, 300, 200]
        (image,) = page.get_images().values()
        assert opened(image.read_raw_bytes()).tobytes() == opened(encoded(photo(), "JPEG")).tobytes()
        stamps = [form for form in page.form_xobjects.values() if b"0 1 0 rg" in form.read_bytes()]
        assert len(stamps) == 1
        links = [str(note.A.URI) for note in page.obj.Annots.as_list()]
        assert links == ["https://example.org/guia"]


def _contents(page: pikepdf.Page) -> list[pikepdf.Object]:
    contents = page.obj.Contents
    return list(contents.as_list()) if isinstance(contents, Array) else [contents]


def test_a_photo_deflated_once_more_loses_its_position() -> None:
    pdf = pdf_with_photo(encoded(photo(), "JPEG"), wrapped=True)
    clean = rewrite(saved(pdf), "x")
    with pikepdf.open(BytesIO(clean.data)) as result:
        (image,) = result.pages[0].get_images().values()
        assert image.Filter == Name.DCTDecode
    assert traces(clean.data) == []
    assert not shows_position(clean.data)


def test_a_photo_inside_the_drawing_commands_loses_its_position() -> None:
    pdf = pdf_with_photo(encoded(photo(), "JPEG"))
    picture = encoded(photo(), "JPEG")
    inline = b"q 64 0 0 48 0 0 cm BI /W 64 /H 48 /CS /RGB /BPC 8 /F /DCT ID " + picture + b"\nEI Q"
    pdf.pages[0].obj.Contents = Stream(pdf, inline)
    clean = rewrite(saved(pdf), "x")
    assert traces(clean.data) == []
    assert not shows_position(clean.data)


def test_jpeg_2000_loses_its_metadata() -> None:
    out = BytesIO()
    photo().save(out, "JPEG2000", comment=CANARY)
    picture = out.getvalue() + (8 + len(XMP)).to_bytes(4) + b"xml " + XMP
    pdf = pdf_with_photo(picture)
    pdf.pages[0].obj.Resources.XObject.Photo.Filter = Name.JPXDecode
    clean = rewrite(saved(pdf), "x")
    assert traces(clean.data) == []
    with pikepdf.open(BytesIO(clean.data)) as result:
        (image,) = result.pages[0].get_images().values()
        assert opened(image.read_raw_bytes()).tobytes() == photo().tobytes()


def test_an_earlier_revision_does_not_survive() -> None:
    first = saved(pdf_with_photo(encoded(photo(), "JPEG")), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    last = first.rfind(b"startxref")
    old = int(first[last:].split()[1])
    root = first[first.rfind(b"/Root") :].split()[1].decode()
    number = first.count(b" 0 obj") + 1
    added = f"{number} 0 obj\n({CANARY})\nendobj\n".encode()
    table = f"xref\n{number} 1\n{len(first) + 1:010d} 00000 n \n".encode()
    trailer = f"trailer << /Size {number + 1} /Root {root} 0 R /Prev {old} >>\n".encode()
    second = first + b"\n" + added + table + trailer + f"startxref\n{len(first) + 1 + len(added)}\n%%EOF\n".encode()
    assert traces(second)
    clean = rewrite(second, "x")
    assert traces(clean.data) == []
    assert clean.data.count(b"%%EOF") == 1


def test_layers_keep_what_they_hide() -> None:
    pdf = pdf_with_photo(encoded(photo(), "JPEG"))
    user = Dictionary(User=Dictionary(Type=Name.Ind, Name=String(CANARY)))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Plano"), Usage=user))
    pdf.pages[0].obj.Resources.Properties = Dictionary(L=layer)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    clean = rewrite(saved(pdf), "x")
    assert traces(clean.data) == []
    with pikepdf.open(BytesIO(clean.data)) as result:
        used = result.pages[0].obj.Resources.Properties.L
        assert result.Root.OCProperties.D.OFF.as_list()[0].objgen == used.objgen


@pytest.mark.parametrize("user", ["secreto", ""])
def test_an_encrypted_document_is_protected(user: str) -> None:
    locked = saved(pdf_with_photo(encoded(photo(), "JPEG")), encryption=Encryption(owner="dueño", user=user))
    assert refusal(locked) is Reason.protected


def test_an_attached_file_is_dangerous() -> None:
    pdf = pdf_with_photo(encoded(photo(), "JPEG"))
    pdf.attachments["a.exe"] = AttachedFileSpec(pdf, b"MZ program", filename="a.exe")
    assert refusal(saved(pdf)) is Reason.dangerous


@pytest.mark.parametrize("subtype", ["/FileAttachment", "/RichMedia", "/3D"])
def test_a_note_that_carries_a_file_is_dangerous(subtype: str) -> None:
    pdf = pdf_with_photo(encoded(photo(), "JPEG"))
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name(subtype), Rect=Array([0, 0, 1, 1]))])
    assert refusal(saved(pdf)) is Reason.dangerous


def test_a_bomb_in_a_page_is_refused_quickly() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(300)) + packer.flush()
    pdf = pdf_with_photo(encoded(photo(), "JPEG"))
    pdf.pages[0].obj.Contents.write(packed, filter=Name.FlateDecode)
    sent = saved(pdf)
    assert len(sent) < MEGABYTE
    began = time.process_time()
    assert refusal(sent) is Reason.too_large_unpacked
    assert time.process_time() - began < 3


def test_more_than_five_hundred_pages_are_too_many() -> None:
    pdf = Pdf.new()
    for _ in range(501):
        pdf.add_blank_page()
    assert refusal(saved(pdf)) is Reason.too_large_unpacked


def test_half_a_document_is_damaged() -> None:
    sent = saved(talkative())
    assert refusal(sent[: len(sent) // 2]) is Reason.damaged


def test_more_than_fifteen_megabytes_are_too_many() -> None:
    assert refusal(saved(Pdf.new()) + bytes(15 * MEGABYTE)) is Reason.too_large
