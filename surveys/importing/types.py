"""What the type of a row means, in every spelling that XLSForm has had."""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from surveys.form import Kind
from surveys.importing import unsafe

Role = Literal["field", "begin", "end", "aside", "unsafe", "unknown", "unsupported"]


class Type(NamedTuple):
    """What a row is. `list` is the list, file or table it names; `detail` says more:

    of begin and end what is begun (group, repeat, loop, matrix, score or rank), of an unsafe one why, of a field
    how it differs from its kind.
    """

    role: Role
    kind: Kind = "text"
    list: str = ""
    other: bool = False
    detail: str = ""


_PREFIX = re.compile(r"^(?:add|q|get)\s+(?=\S)|\s+prompt$")
_BLOCK = re.compile(
    r"(?P<edge>begin|end)[\s_-]*(?P<what>looped\s+group|lgroup|group|repeat|loop|kobomatrix|score|rank)\b"
    r"(?:\s+(?:over\s+)?(?P<list>\S+))?.*",
    re.IGNORECASE,
)
_SELECT = re.compile(
    r"(?:add\s+)?(?:(?P<rank>rank)|(?:q\s+)?select[\s_]*"
    r"(?:(?P<one>one|1)|(?P<many>multiple|all[\s_]+that[\s_]+apply|many)|)"
    r"(?:[\s_]*(?P<external>external))?)"
    r"(?:[\s_]+prompt)?(?P<file>[\s_]+from[\s_]+file)?(?:[\s_]+(?:from|using))?"
    r"(?:\s+(?P<list>.*?))??(?P<other>\s+or(?:[\s_]+specify)?[\s_]+other)?",
    re.IGNORECASE | re.DOTALL,
)
_CASCADING = re.compile(r"cascading[\s_]select\b.*", re.IGNORECASE)
_KINDS: Mapping[str, Kind] = {
    "text": "text",
    "string": "text",
    "barcode": "text",
    "tel": "text",
    "phone": "text",
    "integer": "integer",
    "int": "integer",
    "number": "decimal",
    "numeric": "decimal",
    "percentage": "integer",
    "number of days in last month": "integer",
    "number of days in last six months": "integer",
    "number of days in last year": "integer",
    "decimal": "decimal",
    "double": "decimal",
    "date": "date",
    "time": "time",
    "datetime": "datetime",
    "date time": "datetime",
    "range": "range",
    "acknowledge": "acknowledge",
    "acknowledgement": "acknowledge",
    "trigger": "acknowledge",
    "note": "note",
    "image": "image",
    "photo": "image",
    "picture": "image",
    "audio": "audio",
    "video": "video",
    "file": "file",
    "calculate": "calculate",
    "calculate here": "calculate",
    "calculation": "calculate",
    "hidden": "hidden",
    "start": "start",
    "start time": "start",
    "end": "end",
    "end time": "end",
    "today": "today",
}
_ELSEWHERE = re.compile(r"db:.*|caseid|comments|enumerator", re.IGNORECASE)
_ASIDE = ("csv external", "xml external")
_SETTINGS = re.compile(r"set form (title|id)|form (title|id)|default language")
CONSTRAINTS: Mapping[str, str] = {
    "percentage": "0 <= . and . <= 100",
    "number of days in last month": "0 <= . and . <= 31",
    "number of days in last six months": "0 <= . and . <= 183",
    "number of days in last year": "0 <= . and . <= 365",
}


def meant(written: str) -> Type:
    """What a type means; its role is `unknown` where nobody can tell."""
    written = " ".join(written.split())
    block = _BLOCK.fullmatch(written)
    if block:
        return _block(block)
    why = unsafe.reason(_plain(written))
    if why:
        return Type("unsafe", detail=why)
    if _CASCADING.fullmatch(written):
        return Type("unsupported", detail="cascading")
    select = _SELECT.fullmatch(written)
    return _select(select) if select else _simple(_plain(written))


def _block(found: re.Match[str]) -> Type:
    what = " ".join(found["what"].lower().split())
    what = {"lgroup": "repeat", "looped group": "repeat", "kobomatrix": "matrix"}.get(what, what)
    return Type("begin" if found["edge"].lower() == "begin" else "end", list=found["list"] or "", detail=what)


def _select(found: re.Match[str]) -> Type:
    kind: Kind = "rank" if found["rank"] else "select_multiple" if found["many"] else "select_one"
    detail = "external" if found["external"] else "file" if found["file"] else ""
    return Type("field", kind, (found["list"] or "").strip(), bool(found["other"]), detail)


def _simple(plain: str) -> Type:
    for each in (plain, _PREFIX.sub("", _PREFIX.sub("", plain))):
        if each in _KINDS:
            return Type("field", _KINDS[each], detail=each if each in CONSTRAINTS or each == "barcode" else "")
        if each in _ASIDE or _SETTINGS.fullmatch(each):
            return Type("aside", detail=each)
    if plain in ("score row", "rank level"):
        return Type("field", "select_one", detail=plain)
    return Type("field", "hidden", detail="elsewhere") if _ELSEWHERE.fullmatch(plain) else Type("unknown")


def _plain(written: str) -> str:
    return " ".join(written.lower().replace("_", " ").replace("-", " ").split())
