"""How the parts of an Office file hang together: what each is, and which refers to which (Open Packaging Conventions).

Types and relationships are read into plain values and written from them: nothing passes that was not understood.
"""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.media.clean import Reason, Refused

TYPES = "[Content_Types].xml"
ROOT = ""
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Relation:
    """One part refers to another (`target` is its name in the archive) or, if `outside`, to an address."""

    id: str
    type: str
    target: str
    outside: bool

    @property
    def word(self) -> str:
        """The last word of the type, the same in all editions of the standard."""
        return self.type.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Types:
    """Content types by extension and by part name, all in lower case."""

    defaults: Mapping[str, str]
    overrides: Mapping[str, str]

    def of(self, name: str) -> str:
        """The content type of a part; empty if it has none."""
        name = name.lower()
        return self.overrides.get(name) or self.defaults.get(name.rpartition(".")[2], "")


def read_types(data: bytes) -> Types:
    """Read the list of content types; raises `Refused`."""
    entries = list(_parsed(data))
    return Types(_mapped(entries, "Default", "Extension"), _mapped(entries, "Override", "PartName"))


def relations_name(source: str) -> str:
    """Where the relationships of a part are kept."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", name + ".rels")


def read_relations(data: bytes, source: str) -> list[Relation]:
    """Read the relationships of the part `source`, targets as names in the archive; raises `Refused`."""
    return [_relation(entry, source) for entry in _parsed(data) if entry.tag.endswith("}Relationship")]


def written_types(typed: Mapping[str, str]) -> bytes:
    """Write the list of content types from part name to type; images go by extension, as Office itself does it."""
    images = {name.rpartition(".")[2]: kind for name, kind in typed.items() if kind.startswith("image/")}
    by_extension = {"rels": _RELATIONS_TYPE} | images
    rows = [f'<Default Extension="{end}" ContentType={quoteattr(kind)}/>' for end, kind in by_extension.items()]
    rows += [
        f"<Override PartName={quoteattr('/' + quote(name))} ContentType={quoteattr(kind)}/>"
        for name, kind in typed.items()
        if not kind.startswith("image/")
    ]
    return _written("Types", "content-types", rows)


def written_relations(relations: Iterable[Relation], source: str) -> bytes:
    """Write the relationships of the part `source`."""
    return _written("Relationships", "relationships", [_row(relation, source) for relation in relations])


def _mapped(entries: Iterable[Element], tag: str, key: str) -> dict[str, str]:
    fitting = [entry for entry in entries if entry.tag.endswith("}" + tag)]
    return {unquote(entry.get(key, "")).lstrip("/").lower(): entry.get("ContentType", "") for entry in fitting}


def _relation(entry: Element, source: str) -> Relation:
    target, outside = entry.get("Target", ""), entry.get("TargetMode", "").lower() == "external"
    if not outside:
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), unquote(target))).lstrip("/")
    return Relation(entry.get("Id", ""), entry.get("Type", ""), target, outside)


def _row(relation: Relation, source: str) -> str:
    target = relation.target
    if not relation.outside:
        target = quote(posixpath.relpath("/" + target, "/" + posixpath.dirname(source)))
    values = {"Id": relation.id, "Type": relation.type, "Target": target}
    if relation.outside:
        values["TargetMode"] = "External"
    return "<Relationship" + "".join(f" {key}={quoteattr(value)}" for key, value in values.items()) + "/>"


def _written(name: str, namespace: str, rows: Iterable[str]) -> bytes:
    return f'{_HEADER}<{name} xmlns="{_PACKAGE}{namespace}">{"".join(rows)}</{name}>'.encode()


def _parsed(data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise Refused(Reason.dangerous) from None
    except ParseError:
        raise Refused(Reason.damaged) from None
    return root
