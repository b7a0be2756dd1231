"""A moment as it is written on the command line: `2026-12-01 10:00`, `tomorrow at 10`, `el viernes a las 18:30`."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialogue.questions import ClockTime, Misunderstood, Unsure
from dialogue.questions.days import day_meant

EXAMPLES = "2026-12-01 10:00, tomorrow at 10:00, viernes a las 18:30"
_MORNING = time(10)  # where a day is given without an hour


def meant(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment that `text` means in `zone`, the next one where it may be several. Raises `ValueError` for none."""
    try:
        written = datetime.fromisoformat(text)
    except ValueError:
        written = None
    if written is not None and len(text) > len("2026-12-01"):
        return written if written.tzinfo else written.replace(tzinfo=zone)
    today = now.astimezone(zone).date()
    found = next(_readings(text.split(), today), None)
    if found is None:
        raise ValueError(f"cannot be understood; for example: {EXAMPLES}")
    day, hour = found
    if day is None:  # an hour alone is the next one
        next_one = datetime.combine(today, hour, zone)
        return next_one if next_one > now else datetime.combine(today + timedelta(days=1), hour, zone)
    return datetime.combine(day, hour, zone)


def _readings(words: list[str], today: date) -> Iterator[tuple[date | None, time]]:
    """Every way to read it: as a day and an hour in either order, as an hour, as a day."""
    for cut in range(1, len(words)):
        before, behind = " ".join(words[:cut]), " ".join(words[cut:])
        for day, hour in ((_day(before, today), _hour(behind)), (_day(behind, today), _hour(before))):
            if day is not None and hour is not None:
                yield day, hour
    day, hour = _day(" ".join(words), today), _hour(" ".join(words))
    if hour is not None:
        yield None, hour
    if day is not None:
        yield day, _MORNING


def _day(text: str, today: date) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        found = day_meant(text, today, "future")
    except Misunderstood:
        return None
    return None if found is None else found[0]


def _hour(text: str) -> time | None:
    question = ClockTime("")
    try:
        stored = question.hear(text, None)
    except Unsure as doubt:
        stored = str(doubt.value)
    except Misunderstood:
        return None
    return time.fromisoformat(stored)
