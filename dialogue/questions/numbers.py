"""Whole numbers and percentages, in digits or in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from text_to_num import alpha2digit

from dialogue.catalogues import languages
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions.base import Misunderstood, Question, Unsure
from dialogue.understanding import exact, near, numbers_in


@dataclass(frozen=True)
class Number(Question[int | str]):
    """A whole number from `least` to `most`, or one of a few words `instead` of it."""

    least: int = 0
    most: int = 1_000_000
    instead: Sequence[Choice] = ()

    numbered = False  # a typed number is the answer, not the place of an option

    def choices(self, draft: Any) -> Sequence[Choice]:
        return self.instead

    def hear(self, text: str, draft: Any) -> int | str:
        choice = exact(text, self.instead)
        if choice is not None:
            return choice.value
        whole = self._whole(text)
        if whole is not None and self.least <= whole <= self.most:
            return whole
        raise self._doubt(text)

    def check(self, stored: Any) -> None:
        if isinstance(stored, int) and not isinstance(stored, bool):
            fits = self.least <= stored <= self.most
        else:
            fits = any(choice.value == stored for choice in self.instead)
        if not fits:
            raise Misunderstood(self.hint())

    def hint(self) -> Phrase:
        """What would be understood."""
        return _("Please send a whole number from {least} to {most}.", least=self.least, most=self.most)

    def example(self) -> Phrase | None:
        return _("For example: {number}", number=str(min(max(20, self.least), self.most)))

    def _whole(self, text: str) -> int | None:
        bare = text.replace(",", "").replace(" ", "").rstrip(".")
        return int(bare) if bare.isdecimal() and len(bare) <= 9 else None

    def _doubt(self, text: str) -> Exception:
        choice = near(text, self.instead)
        if choice is not None:
            return Unsure(choice.value)
        found = {number for number in _meant(text) if self.least <= number <= self.most}
        if len(found) == 1 and len(_meant(text)) == 1:
            number = found.pop()
            return Unsure(number)
        return Misunderstood(self.hint())


@dataclass(frozen=True)
class Percent(Number):
    """A whole number from 0 to 100, with or without its sign, or one of a few words `instead` of it."""

    most: int = 100

    def hint(self) -> Phrase:
        return _("Please send a number from 0 to 100.")

    def example(self) -> Phrase | None:
        return _("For example: {number}", number="60")

    def name(self, stored: Any) -> Phrase | str:
        return f"{stored} %" if isinstance(stored, int) else super().name(stored)

    def _whole(self, text: str) -> int | None:
        bare = text.casefold()
        for sign in ("%", "por ciento", "porciento", "percent", "per cent"):
            bare = bare.removesuffix(sign).strip()
        return super()._whole(bare)


def _meant(text: str) -> list[int]:
    """The whole numbers in `text`, in digits or in words of any language; none where a fraction or a sign is meant."""
    if len(text) > 200 or any(f"{sign}{digit}" in text for sign in ".,-" for digit in range(10)):
        return []
    readings = (numbers_in(text), *(numbers_in(alpha2digit(text.lower(), language)) for language in languages()))
    return max(readings, key=len)
