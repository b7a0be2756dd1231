"""Dates, as people say them in either language."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.phrases import Phrase, _
from dialogue.questions.base import Misunderstood, Question, Unsure
from dialogue.questions.days import Side, day_meant


@dataclass(frozen=True)
class Date(Question[date]):
    """A day, written in any usual way; `today` is the day on which it is asked (pinned with `look_up`).

    What can be read in one way only (2026-03-15, 15/3/2026) is taken; what had to be completed or
    reckoned ("mañana", "15 de marzo", "in two weeks") is proposed as the full date.
    """

    today: date
    earliest: date | None = None
    latest: date | None = None

    def hear(self, text: str, draft: Any) -> str:
        found = self._exact(text) or day_meant(text, self.today, self._side())
        if found is None:
            raise Misunderstood(self.hint())
        day, complete = found
        self.check(day.isoformat())
        if not complete:
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
        return _("For example: {number}", number=self.today.strftime("%d/%m/%Y"))

    def _exact(self, text: str) -> tuple[date, bool] | None:
        try:
            return date.fromisoformat(text), True
        except ValueError:
            return None

    def _side(self) -> Side:
        """A day that must have passed is looked for in the past."""
        return "past" if self.latest is not None and self.latest <= self.today else "future"
