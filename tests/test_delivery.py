"""What is queued goes out: at once, in order for each person, and again when that can help."""

import asyncio

import pytest
from sqlalchemy import select

from bot import attempt, delivery
from bot.channels.base import RetryLater, SendError, Uncertain, Unreachable, WrongContent
from models import outbox, receipts
from models.base import now
from models.contacts import Contact
from models.messages import Message
from models.store import Store
from tests.outgoing import delivering, queue, settle, states
from tests.post import Post


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Second tries follow soon, so that tests do not wait."""
    monkeypatch.setattr(attempt, "FIRST_DELAY", 0.0)
    monkeypatch.setattr(delivery, "POLL", 0.01)


async def test_messages_go_out_in_order_for_each_person_and_one_at_a_time(store: Store) -> None:
    post = Post()
    for person in range(5):
        store.run(queue, str(person), *(str(number) for number in range(10)))
    async with delivering(store, post):
        await post.until(50)
    for person in range(5):
        assert [text for to, text in post.arrived if to == str(person)] == [str(number) for number in range(10)]
    assert post.most_at_once == 1
    assert states(store) == [("sent", 1, None)] * 50


async def test_people_whose_messages_are_mixed_do_not_get_two_at_once(store: Store) -> None:
    post = Post()
    for number in range(10):
        store.run(queue, "ana", str(number))
        store.run(queue, "beto", str(number))
    async with delivering(store, post):
        await post.until(20)
    assert post.most_at_once == 1
    assert [text for to, text in post.arrived if to == "ana"] == [str(number) for number in range(10)]


@pytest.mark.parametrize("problem", [RetryLater("429"), Uncertain("timeout")])
async def test_a_reply_is_sent_again_and_those_behind_it_wait(store: Store, problem: SendError) -> None:
    post = Post()
    store.run(queue, "ana", "first", "second", "third")
    post.failures["ana"] = [problem]
    async with delivering(store, post):
        await post.until(3)
    assert [text for _, text in post.arrived] == ["first", "second", "third"]
    assert [tries for _, tries, _ in states(store)] == [2, 1, 1]


async def test_a_later_reply_never_overtakes_one_that_waits_for_its_next_try(store: Store) -> None:
    post = Post()
    store.run(queue, "ana", "first")
    post.failures["ana"] = [RetryLater("429", delay=0.3)]
    async with delivering(store, post) as running:
        await settle(store, lambda found: states(store)[0][1] == 1 and found == ["queued"])
        store.run(queue, "ana", "second")
        running.wake()
        await post.until(2)
    assert [text for _, text in post.arrived] == ["first", "second"]


async def test_after_six_tries_it_is_given_up_visibly(store: Store) -> None:
    post = Post()
    store.run(queue, "ana", "first")
    store.run(queue, "beto", "first")
    post.failures["ana"] = [RetryLater("429")] * 9
    post.failures["beto"] = [Uncertain("timeout")] * 9
    async with delivering(store, post):
        await settle(store, lambda found: set(found) == {"failed", "uncertain"})
    assert states(store) == [("failed", 6, "429"), ("uncertain", 6, "timeout")]


async def test_whoever_blocked_us_gets_nothing_more(store: Store) -> None:
    post = Post()
    contact = store.run(queue, "ana", "first", "second")
    post.failures["ana"] = [Unreachable("403 blocked")] * 2
    async with delivering(store, post):
        await settle(store, lambda found: found[0] == "failed" and "queued" not in found and "sending" not in found)
    since = store.run(lambda db: db.execute(select(Contact.unreachable_at).where(Contact.id == contact)).scalar())
    assert since is not None
    assert post.arrived == []


async def test_wrong_content_fails_and_the_next_goes_out(store: Store) -> None:
    post = Post()
    store.run(queue, "ana", "first", "second")
    post.failures["ana"] = [WrongContent("400")]
    async with delivering(store, post):
        await post.until(1)
    assert post.arrived == [("ana", "second")]


async def test_a_flood_answer_pauses_the_whole_channel(store: Store) -> None:
    post = Post()
    store.run(queue, "ana", "first")
    post.failures["ana"] = [RetryLater("429", delay=0.4, everyone=True)]
    async with delivering(store, post) as running:
        await settle(store, lambda found: states(store)[0][1] == 1 and found == ["queued"])
        began = asyncio.get_running_loop().time()
        store.run(queue, "beto", "other")
        running.wake()
        await post.until(2)
    assert asyncio.get_running_loop().time() - began >= 0.3


async def test_what_was_in_the_air_when_the_program_died_is_sent_again(store: Store) -> None:
    store.run(queue, "ana", "first", "second")
    assert len(store.run(outbox.claim, "telegram", "reply", 10, now())) == 1
    post = Post()
    async with delivering(store, post):
        await post.until(2)
    assert [text for _, text in post.arrived] == ["first", "second"]


def test_receipts_are_applied_by_rank_in_any_order_and_any_number(store: Store) -> None:
    store.run(queue, "ana", "first")
    [message] = store.run(outbox.claim, "telegram", "reply", 10, now())
    for state in ("read", "sent", "delivered", "read", "delivered", "failed"):
        store.run(receipts.apply, message.id, state, None, now())
    store.run(outbox.mark, [outbox.Outcome(message.id, "sent", now(), "7")])
    assert states(store)[0][0] == "read"
    assert store.run(lambda db: db.execute(select(Message.provider_id)).scalar()) == "7"


async def test_what_a_dying_process_claimed_after_our_start_is_found_too(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "LOOK_BACK", 0.05)
    post = Post()
    async with delivering(store, post):
        store.run(queue, "beto", "first")
        await post.until(1)
        store.run(lambda db: (queue(db, "ana", "second"), outbox.claim(db, "telegram", "reply", 10, now())))
        await post.until(2)
    assert [text for _, text in post.arrived] == ["first", "second"]


async def test_a_channel_that_hangs_holds_up_nobody_on_the_other(store: Store) -> None:
    hanging, other = Post("telegram"), Post("whatsapp")
    hanging.open.clear()
    for person in range(20):
        store.run(queue, str(person), "hola")
        store.run(queue, str(person), "hola", channel="whatsapp")
    async with delivering(store, hanging), delivering(store, other):
        await other.until(20)
        assert hanging.arrived == []
        hanging.open.set()
        await hanging.until(20)
