"""Dates, as people say them in either language."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from dialogue.catalogues import languages
from dialogue.phrases import Phrase, _
from dialogue.questions.base import Misunderstood, Question, Unsure

_YEAR = re.compile(r"\d{4}")


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
        complete, day = _understood(text, self.today)
        if day is None:
            raise Misunderstood(self.hint())
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


def _understood(text: str, today: date) -> tuple[bool, date | None]:
    """The day meant by `text`, and whether the person wrote all of it (day, month and the year in full)."""
    try:
        return True, date.fromisoformat(text)
    except ValueError:
        pass
    if not 0 < len(text) <= 60:
        return False, None
    text = text.casefold().removeprefix("el ")
    year = _YEAR.search(text)
    whole = _parsed(text, today, ["day", "month", "year"])
    day = whole or _parsed(text, today, ["day"])
    if year and day and int(year[0]) != day.year:  # a year that was written is never read otherwise
        return False, None
    return whole is not None and year is not None, day


def _parsed(text: str, today: date, parts: list[str]) -> date | None:
    from dateparser import parse  # noqa: PLC0415  # half a second of import that only date questions need

    whole = len(parts) > 1
    found = parse(
        text,
        languages=list(languages()),
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "current_period" if whole else "future",
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "REQUIRE_PARTS": parts,
            "PARSERS": ["absolute-time"] if whole else ["relative-time", "absolute-time"],
        },
    )
    return found.date() if found else None
