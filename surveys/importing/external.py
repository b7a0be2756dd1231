"""Tables that come along with a form: CSV, the XML of ODK, and the properties of GeoJSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from surveys import sheets
from surveys.form import Option
from surveys.importing import headers
from surveys.importing.headers import CHOICES
from surveys.importing.wording import all_worded
from surveys.sheets import Unreadable
from surveys.sheets.refusals import refused

_DEEPEST = 20  # elements within each other
Rows = Sequence[Mapping[str, str]]


def stem(name: str) -> str:
    """What a table is called in expressions: its file's name without its ending."""
    return PurePath(name.strip()).stem


def table(name: str, content: bytes) -> Rows:
    """The rows of a file by column; none where nothing is in it. Raises `Unreadable`."""
    if not content.strip():
        return ()
    ending = PurePath(name).suffix.lower()
    if ending == ".xml":
        return list(_from_xml(content))
    if ending in (".geojson", ".json"):
        return list(_from_json(content))
    book = sheets.read(content, lambda sheet: False, "table")
    rows = book.sheets[0].rows if book.sheets else ()
    header = rows[0].cells if rows else ()
    return [dict(zip(header, row.cells, strict=False)) for row in rows[1:]]


def _from_xml(content: bytes) -> Iterator[Mapping[str, str]]:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise refused("dangerous") from None
    except ParseError:
        raise refused("damaged") from None
    for item in list(root.iter("item")) or root:
        yield dict(_leaves(item, ""))


def _leaves(element: Element, path: str) -> Iterator[tuple[str, str]]:
    """What stands in an element by its path within it: `name`, or `person/name`."""
    for part in element:
        here = f"{path}{part.tag}"
        if len(part) and path.count("/") < _DEEPEST:
            yield from _leaves(part, f"{here}/")
        else:
            yield here, (part.text or "").strip()


def _from_json(content: bytes) -> Iterator[Mapping[str, str]]:
    try:
        features = json.loads(content)["features"]
        for feature in features:
            properties: Mapping[str, Any] = feature.get("properties") or {}
            number = properties.get("id", feature.get("id", ""))
            yield {"name": str(number), "label": str(properties.get("title", number))} | {
                str(key): str(value) for key, value in properties.items()
            }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise refused("damaged") from None


def options(rows: Rows, value: str, label: str, language: str) -> tuple[Option, ...]:
    """The rows as options: `value` and `label` name columns; `label::English` is the label in English."""
    columns = {header: headers.column(header, CHOICES) for header in (rows[0] if rows else ())}
    found: dict[tuple[str, ...], Option] = {}
    for row in rows:
        key = row.get(value, "")
        if not key:
            continue
        words = {columns[header].language or language: cell for header, cell in row.items() if _is(header, label)}
        option = Option(value=key, label=all_worded(words) or {language: key}, columns=_others(row))
        found.setdefault((key, *row.values()), option)
    return tuple(found.values())


def _is(header: str, label: str) -> bool:
    return header.partition(":")[0].strip() == label


def _others(row: Mapping[str, str]) -> dict[str, str]:
    """What a choice filter may ask for: all columns but those that every option has."""
    return {column: cell for column, cell in row.items() if cell and column != "name" and not _is(column, "label")}


def readable(tables: Mapping[str, bytes]) -> tuple[dict[str, Rows], dict[str, Unreadable]]:
    """The tables by name without ending, and those that cannot be read by their file's name."""
    found: dict[str, Rows] = {}
    broken: dict[str, Unreadable] = {}
    for name, content in tables.items():
        try:
            found[stem(name)] = table(name, content)
        except Unreadable as problem:
            broken[name] = problem
    return found, broken
