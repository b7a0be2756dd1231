"""What people name themselves, plans and milestones: named in one line, said in short, chosen among."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dialogue.drawing.split import split, units
from dialogue.messages import Choice
from dialogue.questions import Pick, PickMany, Text

_SHORT = 60  # UTF-16 units of a title that is only mentioned


@dataclass(frozen=True)
class OneLine(Text):
    """A title: whatever lines it was typed in become one."""

    def hear(self, text: str, draft: Any) -> str:
        return super().hear(" ".join(text.split()), draft)


def short(title: str, most: int = _SHORT) -> str:
    """A title as it is mentioned: a long one is cut between words."""
    line = " ".join(title.split())
    return line if units(line) <= most else f"{split(line, most - 1)[0]}…"


@dataclass(frozen=True)
class PickTitle(Pick):
    """A pick whose options are titles: a typed number is a place, also where a title begins with a number."""

    numbered = True


@dataclass(frozen=True)
class PickSome(PickMany):
    """One title with a tap, or several in one line ("1, 3"): nothing to confirm in the end."""

    at_least: int = 1

    numbered = True

    def choices(self, draft: Any) -> Sequence[Choice]:
        return self.options

    def chosen(self, value: str, draft: Any) -> list[str]:
        return [value]
