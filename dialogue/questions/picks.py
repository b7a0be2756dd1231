"""Questions with options: one of them, several of them, or yes and no."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dialogue.catalogues import SOURCE
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, listed, said
from dialogue.questions.base import Misunderstood, Question, Unfinished, Unsure
from dialogue.understanding import exact, near, plain, within

DONE = "done!"  # no option of a flow may be called so

_PARTS = re.compile(r"[,;\s]+(?:y|and)\s+|[,;\n]+|(?<=\d)\s+")
_SIGNED = re.compile(r"\s*[-−–]")


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
        choice = near(text, self.options) or within(text, self.options)
        if choice is not None:
            raise Unsure(choice.value)
        raise Misunderstood(self.hint())

    def check(self, stored: Any) -> None:
        if not any(choice.value == stored for choice in self.options):
            raise Misunderstood(self.hint())

    def hint(self) -> Phrase:
        """What would be understood."""
        return _("Please choose one of the options.")

    def example(self) -> Phrase | None:
        if self.numbered:
            return _("Write its name, or its number if you see one.")
        return _("Write its name.")

    def _at(self, text: str) -> Choice | None:
        typed = plain(text)
        if not typed.isdecimal() or len(typed) > 3 or _SIGNED.match(text):
            return None
        if not self.numbered:
            return self._beginning_with(typed)
        return self.options[int(typed) - 1] if 0 < int(typed) <= len(self.options) else None

    def _beginning_with(self, number: str) -> Choice | None:
        """The one option whose label begins with this number, such as "3 Almost always"."""
        found = [each for each in self.options if plain(said(each.label, SOURCE)).split(" ")[0] == number]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class PickMany(Question[list[str]]):
    """Any number of options: taps add and remove, "1, 3" or two labels settle it at once, *done* ends it."""

    options: Sequence[Choice] = ()
    at_least: int = 0
    none: Phrase = _("None of them")

    @property
    def numbered(self) -> bool:  # type: ignore[override]
        """Whether typed numbers mean the places of options."""
        return not _begin_with_digits(self.options)

    def choices(self, draft: Any) -> Sequence[Choice]:
        picked = self._known(draft)
        ticked = [
            Choice(choice.value, _("✓ {label}", label=choice.label)) if choice.value in picked else choice
            for choice in self.options
        ]
        if not picked and self.at_least:
            return ticked
        return [*ticked, Choice(DONE, _("Done") if picked else self.none)]

    def chosen(self, value: str, draft: Any) -> list[str]:
        picked = self._known(draft)
        if value == DONE:
            return self._enough(picked)
        picked.remove(value) if value in picked else picked.append(value)
        raise Unfinished(picked)

    def hear(self, text: str, draft: Any) -> list[str]:
        if exact(text, _FINISHED) or plain(text) == str(len(self.options) + 1):
            return self._finished(self._known(draft), text)
        if exact(text, _NONE) or exact(text, [Choice(DONE, self.none)]):
            return self._enough([])
        if exact(text, _ALL):
            return [choice.value for choice in self.options]
        return self._several(text)

    def name(self, stored: Any) -> Phrase | str:
        names = (Pick(self.prompt, self.options).name(value) for value in stored)
        return listed(*names) if stored else self.none

    def check(self, stored: Any) -> None:
        if not isinstance(stored, list) or self._known(stored) != stored or len(stored) < self.at_least:
            raise Misunderstood(_("Please choose from the options."))

    def example(self) -> Phrase | None:
        return _("For example: {number}", number="1, 2")

    def _several(self, text: str) -> list[str]:
        """The options that `text` names, one or several; proposed together where one of them is a near miss."""
        single, unsure, picked = Pick(self.prompt, self.options), False, []
        for part in [text] if single.recalls(text) else filter(plain, _PARTS.split(text)):
            try:
                picked.append(single.hear(part, None))
            except Unsure as doubt:
                unsure = True
                picked.append(doubt.value)
        if not picked:
            raise Misunderstood(_("Please choose from the options."))
        picked = self._enough(list(dict.fromkeys(picked)))
        if unsure:
            raise Unsure(picked)
        return picked

    def _finished(self, picked: list[str], text: str) -> list[str]:
        """What was ticked until now; whoever says "done" and has ticked nothing is asked once."""
        if not picked and not self.at_least and exact(text, _FINISHED) and not exact(text, [Choice(DONE, self.none)]):
            raise Unsure(picked)
        return self._enough(picked)

    def _known(self, draft: Any) -> list[str]:
        """What was ticked and is still an option."""
        return [value for value in draft or [] if any(choice.value == value for choice in self.options)]

    def _enough(self, picked: list[str]) -> list[str]:
        if len(picked) < self.at_least:
            raise Misunderstood(_("Please choose at least {least}.", least=self.at_least))
        return picked


@dataclass(frozen=True)
class YesNo(Question[bool]):
    """Yes or no, in the many ways in which people say so."""

    yes: Phrase = _("Yes")
    no: Phrase = _("No")
    words: bool = True  # "sí" and "no" are answers too; not where the prompt offers this or that

    def choices(self, draft: Any) -> Sequence[Choice]:
        return [Choice("yes", self.yes, YES if self.words else ()), Choice("no", self.no, NO if self.words else ())]

    def chosen(self, value: str, draft: Any) -> bool:
        return value == "yes"

    def hear(self, text: str, draft: Any) -> bool:
        try:
            return Pick(self.prompt, self.choices(draft)).hear(text, draft) == "yes"
        except Unsure as doubt:
            raise Unsure(doubt.value == "yes") from None

    def plainly(self, text: str) -> bool | None:
        """What `text` says without a doubt: yes, no, or neither."""
        meant = exact(text, self.choices(None))
        return None if meant is None else meant.value == "yes"

    def name(self, stored: Any) -> Phrase | str:
        return self.yes if stored else self.no

    def recalls(self, text: str) -> bool:
        return self.plainly(text) is not None

    def check(self, stored: Any) -> None:
        if not isinstance(stored, bool):
            raise Misunderstood(_("Please answer yes or no."))


def _begin_with_digits(options: Sequence[Choice]) -> bool:
    return any(character.isdecimal() for choice in options for character in said(choice.label, SOURCE)[:2])


YES = (
    *("sip", "sí pues", "ándale", "ándale sí", "exacto", "eso", "así mero", "sí claro", "sí por favor"),
    "sí",
    "claro",
    "correcto",
    "de acuerdo",
    "acepto",
    "sí acepto",
    "así es",
    "por supuesto",
    "ok",
    "okay",
    "yes",
    "yep",
    "sure",
)
NO = ("no", "no gracias", "nop", "nel", "para nada", "no thanks", "nope")

_FINISHED = [Choice(DONE, "listo", ("ya", "terminé", "es todo", "done", "that is all", "finished"))]
_NONE = [Choice(DONE, "ninguno", ("ninguna", "nada", "none", "none of them", "nothing"))]
_ALL = [Choice(DONE, "todos", ("todas", "todo", "all", "all of them"))]
