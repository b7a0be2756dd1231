"""WhatsApp's limit for a day holds whatever is announced: the rest goes out when there is room again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
import time_machine
from sqlalchemy import select

from dialogue.drawing.content import Content
from models import installation, outbox, receipts
from models.announcements import quota
from models.announcements.outlook import outlook
from models.base import now
from models.contacts import Contact
from models.knocks import APPROVED, keep_states
from models.messages import FAILED
from models.store import Store
from tests.announced import announced, deliver, watch
from tests.crowd import crowd

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Reached(NamedTuple):
    by: dict[str, int]


@pytest.fixture(autouse=True)
def clock(store: Store) -> Iterator[time_machine.Traveller]:
    store.run(keep_states, {"news_es": APPROVED})
    store.run(installation.keep, quota.KEPT_AS, "5")
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def knocked(store: Store) -> list[int]:
    return [each.id for each in deliver(store, "whatsapp") if each.content.knock]


def test_twelve_people_take_three_days_as_it_was_said(store: Store, clock: time_machine.Traveller) -> None:
    store.run(lambda db: crowd(db, 12, "whatsapp", NOON - 3 * DAY))
    said = store.run(outlook, Reached({"whatsapp_closed": 12}), None, NOON)
    announced(store)
    assert len(knocked(store)) == 5
    clock.shift(DAY - timedelta(seconds=1))
    assert knocked(store) == []
    clock.shift(timedelta(seconds=1))
    assert len(knocked(store)) == 5
    assert watch(store).state == "sending"
    clock.shift(DAY)
    assert len(knocked(store)) == 2
    assert (said.finishes_at, said.days) == (now(), 3)
    assert watch(store).state == "done"


def test_a_reminder_counts_too(store: Store) -> None:
    store.run(lambda db: crowd(db, 8, "whatsapp", NOON - 3 * DAY))
    first = store.run(lambda db: db.scalars(select(Contact.id).order_by(Contact.id).limit(2)).all())
    for contact in first:
        reminder = Content("reminder", language="es", knock=True)
        store.run(outbox.queue, contact, "whatsapp", reminder, NOON)
    announced(store)
    assert len(knocked(store)) == 2 + 3


def test_whom_meta_caps_by_receipt_rests_for_a_day(store: Store, clock: time_machine.Traveller) -> None:
    store.run(lambda db: crowd(db, 1, "whatsapp", NOON - 3 * DAY))
    announced(store)
    [knock] = knocked(store)
    store.run(receipts.apply, knock, FAILED, "63049", NOON, f"whatsapp{knock}")
    assert knocked(store) == []
    clock.shift(DAY)
    assert knocked(store) == [knock]
