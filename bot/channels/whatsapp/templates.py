"""The templates that buttons and lists are drawn from: one for each number of options and of paragraphs.

They are for answers inside the window and are never submitted for approval. Paragraphs, what opens a list, labels
and ids are variables, numbered in the order in which they appear: one template serves every question of its shape.
The knocks are templates of their own, with fixed words: those WhatsApp approves.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialogue.catalogues import languages
from dialogue.drawing.knocks import KNOCKS, category, knock
from dialogue.drawing.whatsapp import LIST_LEAST, LIST_MOST, PARAGRAPHS, QUICK_MOST, Kind, Piece, body

Types = dict[str, dict[str, Any]]

LANGUAGE = "es"  # Twilio wants one; the words come from the variables
OPTIONS = {Kind.QUICK: range(1, QUICK_MOST + 1), Kind.LIST: range(LIST_LEAST, LIST_MOST + 1)}


@dataclass(frozen=True, slots=True)
class Template:
    """The shape of a template. `name` is the same in every version."""

    kind: Kind
    options: int
    paragraphs: int

    language = LANGUAGE

    @property
    def name(self) -> str:
        """What its ContentSid is kept under."""
        return f"lazos_{self.kind}_{self.options}_{self.paragraphs}"

    def friendly_name(self, version: int) -> str:
        """What it is called at Twilio."""
        return f"{self.name}_v{version}"

    def types(self) -> Types:
        """The content, as the Content API describes it."""
        text = body([_blank(place) for place in range(1, self.paragraphs + 1)])
        pairs = [(_blank(first), _blank(first + 1)) for first in self._places()]
        if self.kind is Kind.QUICK:
            actions = [{"type": "QUICK_REPLY", "title": title, "id": id} for title, id in pairs]
            return {"twilio/quick-reply": {"body": text, "actions": actions}}
        items = [{"item": item, "id": id} for item, id in pairs]
        return {"twilio/list-picker": {"body": text, "button": _blank(self.paragraphs + 1), "items": items}}

    def samples(self) -> dict[str, str]:
        """A value for every variable, which Twilio wants to see."""
        texts = {str(place): f"Párrafo {place}" for place in range(1, self.paragraphs + 1)}
        if self.kind is Kind.LIST:
            texts[str(self.paragraphs + 1)] = "Opciones"
        for number, first in enumerate(self._places(), start=1):
            texts |= {str(first): f"Opción {number}", str(first + 1): f"muestra.{number}"}
        return texts

    def _places(self) -> range:
        """The number of each label's variable; its id's is the next."""
        first = self.paragraphs + (2 if self.kind is Kind.LIST else 1)
        return range(first, first + 2 * self.options, 2)


@dataclass(frozen=True, slots=True)
class Knock:
    """A template that asks somebody to write whose window is closed, in one language."""

    kind: str
    language: str

    @property
    def key(self) -> str:
        """What its approval is kept under."""
        return f"{self.kind}_{self.language}"

    @property
    def name(self) -> str:
        """What its ContentSid is kept under."""
        return f"lazos_knock_{self.key}"

    @property
    def category(self) -> str:
        """As what it is submitted to WhatsApp."""
        return category(self.kind)

    def friendly_name(self, version: int) -> str:
        """What it is called at Twilio and at WhatsApp, where the name of one that was rejected is never free again."""
        return f"{self.name}_v{version}"

    def types(self) -> Types:
        """The content, as the Content API describes it."""
        drawn = knock(self.kind, self.language)
        actions = [{"type": "QUICK_REPLY", "title": option.label, "id": option.data} for option in drawn.options]
        return {"twilio/quick-reply": {"body": drawn.text, "actions": actions}}

    def samples(self) -> dict[str, str]:
        """Nothing: there are no variables."""
        return {}


def everything() -> Iterator[Template | Knock]:
    """All templates that belong to us at Twilio."""
    yield from all_templates()
    yield from knocks()


def knocks() -> Iterator[Knock]:
    """Every knock, in each of our languages."""
    for kind in KNOCKS:
        for language in languages():
            yield Knock(kind, language)


def all_templates() -> Iterator[Template]:
    """Every shape that can be drawn."""
    for kind, options in OPTIONS.items():
        for count in options:
            for paragraphs in range(1, PARAGRAPHS[kind] + 1):
                yield Template(kind, count, paragraphs)


def template_of(piece: Piece) -> Template:
    """The shape that draws this piece."""
    return Template(piece.kind, len(piece.options), len(piece.paragraphs))


def variables_of(piece: Piece) -> str:
    """The ContentVariables that draw this piece. Some have met error 21656 for a bare apostrophe in JSON."""
    opener = [piece.opener] if piece.kind is Kind.LIST else []
    texts = [*piece.paragraphs, *opener, *(text for option in piece.options for text in (option.label, option.data))]
    return json.dumps({str(place): text for place, text in enumerate(texts, start=1)}).replace("'", "\\u0027")


def same(left: Types, right: Types) -> bool:
    """Whether two contents are the same; Twilio may add empty fields and the type of a button."""
    return bool(_bare(left) == _bare(right))


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(part) for name, part in value.items() if part is not None and name != "type"}
    return [_bare(part) for part in value] if isinstance(value, list) else value


def _blank(place: int) -> str:
    return f"{{{{{place}}}}}"
