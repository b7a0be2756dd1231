"""Word, Excel and PowerPoint files, written anew: only parts that are understood and reached from the document survive.

What runs or holds another file is refused (macros, embedded objects, programs), with one exception: the workbook behind
a chart, which every presentation with a chart carries, is dropped, since the chart draws from its own copy of the
numbers. Everything else that names people or reaches out is dropped: properties, custom XML, thumbnails, signatures,
lists of people, templates and workbooks elsewhere, media and drawings that cannot be written anew (EMF, WMF, SVG,
sound, film). Links to the web stay. What the author typed is theirs to say and stays as well.
"""

from bot.media import office_rules as rules
from bot.media.archive import read_parts, write_parts
from bot.media.clean import Reason, Refused
from bot.media.kinds import Kind
from bot.media.office_package import ROOT, TYPES, Relation, Types, read_relations, read_types, relations_name
from bot.media.office_parts import Copy

_MAIN = {
    "wordprocessingml.document.main+xml": Kind.docx,
    "spreadsheetml.sheet.main+xml": Kind.xlsx,
    "presentationml.presentation.main+xml": Kind.pptx,
}


def rewrite_office(data: bytes) -> tuple[bytes, Kind]:
    """Write a DOCX, XLSX or PPTX anew: its bytes and what it is.

    Raises `Refused`: too_large_unpacked, protected, dangerous, damaged, or wrong_type for any other archive.
    """
    parts = read_parts(data)
    if TYPES not in parts:
        raise Refused(Reason.wrong_type)
    types = read_types(parts[TYPES])
    for name, content in parts.items():
        _refuse_dangerous(name, types.of(name), content)
    main = _main_relation(parts)
    kind = _kind(types, main)
    return write_parts(Copy(parts, types).of(main)), kind


def _main_relation(parts: dict[str, bytes]) -> Relation:
    relations = read_relations(parts.get(relations_name(ROOT), b""), ROOT)
    for relation in relations:
        if relation.word == "officeDocument" and not relation.outside:
            return relation
    raise Refused(Reason.damaged)


def _kind(types: Types, main: Relation) -> Kind:
    for ending, kind in _MAIN.items():
        if types.of(main.target).endswith("openxmlformats-officedocument." + ending):
            return kind
    raise Refused(Reason.wrong_type)


def _refuse_dangerous(name: str, content_type: str, content: bytes) -> None:
    """Every part is looked at, also those nothing refers to: a program inside says enough about the file."""
    hidden = content.startswith(rules.PROGRAM_MAGIC) and not rules.EMBEDDED_NAME.search(name)
    if hidden or rules.DANGEROUS_TYPE.search(content_type) or rules.DANGEROUS_NAME.search(name):
        raise Refused(Reason.dangerous)
