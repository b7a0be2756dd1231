"""Sentences that are put into words only when somebody reads them.

A flow makes phrases; a channel asks for the words. So a change of language draws the same
question anew, and a label is understood in whichever language the person types it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Union

from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal

from dialogue.catalogues import LOCALES, catalogue

Blank = Union[str, int, Decimal, date, datetime, "Day", "Phrase"]

_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence in no language yet: an English message id and what fills its `{named}` blanks.

    With `plural` set it is a pair of sentences, and the blank `n` decides between them.
    """

    id: str
    blanks: Mapping[str, Blank] = field(default_factory=dict, hash=False)
    plural: str | None = None

    def said(self, language: str) -> str:
        """The sentence in `language`; each blank is filled once, and what fills it is never read again."""
        words = self._words(language)
        if not self.blanks:
            return words
        return _BLANK.sub(lambda blank: worded(self.blanks[blank[1]], language), words)

    def _words(self, language: str) -> str:
        if self.plural is None:
            return self.id and catalogue(language).gettext(self.id)  # the empty id is the file's own head
        number = self.blanks["n"]
        if not isinstance(number, int):
            raise TypeError(f"the blank n of {self.id!r} has to be a whole number")
        return catalogue(language).ngettext(self.id, self.plural, number)


@dataclass(frozen=True, slots=True)
class Day:
    """A date near enough to do without its year; with its weekday where that helps."""

    on: date
    weekday: bool = False


def _(id: str, **blanks: Blank) -> Phrase:
    """The phrase with this English sentence as its id."""
    return Phrase(id, blanks)


def plural(one: str, many: str, n: int, **blanks: Blank) -> Phrase:
    """The phrase `one` or `many`, as the number `n` wants it in the reader's language."""
    return Phrase(one, {"n": n, **blanks}, many)


def lines(*parts: Phrase | str) -> Phrase:
    """Several phrases as one, a line each."""
    return _joined("\n", parts)


def listed(*parts: Phrase | str) -> Phrase:
    """Several phrases as one, with commas between."""
    return _joined(", ", parts)


def _joined(between: str, parts: Sequence[Phrase | str]) -> Phrase:
    blanks = {str(place): part for place, part in enumerate(parts)}
    return Phrase(between.join(f"{{{place}}}" for place in blanks), blanks)


def said(text: Phrase | str, language: str) -> str:
    """`text` in `language`; what people wrote themselves (a plan's title) stays as it is."""
    return text if isinstance(text, str) else text.said(language)


def _near(day: Day, language: str) -> str:
    near = str(format_skeleton("MMMMd", day.on, locale=LOCALES[language]))
    if not day.weekday:
        return near
    weekday = str(format_date(day.on, "EEEE", locale=LOCALES[language]))
    return _("{weekday}, {day}", weekday=weekday, day=near).said(language)


def worded(value: Blank, language: str) -> str:
    """What fills a blank, as people write it in `language`: dates long, numbers grouped."""
    if isinstance(value, str | Phrase):
        return said(value, language)
    if isinstance(value, int) and -1000 < value < 1000:
        return str(value)  # most numbers are small, and Babel takes its time
    if isinstance(value, datetime):
        return format_datetime(value, "d MMM y, H:mm", locale=LOCALES[language])
    if isinstance(value, Day):
        return _near(value, language)
    if isinstance(value, date):
        return format_date(value, "long", locale=LOCALES[language])
    return format_decimal(value, locale=LOCALES[language])
