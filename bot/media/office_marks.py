"""The marks people leave in the XML of Office files: names of authors, devices, file paths, fields that fetch.

Decides element by element what stays; knows nothing of reading or writing.
"""

from collections.abc import Iterator, Set
from xml.sax.xmlreader import AttributesImpl

from bot.media import office_rules as rules
from bot.media.clean import Reason, Refused

AUTHOR, _INITIALS = "Autor", "A"
_AUTHOR_ELEMENTS = {"author", "cmAuthor"}
_DRAWN = {"cNvPr", "docPr"}


def local_name(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def element_goes(local: str, attrs: AttributesImpl, lost: Set[str]) -> bool:
    """Whether an element is left out with all it holds."""
    if local in rules.DROPPED_ELEMENTS:
        return True
    return local not in rules.KEPT_WITHOUT_REFERENCE and any(_refers(key, value, lost) for key, value in attrs.items())


def kept_attributes(local: str, attrs: AttributesImpl, lost: Set[str]) -> Iterator[tuple[str, str]]:
    """The attributes an element keeps, with neutral values where they named somebody. Raises `Refused`."""
    for key, value in attrs.items():
        if key.startswith("xmlns"):
            yield key, value
        elif not _attribute_goes(local, key, value, lost):
            yield key, _neutral(local, local_name(key), value, attrs)


def _refers(key: str, value: str, lost: Set[str]) -> bool:
    return value in lost and ":" in key and not key.startswith("xmlns")


def _attribute_goes(local: str, key: str, value: str, lost: Set[str]) -> bool:
    name = local_name(key)
    if name in rules.DROPPED_ATTRIBUTES and local not in _AUTHOR_ELEMENTS:
        return True
    if name.startswith("rsid") or _refers(key, value, lost) or key in {"w:date", "o:title", "o:href"}:
        return True
    if name == "tableType" and value == "queryTable":
        return True
    return local in _DRAWN and name in {"descr", "title"} and bool(rules.FILE_NAME.search(value))


def _neutral(local: str, name: str, value: str, attrs: AttributesImpl) -> str:
    if name == "author" or (local in _AUTHOR_ELEMENTS and name == "name"):
        return AUTHOR
    if name == "initials":
        return _INITIALS
    if local in _AUTHOR_ELEMENTS and name in {"userId", "providerId"}:
        return "None"
    if local in _DRAWN and name == "name":
        return f"Objeto {attrs.get('id', '')}".strip()
    return Fields.judged(value) if local == "fldSimple" and name == "instr" else value


class Fields:
    """Word's fields, whose instruction may be spread over many runs and hold further fields."""

    def __init__(self) -> None:
        self._open = [""]

    @staticmethod
    def judged(instruction: str) -> str:
        """The instruction, or nothing if it would fetch a file; raises `Refused` if it would start a program."""
        if rules.FORBIDDEN_FIELD.match(instruction):
            raise Refused(Reason.dangerous)
        return "" if rules.FETCHING_FIELD.match(instruction) else instruction

    def enter(self, local: str, attrs: AttributesImpl) -> None:
        """Follow where fields begin and end."""
        if local != "fldChar":
            return
        kind = next((value for key, value in attrs.items() if local_name(key) == "fldCharType"), "")
        if kind == "begin":
            self._open.append("")
        elif kind == "end" and len(self._open) > 1:
            self._open.pop()

    def follow(self, piece: str) -> str:
        """The next piece of the innermost field's instruction, as it may be written. Raises `Refused`."""
        self._open[-1] += piece
        return piece if self.judged(self._open[-1]) else ""
