"""What the provider says later on is believed of the attempt it speaks of, and of no other."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from models import outbox, receipts
from models.base import now
from models.contacts import Contact
from models.messages import BULK, FAILED, QUEUED, REPLY, SENT, WAITING
from models.outbox import Outcome
from models.store import Store
from tests.outgoing import due, queue, states

FIRST, SECOND = "SM1", "SM2"


def sent(store: Store, provider_id: str = FIRST, lane: str = REPLY) -> int:
    """A message that was sent; its number."""
    store.run(queue, "ana", "hola", channel="whatsapp", lane=lane)
    return send(store, provider_id, lane)


def send(store: Store, provider_id: str, lane: str = REPLY) -> int:
    later = now() + timedelta(minutes=1)
    [claimed] = store.run(outbox.claim, "whatsapp", lane, 10, later)
    store.run(outbox.mark, [Outcome(claimed.id, SENT, now(), provider_id)])
    return claimed.id


def told(store: Store, message: int, state: str, provider_id: str | None, error: str = "63019") -> None:
    store.run(receipts.apply, message, state, error, now(), provider_id)


def state(store: Store) -> str:
    [(found, _tries, _error)] = states(store)
    return found


def test_a_reply_goes_again_and_its_old_receipt_means_nothing_any_more(store: Store) -> None:
    message = sent(store)
    told(store, message, QUEUED, FIRST)
    assert states(store) == [(QUEUED, 1, "63019")]
    assert due(store)[0] > now()
    told(store, message, QUEUED, FIRST)
    assert send(store, SECOND) == message
    told(store, message, QUEUED, FIRST)
    assert state(store) == SENT


def test_it_goes_three_times_and_has_failed_then(store: Store) -> None:
    message = sent(store)
    for number in (2, 3):
        told(store, message, QUEUED, f"SM{number - 1}")
        send(store, f"SM{number}")
    told(store, message, QUEUED, "SM3")
    assert states(store) == [(FAILED, 3, "63019")]


@pytest.mark.parametrize("again", [QUEUED, WAITING])
def test_what_nobody_asked_for_has_failed(store: Store, again: str) -> None:
    message = sent(store, lane=BULK)
    told(store, message, again, FIRST)
    assert state(store) == FAILED


def test_outside_the_window_a_reply_waits_for_the_person(store: Store) -> None:
    message = sent(store)
    told(store, message, WAITING, FIRST, "63016")
    assert states(store) == [(WAITING, 1, "63016")]
    told(store, message, "delivered", FIRST)
    assert state(store) == WAITING
    store.run(lambda db: outbox.release(db, 1, now()))
    assert state(store) == QUEUED


def test_it_does_not_wait_for_what_she_has_written_already(store: Store) -> None:
    message = sent(store)
    store.run(lambda db: db.execute(update(Contact).values(heard_at=now() + timedelta(seconds=1))))
    told(store, message, WAITING, FIRST, "63016")
    assert state(store) == QUEUED


def test_a_receipt_may_be_quicker_than_our_own_record(store: Store) -> None:
    store.run(queue, "ana", "hola", channel="whatsapp")
    [claimed] = store.run(outbox.claim, "whatsapp", REPLY, 10, now())
    told(store, claimed.id, WAITING, FIRST, "63016")
    store.run(outbox.mark, [Outcome(claimed.id, SENT, now(), FIRST)])
    assert state(store) == WAITING


def test_the_receipt_of_an_earlier_attempt_does_not_touch_the_one_in_the_air(store: Store) -> None:
    message = sent(store)
    told(store, message, QUEUED, FIRST)
    store.run(outbox.claim, "whatsapp", REPLY, 10, now() + timedelta(minutes=1))
    told(store, message, QUEUED, FIRST)
    assert state(store) == "sending"


def test_what_was_seen_does_not_go_again(store: Store) -> None:
    message = sent(store)
    store.run(receipts.apply, message, "delivered", None, now(), FIRST)
    told(store, message, QUEUED, FIRST)
    assert state(store) == "delivered"
