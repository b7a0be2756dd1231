"""Word, Excel and PowerPoint files sent as evidence: they still open, and name neither authors nor places."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage

from bot.media.clean import Clean, Reason, Refused
from bot.media.office_xml import scrub
from bot.media.rewrite import rewrite
from tests.evidence_samples import CANARY, encoded, opened, photo, shows_position, traces, unzipped, zipped
from tests.office_samples import Parts, docx, pptx, relations


def refusal(parts: Parts) -> Reason:
    with pytest.raises(Refused) as caught:
        rewrite(zipped(parts), "informe.docx")
    return caught.value.reason


def rewritten(parts: Parts) -> tuple[Clean, dict[str, bytes]]:
    """The clean file and its parts; every part must be well-formed and every relationship must lead somewhere."""
    clean = rewrite(zipped(parts, CANARY.encode()), "Ana Ejemplo.docx")
    entries = unzipped(clean.data)
    for name, content in entries.items():
        if not name.endswith((".jpeg", ".png")):
            fromstring(content)
    return clean, entries


def test_no_metadata_survives_in_word() -> None:
    assert len(traces(zipped(docx(), CANARY.encode()))) > 8
    clean, entries = rewritten(docx())
    assert traces(clean.data) == []
    assert not shows_position(clean.data)
    assert clean.name == "documento.docx"
    assert clean.type.endswith("wordprocessingml.document")
    assert set(entries) == {
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "docProps/app.xml", "word/document.xml",
        "word/_rels/document.xml.rels", "word/media/image1.jpeg", "word/comments.xml", "word/settings.xml",
    }  # fmt: skip


def test_what_the_document_says_is_kept() -> None:
    _, entries = rewritten(docx())
    body = entries["word/document.xml"].decode()
    assert '<w:t xml:space="preserve"> Capacitamos a 20 &amp; más </w:t>' in body
    assert 'xmlns:w14="urn:w14"' in body
    assert 'mc:Ignorable="w14"' in body
    assert '<w:hyperlink r:id="rId2">' in body
    assert "<w:hyperlink><w:r><w:t>carpeta" in body
    assert '<a:blip r:embed="rId1"/><a:blip/>' in body
    assert 'w:author="Autor"' in body
    assert "rsid" not in body
    assert b'Target="https://example.org/guia" TargetMode="External"' in entries["word/_rels/document.xml.rels"]
    assert entries["word/settings.xml"].endswith(b"><w:zoom/></w:settings>")
    assert opened(entries["word/media/image1.jpeg"]).size == (64, 48)


def test_nothing_tells_when_it_was_written() -> None:
    clean, entries = rewritten(docx())
    with ZipFile(BytesIO(clean.data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(entry.extra or entry.comment for entry in archive.infolist())
    assert b"2026" not in b"".join(entries.values()).replace(b"/2006/", b"")


def test_the_workbook_behind_a_chart_goes_and_the_chart_stays() -> None:
    clean, entries = rewritten(pptx())
    assert traces(clean.data) == []
    assert clean.name == "presentacion.pptx"
    assert "ppt/embeddings/libro.xlsx" not in entries
    assert b"<c:v>60</c:v></c:chartSpace>" in entries["ppt/charts/chart1.xml"]
    assert b'name="Autor" initials="A"' in entries["ppt/commentAuthors.xml"]


def workbook() -> bytes:
    """A list with a comment, a photo, a formula and an author."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["A3"] = "Oficiales", 20, "=A2*2"
    sheet["A4"] = "='C:\\[1]Hoja'!A1"
    sheet["A2"].comment = Comment("Revisado", CANARY)
    sheet["A5"] = "guía"
    sheet["A5"].hyperlink = "https://example.org/guia"
    sheet.add_image(SheetImage(BytesIO(encoded(photo(), "JPEG"))), "C1")
    book.properties.creator = book.properties.lastModifiedBy = CANARY
    book.properties.created = datetime(2026, 5, 4, tzinfo=UTC).replace(tzinfo=None)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_still_opens_and_names_nobody() -> None:
    sent = workbook()
    assert traces(sent)
    clean = rewrite(sent, "Ana Ejemplo.xlsx")
    assert traces(clean.data) == []
    assert not shows_position(clean.data)
    assert clean.name == "hoja.xlsx"
    book = openpyxl.load_workbook(BytesIO(clean.data))
    sheet = book.active
    assert sheet is not None
    assert [sheet[cell].value for cell in ("A1", "A2", "A3", "A4", "A5")] == ["Oficiales", 20, "=A2*2", None, "guía"]
    assert sheet["A2"].comment.text == "Revisado"
    assert sheet["A2"].comment.author == "Autor"
    assert sheet["A5"].hyperlink.target == "https://example.org/guia"
    assert len([name for name in unzipped(clean.data) if name.startswith("xl/media/")]) == 1
    assert not book.properties.creator or CANARY not in book.properties.creator


