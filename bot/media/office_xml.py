"""One XML part of an Office file, read and written again without what tells of its authors.

A filter over the stream of tags rather than a tree: a sheet of a few megabytes would grow a hundredfold as one. Names
keep their prefixes as they are, since `mc:Ignorable` refers to prefixes and Office will not open a part in which they
have changed. Comments and processing instructions are not passed on.
"""

from collections.abc import Set
from io import BytesIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import escape, quoteattr
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString

from bot.media.clean import Reason, Refused
from bot.media.office_marks import AUTHOR, Fields, element_goes, kept_attributes, local_name
from bot.media.office_rules import OTHER_WORKBOOK

_HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_HELD_BACK = {"f", "definedName"}
_MAX_DEPTH = 500


def scrub(part: bytes, lost: Set[str], *, sheet: bool = False) -> bytes:
    """Write an XML part anew, without references to the relationships in `lost`.

    In a `sheet`, formulas that refer to another workbook become the values they last had. Raises `Refused`: damaged,
    or dangerous for a document type (it can make a reader fetch or grow) and for fields that start programs.
    """
    scrubber = _Scrubber(lost, sheet=sheet)
    try:
        parseString(part, scrubber, forbid_dtd=True)
    except DefusedXmlException:
        raise Refused(Reason.dangerous) from None
    except SAXException:
        raise Refused(Reason.damaged) from None
    return scrubber.out.getvalue()


class _Scrubber(ContentHandler):
    def __init__(self, lost: Set[str], *, sheet: bool) -> None:
        super().__init__()
        self.out = BytesIO()
        self.out.write(_HEADER)
        self._lost, self._sheet = lost, sheet
        self._path: list[str] = []
        self._text: list[str] = []
        self._skipping = 0
        self._tag_is_open = False
        self._fields = Fields()
        self._held_from = 0
        self._lost_formulas: set[str | None] = set()
        self._formula: str | None = None

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - named by the base class
        local = local_name(name)
        if self._skipping or self._goes(local, attrs):
            self._skipping += 1
            return
        self._finish_text()
        self._finish_tag()
        self._path.append(local)
        if len(self._path) > _MAX_DEPTH:
            raise Refused(Reason.damaged)
        if local in _HELD_BACK:
            self._held_from, self._formula = self.out.tell(), attrs.get("si")
        self._fields.enter(local, attrs)
        kept = "".join(f" {key}={quoteattr(value)}" for key, value in kept_attributes(local, attrs, self._lost))
        self.out.write(f"<{name}{kept}".encode())
        self._tag_is_open = True

    def endElement(self, name: str) -> None:  # noqa: N802
        if self._skipping:
            self._skipping -= 1
            return
        text = self._finish_text()
        self.out.write(b"/>" if self._tag_is_open else f"</{name}>".encode())
        self._tag_is_open = False
        if self._path.pop() in _HELD_BACK and self._sheet and OTHER_WORKBOOK.search(text):
            self.out.seek(self._held_from)
            self.out.truncate()
            self._lost_formulas.add(self._formula)

    def characters(self, content: str) -> None:
        if not self._skipping:
            self._text.append(content)

    def _goes(self, local: str, attrs: AttributesImpl) -> bool:
        # A shared formula is written once and then only numbered: the numbers go with it.
        orphan = local == "f" and "si" in attrs and attrs["si"] in self._lost_formulas
        return orphan or element_goes(local, attrs, self._lost)

    def _finish_text(self) -> str:
        """Write the text gathered since the last tag; returns it as it was."""
        if not self._text:
            return ""
        text = "".join(self._text)
        self._text.clear()
        self._finish_tag()
        shown = text
        if self._path[-1] == "author" and text.strip():
            shown = AUTHOR
        elif self._path[-1] in {"instrText", "delInstrText"}:
            shown = self._fields.follow(text)
        self.out.write(escape(shown).replace("\r", "&#13;").encode())
        return text

    def _finish_tag(self) -> None:
        if self._tag_is_open:
            self.out.write(b">")
            self._tag_is_open = False
