"""Whole numbers and percentages, in digits or in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from text_to_num import alpha2digit, text2num

from dialogue.catalogues import languages
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions.base import Misunderstood, Question, Unsure
from dialogue.understanding import exact, near, numbers_in

_WHOLE = re.compile(r"\d{1,9}|\d{1,3}(?:,\d{3})+")
_GROUPED = re.compile(r"\b\d{1,3}(?:[, ]\d{3})+\b(?![.,]\d)")
_NOT_WHOLE = re.compile(r"[.,]\d|[-−–]\s?\d|\b(?:menos|minus)\b", re.I)
_SIGN = re.compile(r"%|٪|\bpor ?ciento\b|\bper ?cent\b", re.I)


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

    def _bare(self, text: str) -> str:
        return text

    def _whole(self, text: str) -> int | None:
        bare = self._bare(text).strip().removesuffix(".").strip()
        return int(bare.replace(",", "")) if _WHOLE.fullmatch(bare) else _in_words(bare)

    def _doubt(self, text: str) -> Exception:
        choice = near(text, self.instead)
        if choice is not None:
            return Unsure(choice.value)
        meant = whole_numbers(self._bare(text))
        if len(meant) == 1 and self.least <= meant[0] <= self.most:
            return Unsure(meant[0])
        return Misunderstood(self.hint())


@dataclass(frozen=True)
class Percent(Number):
    """A whole number from 0 to 100, with or without its sign, or one of a few words `instead` of it."""

    most: int = 100

    def hint(self) -> Phrase:
        return _("Please send a whole number from 0 to 100.")

    def example(self) -> Phrase | None:
        return _("For example: {number}", number="60")

    def name(self, stored: Any) -> Phrase | str:
        return f"{stored}%" if isinstance(stored, int) else super().name(stored)

    def _bare(self, text: str) -> str:
        return _SIGN.sub(" ", text)


def whole_numbers(text: str) -> list[int]:
    """The whole numbers in `text`, in digits or in words of any language; none where a fraction or a sign is meant."""
    text = _GROUPED.sub(lambda number: re.sub("[, ]", "", number[0]), text)
    if len(text) > 200 or _NOT_WHOLE.search(text):
        return []
    readings = (numbers_in(text), *(numbers_in(_in_digits(text.lower(), language)) for language in languages()))
    return max(readings, key=len)


def _in_words(text: str) -> int | None:
    """The number that the whole of `text` is in words of one language ("veinte"), and of no other."""
    meant = set()
    for language in languages():
        try:
            meant.add(text2num(text.lower(), language))
        except ValueError:
            continue
    return meant.pop() if len(meant) == 1 else None


def _in_digits(text: str, language: str) -> str:
    """`text` with its number words as digits; a small word such as "uno" only where it is all that was written."""
    try:
        return str(text2num(text.strip(), language))
    except ValueError:
        return str(alpha2digit(text, language))
