"""What is announced to those who may not be told at once: a knock first, and the words when they write."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from models import contacts, preferences, put_right
from models.base import now
from models.messages import KNOCK, Message
from models.store import Store
from tests.announced import announced, copies, deliver
from tests.announced_people import another_phone, approve, at_noon, closed, told, write
from tests.crowd import address, crowd


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    yield from at_noon()


def test_outside_the_window_a_template_knocks_and_it_follows_when_she_writes(store: Store) -> None:
    (person,) = closed(store)
    approve(store, "news_es")
    number = announced(store)
    knocks = deliver(store, "whatsapp")
    assert [(each.content.knock, each.content.text, each.content.language) for each in knocks] == [(True, "news", "es")]
    assert copies(store, number) == {"waiting": 1}
    write(store, person)
    assert told(store, "whatsapp") == [(address("whatsapp", person), "La reunión es el viernes.")]
    assert copies(store, number) == {"sent": 1}


def test_without_an_approved_template_nothing_is_tried_until_there_is_one(
    store: Store, clock: time_machine.Traveller
) -> None:
    closed(store)
    number = announced(store)
    assert told(store, "whatsapp") == []
    assert copies(store, number) == {"queued": 1}
    approve(store, "news_es")
    clock.shift(timedelta(hours=1))
    assert [text for _, text in told(store, "whatsapp")] == ["news"]


def test_a_discreet_person_is_only_told_that_there_is_something(store: Store) -> None:
    (person,) = store.run(crowd, 1)
    store.run(lambda db: preferences.change(db, person, discreet=True))
    announced(store)
    ((_, text),) = told(store)
    assert "reunión" not in text
    write(store, person)
    assert told(store) == [(address("telegram", person), "La reunión es el viernes.")]


def test_the_knocks_of_a_day_are_limited(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.announcements import quota  # noqa: PLC0415

    closed(store, 5)
    approve(store, "news_es")
    monkeypatch.setattr(quota, "room", lambda db, moment: 2 - knocked(db))
    announced(store)
    assert len(told(store, "whatsapp")) == 2


def knocked(db: object) -> int:
    sent = select(Message.id).where(Message.lane == KNOCK, Message.state != "queued")
    return len(db.execute(sent).all())  # type: ignore[attr-defined]


def test_a_number_that_is_gone_by_the_knock_is_left_for_another_phone(store: Store) -> None:
    (person,) = closed(store)
    approve(store, "news_es")
    number = announced(store)
    (knock,) = deliver(store, "whatsapp")
    store.run(lambda db: another_phone(db, person, "telegram", now() - timedelta(days=9)))
    store.run(lambda db: contacts.unreachable(db, knock.contact_id, now()))
    store.run(lambda db: put_right.skip_rest(db, [knock.contact_id], now()))
    assert told(store, "whatsapp") == []
    assert told(store) == [("500001", "La reunión es el viernes.")]
    assert copies(store, number) == {"sent": 1}
