"""What those who watch over the whole are told, and that counting does not take the time of the work."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection, event, insert

from bot.metrics import FRESH, SHARE, Metrics
from dialogue.drawing.content import Content
from models import holders, outbox
from models.announcements.tables import Announcement
from models.base import now
from models.messages import ANNOUNCED, BULK
from models.sealing import new_seal_id
from models.store import Store
from tests.outgoing import contact_at

FIGURES = {"telegram": {"in_flight": 3.0, "ready": 2.0, "pace": 21.5, "held": 1.0, "fence": 7.0}}


class Clock:
    """Goes on by `step` seconds each time somebody looks."""

    def __init__(self) -> None:
        self.time, self.step = 1000.0, 0.0

    def __call__(self) -> float:
        self.time += self.step
        return self.time


async def told(metrics: Metrics) -> dict[str, float]:
    lines = [line for line in (await metrics.text()).decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def queue(db: Connection, channel: str, lane: str, minutes_ago: int) -> None:
    outbox.queue(
        db, contact_at(db, "1", channel), channel, Content("hola"), now() - timedelta(minutes=minutes_ago), lane
    )


def announce(db: Connection, state: str) -> None:
    values = {
        "seal_id": new_seal_id(),
        "audience_sealed": b"",
        "state": state,
        "choices": "none",
        "created_by": "lazos",
    }
    moments = {"valid_until": now(), "created_at": now(), "moved_at": now()}
    db.execute(insert(Announcement).values(values | moments))


async def test_every_queue_and_state_is_counted(store: Store) -> None:
    for lane, minutes in (("reply", 1), ("reply", 5), (BULK, 2), (ANNOUNCED, 0)):
        store.run(queue, "telegram", lane, minutes)
    store.run(queue, "whatsapp", "reply", -10)
    for state in ("paused", "paused", "done"):
        store.run(announce, state)
    figures = await told(Metrics(store, dict))
    assert figures['lazos_messages{channel="telegram",lane="reply",state="queued"}'] == 2
    assert figures['lazos_messages{channel="telegram",lane="bulk",state="queued"}'] == 1
    assert figures['lazos_messages{channel="telegram",lane="announced",state="queued"}'] == 1
    assert 300 <= figures['lazos_queue_oldest_seconds{channel="telegram",lane="reply"}'] < 330
    assert 120 <= figures['lazos_queue_oldest_seconds{channel="telegram",lane="bulk"}'] < 150
    assert figures['lazos_queue_oldest_seconds{channel="whatsapp",lane="reply"}'] == 0, "it is due in ten minutes"
    assert figures['lazos_announcements{state="paused"}'] == 2
    assert figures['lazos_announcements{state="done"}'] == 1


async def test_what_this_process_has_in_hand(store: Store) -> None:
    store.run(holders.take, "telegram", now())
    figures = await told(Metrics(store, lambda: FIGURES))
    assert figures['lazos_in_flight{channel="telegram"}'] == 3
    assert figures['lazos_ready{channel="telegram"}'] == 2
    assert figures['lazos_pace{channel="telegram"}'] == 21.5
    assert figures['lazos_held{channel="telegram"}'] == 1
    assert figures['lazos_fence{channel="telegram"}'] == 1, "as it stands in the database"


async def test_a_process_that_sends_nothing_says_nothing_of_sending(store: Store) -> None:
    assert not [name for name in await told(Metrics(store, dict)) if "in_flight" in name or "held" in name]


async def test_counting_is_done_anew_after_some_seconds_only(store: Store) -> None:
    clock = Clock()
    metrics = Metrics(store, dict, clock)
    await told(metrics)
    store.run(queue, "telegram", "reply", 1)
    clock.time += FRESH - 0.1
    assert await told(metrics) == {}
    clock.time += 0.2
    assert (await told(metrics))['lazos_messages{channel="telegram",lane="reply",state="queued"}'] == 1


async def test_where_counting_takes_long_it_is_done_rarely(store: Store) -> None:
    clock = Clock()
    metrics = Metrics(store, dict, clock)
    clock.step = 1.0  # between the beginning and the end of counting
    await told(metrics)
    clock.step = 0.0
    store.run(queue, "telegram", "reply", 1)
    clock.time += SHARE - 1
    assert await told(metrics) == {}
    clock.time += 2
    assert await told(metrics) != {}


async def test_how_long_the_first_has_waited_is_never_old(store: Store) -> None:
    clock = Clock()
    metrics = Metrics(store, dict, clock)
    store.run(queue, "telegram", "reply", 1)
    before = await told(metrics)
    store.run(queue, "telegram", "reply", 60)
    after, oldest = await told(metrics), 'lazos_queue_oldest_seconds{channel="telegram",lane="reply"}'
    assert before[oldest] < 90
    assert after[oldest] >= 3600


async def test_one_count_serves_all_who_ask_at_once(store: Store) -> None:
    counted: list[str] = []

    def ran(_db: Connection, _cursor: object, statement: str, *_: object) -> None:
        if "count(*)" in statement and "FROM message" in statement:
            counted.append(statement)

    event.listen(store.engine, "before_cursor_execute", ran)
    metrics = Metrics(store, dict)
    answers: list[Mapping[str, float]] = [await told(metrics) for _ in range(5)]
    assert len(answers) == 5
    assert len(counted) == 1
