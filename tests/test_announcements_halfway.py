"""An announcement that is under way: paused, corrected, cancelled, sent to a part first, beside another one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from models.announcements import drafts, progress, steps
from models.announcements.drafts import Words
from models.base import now
from models.messages import Message
from models.store import Store
from tests.announced import announced, copies, deliver, spread, watch
from tests.announced_people import approve, at_noon, closed, deliver_some, told, write
from tests.crowd import address, crowd


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    yield from at_noon()


def test_paused_nothing_goes_out_and_after_it_all_does(store: Store) -> None:
    store.run(crowd, 4)
    number = announced(store)
    assert len(deliver_some(store, 1)) == 1
    assert store.run(lambda db: steps.pause(db, number, "staff", now()))
    assert told(store) == []
    assert store.run(lambda db: steps.resume(db, number, now()))
    assert len(told(store)) == 3


def test_whoever_asks_for_it_while_it_is_paused_gets_it_afterwards(store: Store, clock: time_machine.Traveller) -> None:
    (person,) = closed(store)
    approve(store, "news_es")
    number = announced(store)
    deliver(store, "whatsapp")
    store.run(lambda db: steps.pause(db, number, "staff", now()))
    clock.shift(timedelta(minutes=1))
    write(store, person)
    assert told(store, "whatsapp") == []
    store.run(lambda db: steps.resume(db, number, now()))
    assert told(store, "whatsapp") == [(address("whatsapp", person), "La reunión es el viernes.")]


def test_corrected_words_go_to_those_who_have_not_got_it_yet(store: Store) -> None:
    store.run(crowd, 3)
    number = announced(store)
    deliver_some(store, 1)
    store.run(lambda db: drafts.correct(db, number, {"es": Words("La reunión es el sábado.")}))
    assert [text for _, text in told(store)] == ["La reunión es el sábado."] * 2
    revisions = select(Message.revision).where(Message.announcement_id == number).order_by(Message.id)
    assert store.run(lambda db: list(db.scalars(revisions))) == [1, 2, 2]


def test_cancelled_nobody_gets_it_any_more(store: Store) -> None:
    store.run(crowd, 3)
    number = announced(store)
    deliver_some(store, 1)
    assert store.run(lambda db: steps.cancel(db, number, now())) == 2
    assert told(store) == []
    store.run(progress.take_back, now())
    assert copies(store, number) == {"sending": 1, "cancelled": 2}


def test_the_first_part_is_a_part_and_the_rest_follows(store: Store) -> None:
    store.run(crowd, 150)
    number = announced(store, first_percent=1)
    assert len(told(store)) == 2
    assert watch(store).state == "held"
    assert told(store) == []
    assert store.run(lambda db: steps.go_on(db, number, now()))
    spread(store)
    assert len(told(store)) == 148
    assert watch(store).state == "done"
    assert copies(store, number) == {"sent": 150}


def test_the_first_part_of_a_few_is_one(store: Store) -> None:
    store.run(crowd, 7)
    announced(store, first_percent=1)
    assert len(told(store)) == 1


def test_two_announcements_share_the_way(store: Store) -> None:
    store.run(crowd, 20)
    first, second = announced(store), announced(store)
    taken = deliver_some(store, 10)
    assert len(taken) == 10
    counted = {first: copies(store, first)["sending"], second: copies(store, second)["sending"]}
    assert counted == {first: 5, second: 5}
