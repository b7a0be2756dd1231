"""Dates, as people say them in either language."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.phrases import Phrase, _
from dialogue.questions.base import Misunderstood, Question, Unsure
from dialogue.questions.days import How, Side, day_meant


@dataclass(frozen=True)
class Date(Question[date]):
    """A day, written in any usual way; `today` is the day on which it is asked (pinned with `look_up`).

    What can be read in one way only (15/3/2026, but also 15/3, "15 de marzo", "mañana", "in two weeks") is taken; what
    had to be guessed (a weekday, a number alone, the end of a month, a slip of the pen) is proposed as the full date.
    Where it is `cautious`, so is whatever has no year.
    """

    today: date
    earliest: date | None = None
    latest: date | None = None
    cautious: bool = False

    def hear(self, text: str, draft: Any) -> str:
        found = self._exact(text) or day_meant(text, self.today, self._side())
        if found is None:
            raise Misunderstood(self.hint())
        day, how = found
        self.check(day.isoformat())
        if how is How.GUESSED or (how is How.CLEAR and self.cautious):
            raise Unsure(day.isoformat())
        return day.isoformat()

    def check(self, stored: Any) -> None:
        try:
            day = date.fromisoformat(stored)
        except (TypeError, ValueError):
            raise Misunderstood(self.hint()) from None
        if self.earliest is not None and day < self.earliest:
            raise Misunderstood(_("Please give a date from {day} on.", day=self.earliest))
        if self.latest is not None and day > self.latest:
            raise Misunderstood(_("Please give a date up to {day}.", day=self.latest))

    def read(self, stored: Any) -> date:
        return date.fromisoformat(stored)

    def name(self, stored: Any) -> Phrase | str:
        return _("{day}", day=self.read(stored))

    def hint(self) -> Phrase:
        """What would be understood."""
        return _("Please send a date: day, month and year.")

    def example(self) -> Phrase | None:
        day = max(self.today, self.earliest or self.today)
        return _("For example: {number}", number=min(day, self.latest or day).strftime("%d/%m/%Y"))

    def _exact(self, text: str) -> tuple[date, How] | None:
        try:
            return date.fromisoformat(text), How.FULL
        except ValueError:
            return None

    def _side(self) -> Side:
        """A day that must have passed is looked for in the past."""
        return "past" if self.latest is not None and self.latest <= self.today else "future"
