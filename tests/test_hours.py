"""When somebody may be written to: days on which clocks change, the usual answers, and what cannot be kept together."""

import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec
import pytest

from dialogue.phrases import said
from models import hours
from models.hours import Rhythm
from models.shifts import Shift

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CHANGING = ["America/Tijuana", "America/Ciudad_Juarez", "America/Ojinaga", "America/Matamoros"]
STEADY = ["America/Mexico_City", "America/Mazatlan", "America/Cancun", "America/Hermosillo", "America/Chihuahua"]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def there(rhythm: Rhythm, moment: datetime) -> str:
    """What her clock shows, with the distance to UTC."""
    return moment.astimezone(ZoneInfo(rhythm.zone)).isoformat(timespec="minutes")


@pytest.mark.parametrize("zone", CHANGING + STEADY)
@pytest.mark.parametrize("minute", [0, 60 + 30, 2 * 60 + 30, 3 * 60, 10 * 60, 23 * 60 + 59])
def test_one_prompt_for_each_local_date_whatever_the_clocks_do(zone: str, minute: int) -> None:
    rhythm = Rhythm(zone, 0, 0, minute)
    days = [date(2026, 1, 1) + number * DAY for number in range(730)]
    prompts = [hours.at_her_hour(rhythm, days[0])]
    while len(prompts) < len(days):
        prompts.append(hours.next_at_her_hour(rhythm, prompts[-1]))
    assert [hours.local_date(rhythm, prompt) for prompt in prompts] == days
    assert prompts == [hours.at_her_hour(rhythm, day) for day in days]
    irregular = {later - earlier for earlier, later in pairwise(prompts)} - {DAY}
    assert bool(irregular) == (zone in CHANGING)


@pytest.mark.parametrize("zone", CHANGING)
def test_the_hour_that_is_skipped_and_the_hour_that_comes_twice(zone: str) -> None:
    rhythm = Rhythm(zone, 0, 0, 2 * 60 + 30)
    skipped = hours.at_her_hour(rhythm, date(2027, 3, 14))
    assert there(rhythm, skipped)[:16] == "2027-03-14T03:30"
    twice = Rhythm(zone, 0, 0, 90)
    first = hours.at_her_hour(twice, date(2027, 11, 7))
    assert there(twice, first)[:16] == there(twice, first + timedelta(hours=1))[:16] == "2027-11-07T01:30"
    assert there(twice, hours.next_at_her_hour(twice, first))[:16] == "2027-11-08T01:30"


def test_quiet_hours_end_with_the_clock_that_is_shown() -> None:
    """In the night of the change, silence until 8 ends at 8 by the new clock."""
    rhythm = Rhythm("America/Ciudad_Juarez")
    assert there(rhythm, hours.next_allowed(rhythm, utc("2027-03-14T05:00"))) == "2027-03-14T08:00-06:00"
    assert there(rhythm, hours.next_allowed(rhythm, utc("2027-11-07T05:00"))) == "2027-11-07T08:00-07:00"
    skipped = Rhythm("America/Ciudad_Juarez", 22 * 60, 2 * 60 + 30)
    assert there(skipped, hours.next_allowed(skipped, utc("2027-03-14T07:00"))) == "2027-03-14T03:00-06:00"


def test_the_usual_answers() -> None:
    rhythm = Rhythm("America/Mexico_City", shift=Shift("24x48", "2026-11-24T07:00"))
    noon = utc("2026-11-24T18:00")  # at 12 there, on duty until 7 of the next morning
    assert hours.hindrance(rhythm, noon) == "duty"
    assert hours.hindrance(rhythm, utc("2026-11-25T04:00")) == "quiet"
    assert there(rhythm, hours.next_allowed(rhythm, noon)) == "2026-11-25T08:00-06:00"
    assert there(rhythm, hours.after_shift(rhythm, noon)) == "2026-11-25T08:00-06:00"
    assert there(rhythm, hours.tomorrow(rhythm, noon)) == "2026-11-25T10:00-06:00"
    assert there(rhythm, hours.later(rhythm, utc("2026-11-25T18:00"))) == "2026-11-25T15:00-06:00"
    assert there(rhythm, hours.later(rhythm, utc("2026-11-26T01:00"))) == "2026-11-26T08:00-06:00"
    without = msgspec.structs.replace(rhythm, shift=None)
    assert there(without, hours.after_shift(without, noon)) == "2026-11-24T15:00-06:00"


