"""Office files as alumni might send them, made in memory part by part, with a canary wherever people are named."""

from collections.abc import Mapping

from tests.evidence_samples import CANARY, encoded, photo, zipped

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument."
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

Parts = dict[str, bytes | str]


def types(overrides: Mapping[str, str]) -> str:
    """A list of content types with the usual defaults."""
    rows = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    ends = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml",
        "jpeg": "image/jpeg", "emf": "image/x-emf", "bin": _TYPE + "oleObject",
    }  # fmt: skip
    used = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in ends.items())
    return f'{_XML}<Types xmlns="{PACKAGE}/content-types">{used}{rows}</Types>'


def relations(*rows: tuple[str, str, str]) -> str:
    """Relationships from (id, last word of the type, target); a target with a scheme is outside."""
    made = ""
    for key, word, target in rows:
        mode = ' TargetMode="External"' if ":" in target else ""
        made += f'<Relationship Id="{key}" Type="{OFFICE}/{word}" Target="{target}"{mode}/>'
    return f'{_XML}<Relationships xmlns="{PACKAGE}/relationships">{made}</Relationships>'


_BODY = f"""{_XML}<!-- {CANARY} --><?{CANARY} x?>
<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wp="urn:wp" xmlns:pic="urn:pic" xmlns:w14="urn:w14" xmlns:mc="urn:mc" mc:Ignorable="w14"><w:body>
<w:p w:rsidR="00AB12CD"><w:ins w:id="1" w:author="{CANARY}" w:date="2026-05-04T03:02:01Z"><w:r><w:t
 xml:space="preserve"> Capacitamos a 20 &amp; m\u00e1s </w:t></w:r></w:ins><w:del w:author="{CANARY}"/></w:p>
<w:p><w:hyperlink r:id="rId2"><w:r><w:t>gu\u00eda</w:t></w:r></w:hyperlink>
<w:hyperlink r:id="rId3"><w:r><w:t>carpeta</w:t></w:r></w:hyperlink></w:p>
<w:p><w:drawing><wp:docPr id="7" name="{CANARY}.jpg" descr="C:\\{CANARY}.jpg"/><pic:cNvPr id="8" name="{CANARY}"/>
<a:blip r:embed="rId1"/><a:blip r:embed="rId7"/></w:drawing></w:p>
<w:sdt><w:sdtPr><w:dataBinding w:xpath="/{CANARY}"/></w:sdtPr></w:sdt></w:body></w:document>"""


def docx(extra: Mapping[str, bytes | str] | None = None) -> Parts:
    """A report with a photo, a comment and a tracked change."""
    comment = f'<w:comment w:id="0" w:author="{CANARY}" w:initials="{CANARY}"><w:p/></w:comment>'
    settings = f'<w:rsids><w:rsid w:val="00AB12CD"/></w:rsids><w:docVars><w:docVar w:val="{CANARY}"/></w:docVars>'
    parts: Parts = {
        "[Content_Types].xml": types({
            "word/document.xml": _TYPE + "wordprocessingml.document.main+xml",
            "word/comments.xml": _TYPE + "wordprocessingml.comments+xml",
            "word/settings.xml": _TYPE + "wordprocessingml.settings+xml",
            "word/people.xml": _TYPE + "wordprocessingml.people+xml",
        }),
        "_rels/.rels": relations(
            ("rId1", "officeDocument", "word/document.xml"), ("rId2", "metadata/core-properties", "docProps/core.xml"),
            ("rId3", "extended-properties", "docProps/app.xml"), ("rId4", "custom-properties", "docProps/custom.xml"),
            ("rId5", "metadata/thumbnail", "docProps/thumbnail.jpeg"),
        ),
        "docProps/core.xml": f"<p><creator>{CANARY}</creator></p>",
        "docProps/app.xml": f"<p><Company>{CANARY}</Company></p>",
        "docProps/custom.xml": f"<p><x>{CANARY}</x></p>",
        "docProps/thumbnail.jpeg": encoded(photo(), "JPEG"),
        "word/document.xml": _BODY,
        "word/_rels/document.xml.rels": relations(
            ("rId1", "image", f"media/{CANARY}.jpeg"), ("rId2", "hyperlink", "https://example.org/guia"),
            ("rId3", "hyperlink", f"file:///C:/{CANARY}"), ("rId4", "comments", "comments.xml"),
            ("rId5", "settings", "settings.xml"), ("rId6", "people", "people.xml"), ("rId7", "image", "media/b.emf"),
            ("rId8", "customXml", "../customXml/item1.xml"),
        ),
        f"word/media/{CANARY}.jpeg": encoded(photo(), "JPEG"),
        "word/media/b.emf": b"\x01\0\0\0" + CANARY.encode("utf-16-le"),
        "word/comments.xml": f'<w:comments xmlns:w="{WORD}">{comment}</w:comments>',
        "word/people.xml": f'<w:people xmlns:w="{WORD}"><w:person w:author="{CANARY}"/></w:people>',
        "word/settings.xml": f'<w:settings xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:attachedTemplate r:id="rId1"/>'
        f"{settings}<w:zoom/></w:settings>",
        "word/_rels/settings.xml.rels": relations(("rId1", "attachedTemplate", f"http://example.org/{CANARY}.dotm")),
        "customXml/item1.xml": f"<a>{CANARY}</a>",
        "nota suelta.txt": CANARY,
    }  # fmt: skip
    return parts | dict(extra or {})


def pptx(extra: Mapping[str, bytes | str] | None = None, chart: tuple[str, str, str] | None = None) -> Parts:
    """A presentation of one slide with a chart that draws on a workbook, and with people's names."""
    drawing = f'xmlns:c="urn:c" xmlns:r="{OFFICE}"'
    kinds = {
        "ppt/presentation.xml": "presentation.main+xml", "ppt/slides/slide1.xml": "slide+xml",
        "ppt/charts/chart1.xml": "chart+xml", "ppt/commentAuthors.xml": "commentAuthors+xml",
    }  # fmt: skip
    overrides = {name: f"{_TYPE}presentationml.{kind}" for name, kind in kinds.items()}
    overrides["ppt/embeddings/libro.xlsx"] = _TYPE + "spreadsheetml.sheet"
    parts: Parts = {
        "[Content_Types].xml": types(overrides),
        "_rels/.rels": relations(("rId1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p xmlns:r="{OFFICE}"><sldId r:id="rId1"/></p>',
        "ppt/_rels/presentation.xml.rels": relations(
            ("rId1", "slide", "slides/slide1.xml"), ("rId2", "commentAuthors", "/ppt/commentAuthors.xml")
        ),
        "ppt/slides/slide1.xml": f'<s {drawing}><c:chart r:id="rId1"/><a snd="x"/></s>',
        "ppt/slides/_rels/slide1.xml.rels": relations(("rId1", "chart", "../charts/chart1.xml")),
        "ppt/charts/chart1.xml": f'<c:chartSpace {drawing}><c:v>60</c:v><c:externalData r:id="rId1"/></c:chartSpace>',
        "ppt/charts/_rels/chart1.xml.rels": relations(chart or ("rId1", "package", "../embeddings/libro.xlsx")),
        "ppt/embeddings/libro.xlsx": zipped({"nota.txt": CANARY}),
        "ppt/commentAuthors.xml": f'<l xmlns:p="urn:p"><p:cmAuthor id="0" name="{CANARY}" initials="{CANARY}"/></l>',
    }
    return parts | dict(extra or {})
