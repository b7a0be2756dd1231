"""Questions with options: one of them, several of them, or yes and no."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dialogue.catalogues import SOURCE
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, said
from dialogue.questions.base import Misunderstood, Question, Unfinished, Unsure
from dialogue.understanding import exact, near, plain

DONE = "done!"  # no option of a flow may be called so


@dataclass(frozen=True)
class Pick(Question[str]):
    """One of a few options: a tap, its number, or its label in any language.

    Where the labels are numbers themselves (a scale from 0 to 4), a typed number is the label.
    With `listed` False the options are only understood, not shown (32 states are too many to read).
    """

    options: Sequence[Choice] = ()
    listed: bool = True

    @property
    def numbered(self) -> bool:  # type: ignore[override]  # a property here, a constant elsewhere
        """Whether a typed number means the place of an option."""
        return self.listed and not _begin_with_digits(self.options)

    def choices(self, draft: Any) -> Sequence[Choice]:
        return self.options if self.listed else ()

    def name(self, stored: Any) -> Phrase | str:
        return next((choice.label for choice in self.options if choice.value == stored), str(stored))

    def recalls(self, text: str) -> bool:
        return exact(text, self.options) is not None

    def hear(self, text: str, draft: Any) -> str:
        choice = exact(text, self.options) or self._at(text)
        if choice is not None:
            return choice.value
        choice = near(text, self.options)
        if choice is not None:
            raise Unsure(choice.value)
        raise Misunderstood(_("Please choose one of the options."))

    def check(self, stored: Any) -> None:
        if not any(choice.value == stored for choice in self.options):
            raise Misunderstood(_("Please choose one of the options."))

    def example(self) -> Phrase | None:
        return _("For example: {number}", number=self.options[0].label) if self.options else None

    def _at(self, text: str) -> Choice | None:
        typed = plain(text)
        place = int(typed) if self.numbered and typed.isdecimal() and len(typed) < 4 else 0
        return self.options[place - 1] if 0 < place <= len(self.options) else None


@dataclass(frozen=True)
class PickMany(Question[list[str]]):
    """Any number of options: taps add and remove, "1, 3" or two labels settle it at once, *done* ends it."""

    options: Sequence[Choice] = ()
    at_least: int = 0

    @property
    def numbered(self) -> bool:  # type: ignore[override]
        """Whether typed numbers mean the places of options."""
        return not _begin_with_digits(self.options)

    def choices(self, draft: Any) -> Sequence[Choice]:
        picked = draft or []
        ticked = [
            Choice(choice.value, _("✓ {label}", label=choice.label)) if choice.value in picked else choice
            for choice in self.options
        ]
        return [*ticked, Choice(DONE, _("Done") if picked else _("None of them"))]

    def chosen(self, value: str, draft: Any) -> list[str]:
        picked = list(draft or [])
        if value == DONE:
            return self._enough(picked)
        picked.remove(value) if value in picked else picked.append(value)
        raise Unfinished(picked)

    def hear(self, text: str, draft: Any) -> list[str]:
        if exact(text, _FINISHED) or plain(text) == str(len(self.options) + 1):
            return self._enough(list(draft or []))
        if exact(text, _NONE):
            return self._enough([])
        if exact(text, _ALL):
            return [choice.value for choice in self.options]
        single = Pick(self.prompt, self.options)
        parts = [text] if single.recalls(text) else re.split(r"[,;\s]+y\s+|[,;\s]+and\s+|[,;\n]+|(?<=\d)\s+", text)
        return self._enough(list(dict.fromkeys(single.hear(part, None) for part in parts if plain(part))))

    def check(self, stored: Any) -> None:
        known = {choice.value for choice in self.options}
        if not isinstance(stored, list) or not known.issuperset(stored):
            raise Misunderstood(_("Please choose from the options."))

    def example(self) -> Phrase | None:
        return _("For example: {number}", number="1, 2")

    def _enough(self, picked: list[str]) -> list[str]:
        if len(picked) < self.at_least or (not picked and self.at_least):
            raise Misunderstood(_("Please choose at least {least}.", least=self.at_least))
        return picked


@dataclass(frozen=True)
class YesNo(Question[bool]):
    """Yes or no, in the many ways in which people say so."""

    yes: Phrase = _("Yes")
    no: Phrase = _("No")

    def choices(self, draft: Any) -> Sequence[Choice]:
        return [Choice("yes", self.yes, YES), Choice("no", self.no, NO)]

    def chosen(self, value: str, draft: Any) -> bool:
        return value == "yes"

    def hear(self, text: str, draft: Any) -> bool:
        meant = self.plainly(text)
        return meant if meant is not None else Pick(self.prompt, self.choices(draft)).hear(text, draft) == "yes"

    def plainly(self, text: str) -> bool | None:
        """What `text` says without a doubt: yes, no, or neither."""
        meant = exact(text, self.choices(None))
        return None if meant is None else meant.value == "yes"

    def name(self, stored: Any) -> Phrase | str:
        return self.yes if stored in (True, "yes") else self.no

    def recalls(self, text: str) -> bool:
        return self.plainly(text) is not None

    def check(self, stored: Any) -> None:
        if not isinstance(stored, bool):
            raise Misunderstood(_("Please answer yes or no."))


def _begin_with_digits(options: Sequence[Choice]) -> bool:
    return any(character.isdecimal() for choice in options for character in said(choice.label, SOURCE)[:2])


YES = ("sí", "claro", "correcto", "de acuerdo", "acepto", "sí acepto", "así es", "por supuesto", "ok", "okay", "yes", "yep", "sure")
NO = ("no", "no gracias", "nop", "nel", "para nada", "no thanks", "nope")

_FINISHED = [Choice(DONE, "listo", ("ya", "terminé", "es todo", "done", "that is all", "finished"))]
_NONE = [Choice(DONE, "ninguno", ("ninguna", "nada", "none", "none of them", "nothing"))]
_ALL = [Choice(DONE, "todos", ("todas", "todo", "all", "all of them"))]
