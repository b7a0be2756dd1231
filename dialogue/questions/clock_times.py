"""A time of day, as people say it in either language."""

import re
from dataclasses import dataclass
from typing import Any

from text_to_num import alpha2digit

from dialogue.catalogues import languages
from dialogue.phrases import Phrase, _
from dialogue.questions.base import Misunderstood, Question, Unsure
from dialogue.understanding import plain

_STORED = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")

#: How the words around a time become "hour", "hour +minutes" or "hour -minutes", a part of the day behind it.
_WORDS = [
    (r"^(?:(?:a|al|las?|at|como|sobre|about|around|es|son|the|de|desde|hasta|partir|from|until) )+", ""),
    (r" (?:en punto|o clock|por favor|please)\b", ""),
    (r"\b(?:una|one)\b", "1"),
    (r"\b(?:dos|two)\b", "2"),
    (r"\b(?:tres|three)\b", "3"),
    (r"\b(?:a )?quarter\b", "15"),
    (r"\b(?:media|half)\b", "30"),
    (r" (?:minutos|minutes)\b", ""),
    (r"^(\d{1,2}) past (\d{1,2})\b", r"\2 +\1"),
    (r"^(\d{1,2}) (?:para las?|to) (\d{1,2})\b", r"\2 -\1"),
    (r"^(\d{1,2}) (?:y|and) (\d{1,2})\b", r"\1 +\2"),
    (r"^(\d{1,2}) menos (\d{1,2})\b", r"\1 -\2"),
    (r"^(\d{1,2}) ?(?:h|hrs?|horas?) ?(\d\d)\b", r"\1 +\2"),
    (r"^(\d{1,2}) (?=\d\d\b)", r"\1 +"),
    (r"^(\d\d)(\d\d)\b", r"\1 +\2"),
]
_PARTS = {
    "am": "am|a m|de la madrugada",
    "morning": "de la manana|por la manana|in the morning|manana",
    "pm": "pm|p m|de la tarde|por la tarde|in the afternoon|in the evening|tarde|del dia|del mediodia",
    "night": "de la noche|por la noche|at night|de noche|noche|tonight",
    "hours": "h|hr|hrs|hs|hora|horas|hours",
}
_PART = "|".join(f"(?P<{name}>{words})" for name, words in _PARTS.items())
_SAID = re.compile(rf"(?P<hour>\d{{1,2}})(?: (?P<minutes>[+-]\d{{1,2}}))?(?: ?(?:{_PART}))?")
_FIGURES = re.compile(r"(\d{1,2})[:.h](\d{2})\b(?!:)")
_ALONE = {"mediodia": 12 * 60, "noon": 12 * 60, "midday": 12 * 60, "medianoche": 0, "midnight": 0}
_UNCLEAR = re.compile(r"[-–−/]|\d ?, ?\d|\bo(?!\W?clock)r?\b|\b(?:entre|between|antes|despu[eé]s|before|after)\b", re.I)
_DAY = 24 * 60


@dataclass(frozen=True)
class ClockTime(Question[int]):
    """A time of day in minutes from midnight, stored as "HH:MM".

    What can be read in one way only (8:30, 20 h, 8 pm, mediodía) is taken; an hour that may be in the morning or in
    the evening (8, half past seven) is proposed as the one in the morning.
    """

    def hear(self, text: str, draft: Any) -> str:
        found = _understood(text)
        if found is None:
            raise Misunderstood(self.hint())
        minutes, sure = found
        stored = f"{minutes // 60:02}:{minutes % 60:02}"
        if not sure:
            raise Unsure(stored)
        return stored

    def check(self, stored: Any) -> None:
        if not isinstance(stored, str) or _STORED.fullmatch(stored) is None:
            raise Misunderstood(self.hint())

    def read(self, stored: Any) -> int:
        hour, minute = stored.split(":")
        return int(hour) * 60 + int(minute)

    def name(self, stored: Any) -> Phrase | str:
        return as_clock(self.read(stored))

    def hint(self) -> Phrase:
        """What would be understood."""
        return _("Please send a time of day, such as 8:30 or 20:00.")


def as_clock(minutes: int) -> str:
    """Minutes of the day as people read them: 1260 is "21:00"."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _understood(text: str) -> tuple[int, bool] | None:
    """The minutes from midnight that `text` means, and whether nothing else can be meant."""
    if not 0 < len(text) <= 60 or _UNCLEAR.search(text):
        return None
    for reading in _readings(text):
        if reading in _ALONE:
            return _ALONE[reading], True
        found = _SAID.fullmatch(reading)
        if found is not None:
            return _reckoned(found, _FIGURES.search(text) is not None)
    return None


def _readings(text: str) -> list[str]:
    """`text` in plain words, and with the number words of each language as digits."""
    bare = plain(text).replace("cuarto", "15")  # not a fourth
    return [_simplified(reading) for reading in (bare, *(alpha2digit(bare, language) for language in languages()))]


def _simplified(reading: str) -> str:
    for words, instead in _WORDS:
        reading = re.sub(words, instead, reading)
    return reading


def _reckoned(said: re.Match[str], figures: bool) -> tuple[int, bool] | None:
    written, minutes = int(said["hour"]), int(said["minutes"] or 0)
    part = next((name for name in _PARTS if said[name]), None)
    hour = _on_the_clock(written, part)
    if hour is None or abs(minutes) > 59:
        return None
    odd = (written == 12 and part == "morning") or (written < 6 and part == "night")
    plainly = figures or part is not None or written > 12 or said["hour"].startswith("0")
    return (hour * 60 + minutes) % _DAY, plainly and not odd


def _on_the_clock(hour: int, part: str | None) -> int | None:
    """The hour from 0 to 24 that is meant by `hour` in that part of the day; None when there is none."""
    if part in (None, "hours"):
        return hour if hour <= 24 else None
    if hour == 12:
        return 12 if part in ("pm", "morning") else 0
    if part in ("am", "morning"):
        return hour if hour < 12 else None
    if hour > 12:
        return hour if hour <= 24 else None
    if part == "night" and hour < 6:
        return hour
    return hour + 12 if hour else None
