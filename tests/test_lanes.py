"""What nobody asked for goes out behind replies, slower than they may, and never twice."""

import asyncio

import pytest
from sqlalchemy import Connection, update

from bot import attempt, delivery
from bot.channels.base import OutsideWindow, RetryLater, Uncertain
from dialogue.drawing.content import Content
from models import outbox
from models.base import now
from models.contacts import Contact
from models.messages import BULK, REPLY
from models.store import Store
from tests.outgoing import contact_at, delivering, queue, settle, states
from tests.post import Post


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Second tries follow soon, so that tests do not wait."""
    monkeypatch.setattr(attempt, "FIRST_DELAY", 0.0)
    monkeypatch.setattr(delivery, "POLL", 0.01)


async def test_replies_go_first(store: Store) -> None:
    post = Post()
    for person in range(20):
        store.run(queue, f"b{person}", "aviso", lane=BULK)
    for person in range(20):
        store.run(queue, f"r{person}", "respuesta")
    async with delivering(store, post):
        await post.until(40)
    assert [text for _, text in post.arrived[:20]] == ["respuesta"] * 20
    assert [text for _, text in post.arrived[20:]] == ["aviso"] * 20


async def test_a_reply_does_not_wait_for_a_provider_that_hangs_on_the_rest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "MOST_IN_FLIGHT", 4)
    monkeypatch.setattr(delivery, "MOST_BULK", 2)
    post = Post()
    post.open.clear()
    for person in range(6):
        store.run(queue, f"b{person}", "aviso", lane=BULK)
    async with delivering(store, post) as running:
        await settle(store, lambda found: found.count("sending") == 2)
        store.run(queue, "ana", "respuesta")
        running.wake()
        await settle(store, lambda found: found[-1] == "sending")
        assert [state for state, *_ in states(store)].count("sending") == 3
        post.open.set()
        await post.until(7)


async def test_a_reply_overtakes_what_waits_for_its_next_try_and_one_is_in_the_air(store: Store) -> None:
    post = Post()
    post.failures["ana"] = [RetryLater("429", delay=60)]
    store.run(queue, "ana", "aviso", lane=BULK)
    async with delivering(store, post) as running:
        await settle(store, lambda found: states(store)[0][1] == 1 and found == ["queued"])
        store.run(queue, "ana", "respuesta")
        running.wake()
        await post.until(1)
        await settle(store, lambda found: found == ["queued", "sent"])
    assert post.arrived == [("ana", "respuesta")]
    assert post.most_at_once == 1


def claim(db: Connection, lane: str) -> list[str]:
    return [message.content.text for message in outbox.claim(db, "telegram", lane, 10, now())]


def test_to_one_person_only_one_is_in_the_air_whatever_its_lane(store: Store) -> None:
    store.run(queue, "ana", "aviso", lane=BULK)
    assert store.run(claim, BULK) == ["aviso"]
    store.run(queue, "ana", "respuesta")
    assert store.run(claim, REPLY) == []


def test_what_nobody_asked_for_waits_behind_an_earlier_reply_and_not_behind_a_later_one(store: Store) -> None:
    store.run(queue, "ana", "respuesta")
    store.run(queue, "ana", "aviso", lane=BULK)
    store.run(queue, "beto", "aviso", lane=BULK)
    store.run(queue, "beto", "respuesta")
    assert store.run(claim, BULK) == ["aviso"]
    assert store.run(claim, REPLY) == ["respuesta"]


async def test_what_may_have_arrived_is_never_sent_again(store: Store) -> None:
    post = Post()
    post.failures["ana"] = [Uncertain("timeout")]
    store.run(queue, "ana", "aviso", lane=BULK)
    async with delivering(store, post):
        await settle(store, lambda found: found == ["uncertain"])
    assert (post.arrived, states(store)) == ([], [("uncertain", 1, "timeout")])


async def test_what_was_in_the_air_when_the_program_died_is_not_sent_again(store: Store) -> None:
    store.run(queue, "ana", "aviso", lane=BULK)
    assert store.run(claim, BULK) == ["aviso"]
    post = Post()
    async with delivering(store, post):
        await settle(store, lambda found: found == ["uncertain"])
    assert post.arrived == []


async def test_what_was_refused_for_now_is_sent_again(store: Store) -> None:
    post = Post()
    post.failures["ana"] = [RetryLater("429")]
    store.run(queue, "ana", "aviso", lane=BULK)
    async with delivering(store, post):
        await post.until(1)
    assert post.arrived == [("ana", "aviso")]


def test_nobody_asked_for_a_knock(store: Store) -> None:
    contact = store.run(contact_at, "ana")
    store.run(lambda db: outbox.queue(db, contact, "telegram", Content("answer", language="es", knock=True), now()))
    assert store.run(claim, REPLY) == []
    assert store.run(claim, BULK) == ["answer"]


async def test_a_reply_outside_the_window_waits_until_the_person_writes(store: Store) -> None:
    post = Post("whatsapp")
    post.failures["ana"] = [OutsideWindow("63016")]
    contact = store.run(queue, "ana", "respuesta", channel="whatsapp")
    async with delivering(store, post) as running:
        await settle(store, lambda found: found == ["waiting"])
        store.run(outbox.release, contact, now())
        running.wake()
        await post.until(1)
    assert states(store) == [("sent", 2, None)]


async def test_if_she_wrote_meanwhile_it_goes_at_once(store: Store) -> None:
    post = Post("whatsapp")
    post.failures["ana"] = [OutsideWindow("63016")]
    post.open.clear()
    contact = store.run(queue, "ana", "respuesta", channel="whatsapp")
    async with delivering(store, post):
        await settle(store, lambda found: found == ["sending"])
        store.run(lambda db: db.execute(update(Contact).where(Contact.id == contact).values(heard_at=now())))
        post.open.set()
        await post.until(1)
    assert post.arrived == [("ana", "respuesta")]


async def test_outside_the_window_what_nobody_asked_for_has_failed(store: Store) -> None:
    post = Post("whatsapp")
    post.failures["ana"] = [OutsideWindow("63016")]
    store.run(queue, "ana", "aviso", channel="whatsapp", lane=BULK)
    async with delivering(store, post):
        await settle(store, lambda found: found == ["failed"])


async def test_much_of_it_goes_no_faster_than_it_may(store: Store) -> None:
    post = Post()
    post.rate = 100.0
    for person in range(40):
        store.run(queue, str(person), "aviso", lane=BULK)
    began = asyncio.get_running_loop().time()
    async with delivering(store, post):
        await post.until(40)
    assert asyncio.get_running_loop().time() - began > 0.3  # 100 a second, of which five may go at once
