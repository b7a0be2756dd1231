"""How fast an account sends: never above its rate in any second, replies first, slower after a complaint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import BULK_SHARE, Pace
from bot.queues import Queues
from bot.spacing import Spacing
from dialogue.drawing.content import Content
from models.messages import ANNOUNCED, REPLY
from models.outbox import Claimed

TICK = 0.002  # seconds: about what the loop needs between two looks


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def message(number: int, *, reply: bool = False, contact: int | None = None) -> Claimed:
    lane = REPLY if reply else ANNOUNCED
    return Claimed(number, number if contact is None else contact, 1, "", Content(""), lane)


class Line:
    """Queues at work: time passes in ticks, and what begins is noted."""

    def __init__(self, rate: float, gap: float = 0.0, burst: int = 1) -> None:
        self.clock = Clock()
        self.pace = Pace(rate, self.clock)
        self.queues = Queues(self.pace, Spacing(gap, burst, self.clock))
        self.begun: list[tuple[float, Claimed]] = []

    def run(self, seconds: float, replies: dict[float, int] | None = None) -> None:
        """Let time pass; `replies` come in after so many seconds."""
        end, start = self.clock.now + seconds, self.clock.now
        left = sorted((replies or {}).items())
        while self.clock.now < end:
            while left and start + left[0][0] <= self.clock.now:
                _, count = left.pop(0)
                first = 10**9 + len(self.begun) * 1000
                self.queues.add([message(first + place, reply=True) for place in range(count)], [])
            while (begins := self.queues.next(10**6)) is not None:
                self.begun.append((self.clock.now, begins))
            self.clock.now += max(TICK, min(self.queues.wait(10**6), 0.01))

    def most_in_a_second(self) -> int:
        moments = [moment for moment, _ in self.begun]
        return max(sum(1 for other in moments if moment <= other < moment + 1) for moment in moments)


def full(rate: float, seconds: float) -> Line:
    line = Line(rate)
    line.queues.add([], [message(number) for number in range(int(rate * seconds * 2))])
    return line


@pytest.mark.parametrize("rate", [1, 30, 80, 500])
def test_it_goes_at_its_pace_and_never_above(rate: int) -> None:
    line = full(rate, 20)
    line.run(20)
    assert line.most_in_a_second() <= rate
    assert len(line.begun) / 20 >= rate * 0.99


@pytest.mark.parametrize("rate", [30, 80])
def test_people_who_write_get_their_fifth_and_do_not_wait(rate: int) -> None:
    line = full(rate, 20)
    every = {second / (rate * 0.15): 1 for second in range(int(20 * rate * 0.15))}
    line.run(20, every)
    replies = [moment for moment, each in line.begun if each.lane == REPLY]
    assert len(replies) == len(every)
    waited = [moment - 100 - came for moment, came in zip(replies, sorted(every), strict=True)]
    assert sorted(waited)[int(len(waited) * 0.99)] <= 0.02
    assert line.most_in_a_second() <= rate
    bulk = len(line.begun) - len(replies)
    assert bulk / 20 == pytest.approx(rate * BULK_SHARE, rel=0.03)


@given(
    rate=st.integers(1, 200),
    replies=st.dictionaries(st.floats(0, 4), st.integers(1, 20), max_size=20),
    bulk=st.integers(0, 400),
)
def test_never_above_the_rate_whatever_comes(rate: int, replies: dict[float, int], bulk: int) -> None:
    line = Line(rate)
    line.queues.add([], [message(number) for number in range(bulk)])
    line.run(5, replies)
    if line.begun:
        assert line.most_in_a_second() <= rate


def test_replies_first() -> None:
    line = full(10, 5)
    line.queues.add([message(10**6 + place, reply=True) for place in range(10)], [])
    line.run(1)
    assert [each.lane for _, each in line.begun] == [REPLY] * 10


def test_many_replies_are_not_thrown_into_one_moment_since_the_next_second_has_its_own() -> None:
    line = Line(100)
    line.queues.add([message(place, reply=True) for place in range(200)], [])
    line.run(4)
    moments = [moment for moment, _ in line.begun]
    assert len(moments) == 200
    assert max(sum(1 for other in moments if each <= other < each + 0.1) for each in moments) <= 25


def test_after_a_complaint_nothing_goes_and_then_more_slowly_and_by_and_by_as_before() -> None:
    line = full(30, 300)
    line.run(5)
    before = len(line.begun)
    line.pace.complaint(5)
    line.run(5)
    assert len(line.begun) == before
    line.run(10)
    slower = (len(line.begun) - before) / 10
    assert 15 < slower < 24
    line.run(60)
    assert line.pace.allowed == 30


def test_several_complaints_at_once_are_one() -> None:
    line = full(30, 5)
    for _ in range(20):
        line.pace.complaint(3)
    assert line.pace.allowed == pytest.approx(30 * 0.7)


def test_one_person_gets_a_burst_of_answers_and_then_one_in_a_while() -> None:
    line = Line(1000, gap=1.0, burst=3)
    line.queues.add([message(number, reply=True, contact=1) for number in range(6)], [])
    line.run(4)
    moments = [round(moment - 100, 1) for moment, _ in line.begun]
    assert moments[:3] == [0.0, 0.0, 0.0]
    assert moments[3:] == [pytest.approx(1.0, abs=0.05), pytest.approx(2.0, abs=0.05), pytest.approx(3.0, abs=0.05)]


def test_what_nobody_asked_for_keeps_its_distance_and_others_do_not_wait_for_it() -> None:
    line = Line(1000, gap=6.0, burst=3)
    line.queues.add([message(1, reply=True, contact=1)], [])
    line.run(0.1)
    line.queues.add([], [message(2, contact=1), message(3, contact=2)])
    line.run(10)
    begun = {each.id: round(moment - 100) for moment, each in line.begun}
    assert begun == {1: 0, 3: 0, 2: 6}


def test_what_is_let_go_of_is_all_there_was() -> None:
    line = Line(10, gap=6.0)
    line.queues.add([message(1, reply=True), message(2, reply=True, contact=1)], [message(3), message(4)])
    line.run(0.01)
    assert sorted([each.id for _, each in line.begun] + [each.id for each in line.queues.clear()]) == [1, 2, 3, 4]
    assert len(line.queues) == 0