def test_shared_formulas_on_another_workbook_become_values_together() -> None:
    rows = "".join(
        f'<c r="{cell}">{formula}<v>{value}</v></c>'
        for cell, formula, value in [
            ("A1", '<f t="shared" ref="A1:A2" si="0">[1]Hoja!B1</f>', 5),
            ("A2", '<f t="shared" si="0"/>', 6),
            ("A3", '<f t="shared" ref="A3:A4" si="1">B3*2</f>', 8),
            ("A4", '<f t="shared" si="1"/>', 10),
        ]
    )
    sheet = scrub(f"<row>{rows}</row>".encode(), set(), sheet=True)
    assert b'<c r="A1"><v>5</v></c><c r="A2"><v>6</v></c>' in sheet
    assert b">B3*2</f><v>8</v>" in sheet
    assert b'<f t="shared" si="1"/><v>10</v>' in sheet


def macro_types(kind: str) -> str:
    text = docx()["[Content_Types].xml"]
    assert isinstance(text, str)
    return text.replace("openxmlformats-officedocument.wordprocessingml.document.main+xml", kind)


DANGERS: list[Parts] = [
    docx({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}),
    docx({"[Content_Types].xml": macro_types("ms-word.document.macroEnabled.main+xml")}),
    docx({"word/embeddings/oleObject1.bin": b"x"}),
    docx({"word/media/programa.emf": b"MZ\x90\0"}),
    docx({"word/activeX/activeX1.xml": "<a/>"}),
    docx({"instalar.ps1": "Remove-Item"}),
    docx({"word/media/otro.emf": zipped({"a": "b"})}),
    docx({"word/_rels/comments.xml.rels": relations(("rId1", "aFChunk", "trozo.html"))}),
    docx({"word/_rels/comments.xml.rels": relations(("rId1", "oleObject", "http://example.org/objeto"))}),
    docx({"word/_rels/comments.xml.rels": relations(("rId1", "package", "embeddings/libro.xlsx")),
          "word/embeddings/libro.xlsx": zipped({"a": "b"})}),
    docx({"word/comments.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
    docx({"word/comments.xml": '<x xmlns:w="w"><w:fldSimple w:instr=" DDEAUTO c:\\\\cmd"/></x>'}),
    docx({"word/comments.xml": '<x xmlns:w="w"><w:fldChar w:fldCharType="begin"/><w:instrText>DD</w:instrText>'
                               '<w:instrText>E cmd</w:instrText></x>'}),
    docx({"../fuera.xml": "<a/>"}),
    pptx(chart=("rId1", "oleObject", "../embeddings/libro.xlsx")),
]  # fmt: skip


@pytest.mark.parametrize("parts", DANGERS, ids=range(len(DANGERS)))
def test_what_runs_or_hides_files_is_dangerous(parts: Parts) -> None:
    assert refusal(parts) is Reason.dangerous


@pytest.mark.parametrize(
    "parts",
    [
        {"nota.txt": "hola"},
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"},
        docx({"[Content_Types].xml": macro_types("openxmlformats-officedocument.wordprocessingml.template.main+xml")}),
    ],
)
def test_other_archives_are_of_the_wrong_type(parts: Parts) -> None:
    assert refusal(parts) is Reason.wrong_type


def test_a_field_that_fetches_keeps_only_what_it_last_showed() -> None:
    field = '<w:fldChar w:fldCharType="begin"/><w:instrText> INCLUDEPICTURE "http://a.example/x" </w:instrText>'
    _, entries = rewritten(docx({"word/comments.xml": f'<x xmlns:w="w">{field}<w:t>foto</w:t></x>'}))
    assert b"a.example" not in entries["word/comments.xml"]
    assert b"<w:t>foto</w:t>" in entries["word/comments.xml"]


def test_a_hidden_list_of_relationships_is_not_carried_along() -> None:
    sneaky = relations(("rId1", "settings", "_rels/document.xml.rels"), ("rId2", "settings", "/[Content_Types].xml"))
    clean, _ = rewritten(docx({"word/_rels/comments.xml.rels": sneaky}))
    assert traces(clean.data) == []


def test_a_damaged_image_inside_does_not_cost_the_document() -> None:
    _, entries = rewritten(docx({f"word/media/{CANARY}.jpeg": encoded(photo(), "JPEG")[:200]}))
    assert b"<a:blip/><a:blip/>" in entries["word/document.xml"]


@pytest.mark.parametrize("body", ["<a><b></a>", "", "no es XML"])
def test_broken_xml_is_damaged(body: str) -> None:
    assert refusal(docx({"word/document.xml": body})) is Reason.damaged


def test_half_a_document_is_damaged() -> None:
    sent = zipped(docx())
    with pytest.raises(Refused) as caught:
        rewrite(sent[: len(sent) // 2], "x")
    assert caught.value.reason is Reason.damaged


def test_a_document_with_a_password_is_protected() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    with pytest.raises(Refused) as caught:
        rewrite(locked, "x.docx")
    assert caught.value.reason is Reason.protected
