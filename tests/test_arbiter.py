"""What may be sent unasked: each rule alone, and together through months made up at random."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import hours
from models.arbiter import BUSY, WINDOW, Facts, Later, Never, Send, decide
from models.hours import Rhythm
from models.shifts import Shift

MEXICO = Rhythm("America/Mexico_City")
MORNING = datetime(2026, 11, 24, 16, tzinfo=UTC)  # 10 in Mexico City
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def there(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of that November in Mexico City."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("America/Mexico_City"))


def test_nothing_stands_against_it() -> None:
    assert decide(Facts(MEXICO), MORNING) == Send()
    assert decide(Facts(MEXICO, prompts=(MORNING - DAY,)), MORNING) == Send()


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (Facts(MEXICO, blocked=True), "blocked"),
        (Facts(MEXICO, stopped=True), "stopped"),
        (Facts(MEXICO, objected=True), "objected"),
        (Facts(MEXICO, joined=False), "not_joined"),
        (Facts(MEXICO, most=0), "budget"),
    ],
)
def test_stop_and_objection_beat_every_other_rule(facts: Facts, why: str) -> None:
    assert decide(facts, MORNING) == Never(why)
    also = facts._replace(reachable=False, paused_until=date(2027, 1, 1), last_heard=MORNING, open_prompt=True)
    assert decide(also, MORNING) == Never(why)
    assert decide(also, there(24, 23)) == Never(why)


@pytest.mark.parametrize(
    ("facts", "moment", "until", "why"),
    [
        (Facts(MEXICO, reachable=False), MORNING, there(25, 10), "unreachable"),
        (Facts(MEXICO, paused_until=date(2026, 11, 30)), MORNING, there(30, 10), "paused"),
        (Facts(MEXICO, paused_until=date(2026, 11, 25)), there(24, 23), there(25, 10), "paused"),
        (Facts(MEXICO, last_heard=there(24, 9, 45)), MORNING, there(24, 10, 15), "busy"),
        (Facts(MEXICO, last_heard=there(24, 20, 45)), there(24, 20, 50), there(25, 8), "busy"),
        (Facts(MEXICO, open_prompt=True), MORNING, there(25, 10), "open_prompt"),
        (Facts(MEXICO, prompts=(there(18, 15), there(22, 10))), MORNING, there(25, 15), "budget"),
        (Facts(MEXICO, prompts=(there(22, 10), there(18, 20, 59))), MORNING, there(25, 20, 59), "budget"),
        (Facts(MEXICO, prompts=(there(20, 11),), most=1), MORNING, there(27, 11), "budget"),
        (Facts(MEXICO), there(24, 21), there(25, 8), "quiet"),
        (Facts(Rhythm(MEXICO.zone, shift=Shift("12x24", "2026-11-24T09:00"))), MORNING, there(25, 8), "duty"),
    ],
)
def test_what_waits(facts: Facts, moment: datetime, until: datetime, why: str) -> None:
    assert decide(facts, moment) == Later(until.astimezone(UTC), why)


@pytest.mark.parametrize(
    ("facts", "moment"),
    [
        (Facts(MEXICO, paused_until=date(2026, 11, 24)), MORNING),
        (Facts(MEXICO, last_heard=there(24, 9, 30)), MORNING),
        (Facts(MEXICO, prompts=(there(17, 10), there(22, 10))), MORNING),
        (Facts(MEXICO, prompts=(there(20, 10), there(21, 10), there(22, 10)), most=4), MORNING),
        (Facts(MEXICO), there(24, 20, 59)),
        (Facts(MEXICO), there(24, 8)),
    ],
)
def test_what_waits_no_longer(facts: Facts, moment: datetime) -> None:
    assert decide(facts, moment) == Send()


def test_a_rhythm_that_allows_nothing_still_gets_its_messages_outside_the_quiet_hours() -> None:
    tight = Rhythm(MEXICO.zone, 20 * 60, 8 * 60, shift=Shift("12x12", "2026-11-24T08:00"))
    assert decide(Facts(tight), there(24, 3)) == Later(there(24, 8).astimezone(UTC), "quiet")
    assert decide(Facts(tight), there(24, 8)) == Send()


clock = st.integers(0, 95).map(lambda quarter: quarter * 15)
shifts = st.builds(
    Shift,
    st.sampled_from(["24x24", "24x48", "12x24", "12x12", "12x36"]),
    st.integers(0, 23).map(lambda hour: f"2026-10-28T{hour:02}:00"),
)
zones = st.sampled_from(["America/Tijuana", "America/Ciudad_Juarez", "America/Matamoros", "America/Mexico_City"])
rhythms = st.builds(Rhythm, zones, clock, clock, clock, st.none() | shifts).filter(hours.possible)
BEGIN = datetime(2026, 10, 25, tzinfo=UTC)  # a month with a change of the clocks in it
heard = st.lists(st.integers(0, 31 * 24 * 60).map(lambda minute: BEGIN + timedelta(minutes=minute)), max_size=30)
pauses = st.none() | st.dates(date(2026, 10, 20), date(2026, 11, 20))


@given(rhythms, pauses, heard, st.integers(1, 4), st.lists(st.integers(0, 600), min_size=1, max_size=20))
def test_a_month_of_somebody_who_is_asked_as_often_as_may_be(
    rhythm: Rhythm, paused_until: date | None, writes: list[datetime], most: int, pace: list[int]
) -> None:
    sent: list[datetime] = []
    moment, steps = BEGIN, 0
    while moment < BEGIN + 31 * DAY:
        facts = Facts(
            rhythm,
            paused_until=paused_until,
            last_heard=max((at for at in writes if at <= moment), default=None),
            prompts=tuple(at for at in sent if moment - at < WINDOW),
            most=most,
        )
        verdict = decide(facts, moment)
        steps += 1
        if isinstance(verdict, Later):
            assert verdict.until > moment
            moment = verdict.until
            continue
        assert verdict == Send()
        sent.append(moment)
        moment += timedelta(minutes=pace[steps % len(pace)])
    assert [at for at in sent if not hours.allowed(rhythm, at)] == []
    assert [at for at in sent if sum(at <= other < at + WINDOW for other in sent) > most] == []
    assert [at for at in sent if any(wrote <= at < wrote + BUSY for wrote in writes)] == []
    assert paused_until is None or all(hours.local_date(rhythm, at) >= paused_until for at in sent)
    assert steps < 300, "each wait leads on"


@given(
    rhythms,
    pauses,
    st.none() | st.integers(0, 60),
    st.lists(st.integers(0, 7 * 1440), max_size=6),
    st.integers(1, 3),
    clock,
)
def test_waiting_ends(
    rhythm: Rhythm, paused_until: date | None, silent: int | None, ago: list[int], most: int, start: int
) -> None:
    moment = BEGIN + 10 * DAY + timedelta(minutes=start)
    facts = Facts(
        rhythm,
        paused_until=paused_until,
        last_heard=None if silent is None else moment - timedelta(minutes=silent),
        prompts=tuple(moment - timedelta(minutes=minute) for minute in ago),
        most=most,
    )
    for _hop in range(10):
        verdict = decide(facts, moment)
        if not isinstance(verdict, Later):
            break
        assert verdict.until > moment
        moment = verdict.until
    assert decide(facts, moment) == Send()


@given(rhythms, st.integers(0, 31 * 24 * 60), st.booleans(), st.booleans())
def test_later_is_a_good_moment_and_lies_ahead(rhythm: Rhythm, minute: int, reachable: bool, open_prompt: bool) -> None:
    moment = BEGIN + timedelta(minutes=minute)
    verdict = decide(Facts(rhythm, reachable=reachable, open_prompt=open_prompt), moment)
    if isinstance(verdict, Later):
        assert verdict.until > moment
        assert hours.allowed(rhythm, verdict.until)
    else:
        assert reachable
        assert not open_prompt
        assert hours.allowed(rhythm, moment)
