"""What the header of a column means, in all the spellings that people and programs use."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from surveys.importing import languages

#: Columns whose words differ by language.
WORDS = (
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "media",
    "bot::reminder",
    "form_title",
)
_MEDIA = ("image", "big_image", "audio", "video")
_SAME: Mapping[str, str] = {
    "caption": "label",
    "relevance": "relevant",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "jr:requiredmsg": "required_message",
    "readonly": "read_only",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "command": "type",
    "tag": "name",
    "value": "name",
    "choice_filters": "choice_filter",
    "lists_name": "list_name",
    "listname": "list_name",
    "list": "list_name",
    "set_form_title": "form_title",
    "title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
}
# fmt: off
SURVEY = (
    "type", "name", "label", "hint", "guidance_hint", "required", "required_message", "constraint",
    "constraint_message", "relevant", "calculation", "default", "trigger", "choice_filter", "appearance", "read_only",
    "parameters", "repeat_count", "media", "disabled",
)
# fmt: on
CHOICES = ("list_name", "name", "label", "media")
SETTINGS = ("form_title", "form_id", "version", "default_language", "allow_choice_duplicates")
OURS = ("skip", "reminder", "anonymous", "locked", "prefill", "leads")
_KINDRED = ("bind", "control", "body")
_JR = re.compile(r"jr:+(\w+)", re.IGNORECASE)


class Column(NamedTuple):
    """What a column holds, and in which language its words are (empty for none)."""

    name: str
    language: str = ""


def columns(cells: Sequence[str], known: Collection[str]) -> list[Column | None]:
    """A column for each cell of the header row; None for an empty one. Columns not `known` keep their own name."""
    doubled = any("::" in cell for cell in cells)
    return [column(cell, known, doubled) if cell else None for cell in cells]


def column(header: str, known: Collection[str], doubled: bool = True) -> Column:
    """What one header means; with `doubled` a single colon does not divide it unless its beginning is known."""
    parts = _parts(header, known, doubled)
    name = _SAME.get(parts[0], parts[0])
    name = name if name in known or parts[0] not in known else parts[0]
    if name in _KINDRED and len(parts) > 1:
        name, parts = _SAME.get(parts[1], parts[1]), parts[1:]
    if name == "bot" and parts[1:2] == ["form_title"]:
        return Column("form_title", _language(parts[2:]))  # pyxform takes titles of several languages for a mistake
    if name == "bot" and len(parts) > 1:
        name, parts = f"bot::{parts[1]}", parts[1:]
    if name in _MEDIA:
        return Column("media", _language(parts[1:]))
    if name == "media":
        return Column("media", _language(parts[2:]))
    if name in WORDS:
        return Column(name, _language(parts[1:]))
    return Column(name if name in known or name.startswith("bot::") else header)  # a choice filter asks for others


def likeliest(header: str, known: Collection[str]) -> str:
    """The known column that an unknown one is probably meant to be; empty if there is none."""
    found = process.extractOne(header, known, scorer=fuzz.ratio, score_cutoff=84)
    return str(found[0]) if found and found[0] != header and len(header) > 3 else ""


def snake(text: str) -> str:
    """A name in small letters with underscores for spaces."""
    return "_".join(text.lower().replace("-", "_").split())


def _parts(header: str, known: Collection[str], doubled: bool) -> list[str]:
    header = _JR.sub(r"jr@\1", header)
    parts = [part.strip() for part in header.split("::")]
    if len(parts) == 1 and ":" in header:
        single = [part.strip() for part in header.split(":")]
        first = snake(single[0]).replace("jr@", "jr:")
        beginnings = (*known, *_MEDIA, *_KINDRED, "media", "bot")
        if not doubled or _SAME.get(first, first) in beginnings:
            parts = single
    parts = [part.replace("jr@", "jr:") for part in parts if part] or [header]
    named = len(parts) > 1 and snake(parts[0]) in (*_KINDRED, "media", "bot")
    return [snake(part) if place == 0 or (named and place == 1) else part for place, part in enumerate(parts)]


def _language(parts: Sequence[str]) -> str:
    return languages.code(parts[0]) if parts else ""
