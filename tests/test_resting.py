"""Whom WhatsApp wants to be left alone gets no knock for a day, and then the one that was refused."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from models import outbox, receipts
from models.announcements import resting
from models.announcements.tables import Announcement
from models.base import now
from models.contacts import Contact
from models.knocks import keep_states
from models.messages import FAILED, KNOCK, QUEUED, Message
from models.outbox import Outcome
from models.store import Store
from tests.announced import announced, deliver, watch
from tests.crowd import crowd

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def number(store: Store) -> int:
    """An announcement to somebody whose window is closed."""
    store.run(lambda db: crowd(db, 1, "whatsapp", NOON - 3 * DAY))
    store.run(keep_states, {"news_es": "approved"})
    return announced(store)


def knocked(store: Store) -> list[int]:
    """The knocks that go out now."""
    return [each.id for each in deliver(store, "whatsapp") if each.content.knock]


def refused(store: Store, message: int, sid: str) -> bool:
    """A receipt says so, for the sending that Twilio knows as `sid`."""
    store.run(receipts.apply, message, FAILED, "63049", now(), sid)
    return store.run(resting.rest, message, now(), sid)


def state(store: Store, message: int) -> str:
    return store.run(lambda db: db.execute(select(Message.state).where(Message.id == message)).scalar_one())


def rests_until(store: Store) -> datetime | None:
    return store.run(lambda db: db.execute(select(Contact.rests_until)).scalar_one())


def test_a_day_later_the_knock_goes_out_again(store: Store, number: int, clock: time_machine.Traveller) -> None:
    [knock] = knocked(store)
    assert watch(store).state == "done"
    assert refused(store, knock, f"whatsapp{knock}")
    assert rests_until(store) == NOON + DAY
    assert knocked(store) == []
    clock.shift(DAY - timedelta(seconds=1))
    assert knocked(store) == []
    clock.shift(timedelta(seconds=1))
    assert knocked(store) == [knock]
    assert watch(store).state == "done"


def test_a_receipt_that_comes_twice_counts_once(store: Store, number: int, clock: time_machine.Traveller) -> None:
    [knock] = knocked(store)
    refused(store, knock, f"whatsapp{knock}")
    clock.shift(timedelta(hours=1))
    refused(store, knock, f"whatsapp{knock}")
    assert rests_until(store) == NOON + DAY
    clock.shift(timedelta(hours=23))
    assert knocked(store) == [knock]


def test_a_late_receipt_of_the_first_time_sends_no_third_one(store: Store, number: int) -> None:
    [knock] = knocked(store)
    assert not refused(store, knock, "SM-of-another-sending")
    assert rests_until(store) is None


def test_what_is_not_valid_any_more_by_then_has_failed(store: Store, number: int) -> None:
    [knock] = knocked(store)
    store.run(lambda db: db.execute(update(Announcement).values(valid_until=NOON + timedelta(hours=20))))
    assert not refused(store, knock, f"whatsapp{knock}")
    assert (state(store, knock), rests_until(store)) == (FAILED, NOON + DAY)


def test_of_what_was_cancelled_nothing_goes_out_again(store: Store, number: int) -> None:
    [knock] = knocked(store)
    store.run(lambda db: db.execute(update(Announcement).values(state="cancelled")))
    assert not refused(store, knock, f"whatsapp{knock}")
    assert state(store, knock) == FAILED


def test_a_paused_announcement_stays_paused(store: Store, number: int) -> None:
    [knock] = knocked(store)
    store.run(lambda db: db.execute(update(Announcement).values(state="paused", why="staff")))
    assert refused(store, knock, f"whatsapp{knock}")
    assert watch(store).state == "paused"


def test_refused_at_once_everything_else_waits_too(store: Store, number: int, clock: time_machine.Traveller) -> None:
    [knock] = knocked(store)
    later = Outcome(knock, QUEUED, NOON, error="63049", due_at=NOON + DAY)
    store.run(lambda db: db.execute(update(Message).where(Message.id == knock).values(state="sending")))
    store.run(outbox.mark, [later])
    assert store.run(resting.rest, knock, NOON)
    announced(store)
    assert knocked(store) == []
    clock.shift(DAY)
    assert len(knocked(store)) == 2


def test_another_message_only_lets_her_rest(store: Store, number: int) -> None:
    copy = store.run(lambda db: db.execute(select(Message.id).where(Message.lane != KNOCK)).scalar_one())
    assert not store.run(resting.rest, copy, NOON)
    assert rests_until(store) == NOON + DAY
