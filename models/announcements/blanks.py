"""The words of an announcement with their named blanks: read once, filled for each person in one pass.

Only names of this list are blanks. What is filled in is never looked at again, so that no name can bring another blank.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from dialogue.phrases import Phrase, _, listed, said
from dialogue.understanding import plain

#: The blanks as they are called in the reader's language; each of these words is understood.
_SHOWN = (_("given_name"), _("cohort"), _("programme"), _("state"), _("organisation"))
#: The blanks, each with the other names that staff may write.
BLANKS: Mapping[str, tuple[str, ...]] = {
    "given_name": ("nombre", "name"),
    "cohort": ("generacion",),
    "programme": ("programa", "program"),
    "state": ("estado",),
    "organisation": ("organizacion", "organization"),
}
MOST = 1000  # letters: with its blanks filled and its buttons it is one message on either channel
_NAMES = {also: name for name, more in BLANKS.items() for also in (name, *more)}
_BRACE = re.compile(r"\{([^{}\n]*)\}")


class Blank(NamedTuple):
    """A place for what differs from person to person."""

    name: str


class Worded:
    """A text cut at its blanks. Raises `ValueError` for a text that has `problems`."""

    def __init__(self, text: str) -> None:
        if problems(text):
            raise ValueError("a text with other braces than those of blanks")
        self.parts: list[str | Blank] = list(_parts(text))

    @cached_property
    def needs(self) -> frozenset[str]:
        """Which blanks there are."""
        return frozenset(part.name for part in self.parts if isinstance(part, Blank))

    def fill(self, values: Mapping[str, str]) -> str:
        """The text for somebody; a blank without a value stays empty."""
        return "".join(values.get(part.name, "") if isinstance(part, Blank) else part for part in self.parts)


def problems(text: str, language: str = "") -> list[Phrase]:
    """What keeps a text from being sent, a sentence each, with the blanks' names in `language` or else the reader's."""
    found, names = [], _shown(language)
    if not text.strip():
        found.append(_("The text is empty."))
    if len(text) > MOST:
        found.append(_("The text has {length} characters; {most} fit.", length=len(text), most=MOST))
    unknown = [name for name in _BRACE.findall(text) if plain(name) not in _NAMES]
    if unknown:
        found.append(_("There is no blank {name}. There are: {names}.", name=f"{{{unknown[0]}}}", names=names))
    if set("{}") & set(_BRACE.sub("", text)):
        found.append(_("A brace stands alone. Braces are for blanks only: {names}.", names=names))
    return found


def _parts(text: str) -> list[str | Blank]:
    parts: list[str | Blank] = []
    for place, piece in enumerate(_BRACE.split(text)):
        if place % 2:
            parts.append(Blank(_NAMES[plain(piece)]))
        elif piece:
            parts.append(piece)
    return parts


def _shown(language: str) -> Phrase | str:
    names = listed(*(Phrase("{{name}}", {"name": name}) for name in _SHOWN))
    return said(names, language) if language else names
