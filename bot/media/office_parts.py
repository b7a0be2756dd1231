"""Copying an Office file part by part, from the main document along its relationships.

A part is copied only when one that was copied refers to it; a reference to what is not copied is taken out of the
part that made it.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.media import office_rules as rules
from bot.media.clean import Reason, Refused
from bot.media.image import rewrite_inner_image
from bot.media.office_package import (
    ROOT,
    TYPES,
    Relation,
    Types,
    read_relations,
    relations_name,
    written_relations,
    written_types,
)  # fmt: skip
from bot.media.office_xml import scrub

_IMAGE_ENDS = {b"\xff\xd8": "jpeg", b"\x89P": "png", b"GI": "gif", b"BM": "bmp", b"II": "tiff", b"MM": "tiff"}
_SHEETS = ("xl/worksheets/", "xl/workbook.xml")
_XML_TYPES = ("+xml", "/xml", "vmldrawing")
_VML = "vmldrawing"
_EMPTY_DRAWING = b'<xml xmlns:v="urn:schemas-microsoft-com:vml"/>'
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"
_PROPERTIES = {
    "docProps/core.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n<coreProperties xmlns="{_CORE}"/>'.encode(),
    "docProps/app.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n<Properties xmlns="{_EXTENDED}"/>'.encode(),
}
_PROPERTY_TYPES = {
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}


class Copy:
    """One copy of one file: what has been copied so far and what it is called now."""

    def __init__(self, parts: Mapping[str, bytes], types: Types) -> None:
        self._parts, self._types = parts, types
        self._spelled = {name.lower(): name for name in parts}
        self._images: dict[str, str | None] = {}
        self._copied: dict[str, bytes] = {}
        self._typed: dict[str, str] = {}
        self._waiting: list[str] = []

    def of(self, main: Relation) -> dict[str, bytes]:
        """All parts of the new file, in order; `main` leads to the document itself. Raises `Refused`."""
        self._home = main.target.partition("/")[0]
        kept = self._kept(main, ROOT)
        if kept is None:
            raise Refused(Reason.damaged)
        while self._waiting:
            self._copy(self._waiting.pop())
        roots = [
            replace(kept, id="rId1"),
            Relation("rId2", _CORE.replace("metadata", "relationships/metadata"), "docProps/core.xml", outside=False),
            Relation("rId3", _RELATED, "docProps/app.xml", outside=False),
        ]
        head = {
            TYPES: written_types(self._typed | _PROPERTY_TYPES),
            relations_name(ROOT): written_relations(roots, ROOT),
        }
        return head | _PROPERTIES | self._copied

    def _copy(self, name: str) -> None:
        """Copy one XML part and its relationships, and put what it refers to in the queue."""
        listed = self._parts.get(self._spelled.get(relations_name(name).lower(), ""))
        relations = read_relations(listed, name) if listed else []
        kept = {relation.id: made for relation in relations if (made := self._kept(relation, name))}
        lost = {relation.id for relation in relations} - kept.keys()
        try:
            self._copied[name] = scrub(self._parts[name], lost, sheet=name.lower().startswith(_SHEETS))
        except Refused as refused:
            if refused.reason is not Reason.damaged or not self._types.of(name).lower().endswith(_VML):
                raise
            # Excel's own drawings of comment boxes are at times no XML at all; Excel opens the file all the same.
            self._copied[name] = _EMPTY_DRAWING
        if kept:
            self._copied[relations_name(name)] = written_relations(kept.values(), name)

    def _kept(self, relation: Relation, source: str) -> Relation | None:
        """The relationship as it will stand in the new file, or nothing if it is not to."""
        if relation.word in rules.DANGEROUS_RELATION:
            raise Refused(Reason.dangerous)
        if relation.outside:
            web = relation.word == "hyperlink" and relation.target.lower().startswith(rules.WEB_LINKS)
            return relation if web else None
        name = self._spelled.get(relation.target.lower())
        if name is None or self._is_dropped(name, relation, source):
            return None
        new_name = self._admitted(name)
        return None if new_name is None else replace(relation, target=new_name)

    def _is_dropped(self, name: str, relation: Relation, source: str) -> bool:
        if not rules.EMBEDDED_NAME.search(name) and relation.word != "package":
            return bool(rules.DROPPED_NAME.search(name))
        if relation.word == "package" and rules.CHART_NAME.search(source):
            return True
        raise Refused(Reason.dangerous)

    def _admitted(self, name: str) -> str | None:
        """What a part is called in the new file; puts it in the queue the first time."""
        content_type = self._types.of(name)
        if content_type.lower().endswith(_XML_TYPES):
            if name not in self._typed:
                self._typed[name] = content_type
                self._waiting.append(name)
            return name
        if name not in self._images:
            self._images[name] = self._copy_image(self._parts[name])
        return self._images[name]

    def _copy_image(self, data: bytes) -> str | None:
        """Copy an image under a number, since its name can be a person's; what is no image is not copied."""
        try:
            drawn = rewrite_inner_image(data)
        except Refused as refused:
            if refused.reason is Reason.damaged:
                return None
            raise
        end = _IMAGE_ENDS[drawn[:2]]
        name = f"{self._home}/media/image{len(self._images) + 1}.{end}"
        self._copied[name], self._typed[name] = drawn, f"image/{end}"
        return name
