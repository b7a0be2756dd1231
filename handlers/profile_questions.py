"""What is asked of a person's own data: each field understands what people write for it."""

from dataclasses import dataclass
from typing import Any

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import Misunderstood, Pick, Question, Text
from models import phones, roster_cells, states

FIELDS: dict[str, Phrase] = {
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "agency": _("Workplace"),
    "rank_band": _("Level"),
    "state": _("State"),
    "municipality": _("Municipality"),
    "email": _("E-mail"),
    "phone": _("Phone"),
}

LEVELS: dict[str, Phrase] = {
    "operative": _("Operative"),
    "supervisor": _("Supervisor"),
    "command": _("Middle command"),
    "executive": _("Senior command"),
    "civilian": _("Civilian"),
}


@dataclass(frozen=True)
class State(Pick):
    """One of the 32 states: too many to list, so people write it, in any usual form."""

    listed: bool = False

    def hear(self, text: str, draft: Any) -> str:
        return states.understood(text) or super().hear(text, draft)

    def hint(self) -> Phrase:
        return _("I do not know that state. Please write its name, such as Jalisco or CDMX.")

    def example(self) -> Phrase | None:
        return None


@dataclass(frozen=True)
class Email(Text):
    """An e-mail address."""

    def hear(self, text: str, draft: Any) -> str:
        try:
            return roster_cells.email(super().hear(text, draft)) or ""
        except roster_cells.Unfit:
            raise Misunderstood(_("That does not look like an e-mail address.")) from None

    def example(self) -> Phrase | None:
        return _("For example: {number}", number="nombre@ejemplo.mx")


@dataclass(frozen=True)
class Phone(Text):
    """A phone number, of Mexico unless it begins with another country's code."""

    def hear(self, text: str, draft: Any) -> str:
        number = phones.canonical(super().hear(text, draft))
        if number is None:
            raise Misunderstood(_("That does not look like a phone number with its area code."))
        return number

    def example(self) -> Phrase | None:
        return _("For example: {number}", number="55 5000 0001")


def question(field: str) -> Question[str]:
    """How to ask for `field`."""
    if field == "rank_band":
        return Pick(_("Which level fits best?"), [Choice(band, label) for band, label in LEVELS.items()])
    if field == "state":
        return State(
            _("In which state do you work? For example: Jalisco."),
            [Choice(code, name) for code, name in states.STATES.items()],
        )
    if field == "email":
        return Email(_("What is your e-mail address?"))
    if field == "phone":
        return Phone(_("What is your phone number, with area code?"))
    return Text(_("Please write it as it should be: {field}", field=FIELDS[field]), 120)