def test_a_shift_in_the_afternoon_is_waited_for() -> None:
    rhythm = Rhythm("America/Mexico_City", shift=Shift("8x16", "2026-11-24T06:00"))
    assert there(rhythm, hours.after_shift(rhythm, utc("2026-11-24T15:00"))) == "2026-11-24T15:00-06:00"
    assert there(rhythm, hours.after_shift(rhythm, utc("2026-11-24T22:00"))) == "2026-11-25T15:00-06:00"


def contradictions(rhythm: Rhythm, language: str = "es") -> list[str]:
    return [said(each, language) for each in hours.contradictions(rhythm)]


def test_an_hour_within_the_quiet_hours() -> None:
    assert contradictions(Rhythm("UTC", 21 * 60, 8 * 60, 7 * 60)) == [
        "Pidió no recibir mensajes de 21:00 a 8:00, y su hora preferida es 7:00. "
        "Así le llegarían al terminar ese horario."
    ]
    assert contradictions(Rhythm("UTC", 21 * 60, 8 * 60, 8 * 60)) == []
    assert len(contradictions(Rhythm("UTC", 21 * 60, 8 * 60, 21 * 60))) == 1


def test_next_to_nothing_left_of_a_day() -> None:
    assert contradictions(Rhythm("UTC", 12 * 60, 10 * 60 + 1, 11 * 60), "en") == [
        "You asked for no messages from 12:00 to 10:01. That leaves less than two hours a day."
    ]
    assert contradictions(Rhythm("UTC", 12 * 60, 10 * 60, 11 * 60)) == []


def test_a_shift_that_leaves_only_the_quiet_hours() -> None:
    rhythm = Rhythm("UTC", 20 * 60, 8 * 60, 10 * 60, Shift("12x12", "2026-11-24T08:00"))
    assert contradictions(rhythm) == [
        "Con su turno de 12×12 y sin mensajes de 20:00 a 8:00, no queda tiempo para escribirle. "
        "Así le escribiríamos durante su turno."
    ]
    assert there(rhythm, hours.next_allowed(rhythm, utc("2026-11-24T03:00"))) == "2026-11-24T08:00+00:00"


def test_an_hour_at_which_she_is_always_on_duty() -> None:
    rhythm = Rhythm("UTC", 22 * 60, 6 * 60, 10 * 60, Shift("12x12", "2026-11-24T07:00"))
    assert contradictions(rhythm) == [
        "Su hora preferida es 10:00, pero con su turno de 12×12 siempre está en servicio a esa hora. "
        "Una hora libre: 19:00."
    ]
    nights = msgspec.structs.replace(rhythm, shift=Shift("12x12", "2026-11-24T19:00"))
    assert contradictions(nights) == []


@pytest.mark.parametrize("pattern", ["24x24", "24x48", "12x24"])
def test_the_usual_shifts_contradict_nothing(pattern: str) -> None:
    assert contradictions(Rhythm("UTC", shift=Shift(pattern, "2026-11-24T08:00"))) == []


@pytest.mark.parametrize("wrong", [(1440, 0, 0), (0, -1, 0), (0, 0, 5000)])
def test_a_time_of_day_that_is_none(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1439"):
        Rhythm("UTC", *wrong)


def test_it_is_kept_as_json() -> None:
    rhythm = Rhythm("America/Tijuana", 60, 120, 180, Shift("24x24", "2026-11-24T08:00"))
    assert msgspec.json.decode(msgspec.json.encode(rhythm), type=Rhythm) == rhythm


def test_thousands_are_asked_in_one_tick() -> None:
    rhythm = Rhythm("America/Tijuana", shift=Shift("24x24", "2026-11-24T08:00"))
    asked = [utc("2026-11-24T03:00") + number * 7 * MINUTE for number in range(2000)]
    began = time.perf_counter()
    for moment in asked:
        hours.next_allowed(rhythm, moment)
    each = (time.perf_counter() - began) / len(asked)
    assert each < 0.0005, "a tenth of that is usual; walking minutes would take far longer"
