"""Numbers with a sign or decimals, where a whole number from nought on is not enough."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from dialogue.phrases import Phrase, _
from dialogue.questions.base import Misunderstood, Question
from dialogue.questions.numbers import whole_numbers

_DIGITS = 15
_MINUS = re.compile(r"^(?:[-−–]|menos |minus )\s*")
_GROUPED = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?|[.,]\d+")


@dataclass(frozen=True)
class Figure(Question[str]):
    """Any number within its bounds, stored as it is written in figures ("-2.5"); a `whole` one has no decimals."""

    whole: bool = False
    least: Decimal | None = None
    most: Decimal | None = None

    numbered = False  # a typed number is the answer, not the place of an option

    def hear(self, text: str, draft: Any) -> str:
        number = _read(text)
        if number is None:
            raise Misunderstood(self.hint())
        stored = format(number.normalize(), "f")
        self.check(stored)
        return stored

    def check(self, stored: Any) -> None:
        try:
            number = Decimal(stored)
        except (InvalidOperation, TypeError, ValueError):
            raise Misunderstood(self.hint()) from None
        too_little = self.least is not None and number < self.least
        too_much = self.most is not None and number > self.most
        if too_little or too_much or (self.whole and number != number.to_integral_value()):
            raise Misunderstood(self.hint())

    def hint(self) -> Phrase:
        """What would be understood."""
        if self.least is not None and self.most is not None:
            return _("Please send a number from {least} to {most}.", least=self.least, most=self.most)
        if self.whole:
            return _("Please send a whole number, such as {number}.", number="12")
        return _("Please send a number, such as {number}.", number="2.5")


def _read(text: str) -> Decimal | None:
    """The number that `text` is, in figures or in words."""
    bare = text.strip().rstrip(".").casefold()
    digits = _MINUS.sub("", bare)
    sign = -1 if digits != bare else 1
    if len(digits) > _DIGITS + 5:
        return None
    if _GROUPED.fullmatch(digits):
        return sign * Decimal(re.sub("[, ]", "", digits))
    if _PLAIN.fullmatch(digits):
        return sign * Decimal(digits.replace(",", "."))
    words = whole_numbers(digits)
    return sign * Decimal(words[0]) if len(words) == 1 else None
