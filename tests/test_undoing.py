"""An announcement that should not have gone out is taken off every screen of Telegram, at the pace of everything else."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.channels.base import RetryLater
from bot.channels.telegram import Telegram
from bot.delivery import Delivery
from dialogue.drawing.content import Content
from models.announcements import counting, undoing
from models.base import now
from models.messages import BULK, SENT, Message
from models.outbox import Claimed
from models.store import Store
from tests.announced import announced, copies, deliver
from tests.awake import no_night
from tests.crowd import address, crowd
from tests.double import Double, flood, lost
from tests.outgoing import settle
from tests.telegram_setting import ANA, channel, message, running


@pytest.fixture(autouse=True)
def awake() -> Iterator[None]:
    with no_night():
        yield


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double
        assert double.faults == []


@pytest.fixture
async def telegram(store: Store, double: Double) -> AsyncIterator[Telegram]:
    async with running(channel(double.url, store, rate=1000.0)) as telegram:
        await telegram.registered()
        yield telegram


@asynccontextmanager
async def delivering(store: Store, telegram: Telegram) -> AsyncIterator[Delivery]:
    """Delivery at work until the block ends."""
    delivery = Delivery(store, telegram)
    task = asyncio.create_task(delivery.run())
    yield delivery
    await delivery.stop()
    await task


def on_screens(double: Double, people: list[int]) -> int:
    return sum(len(double.sent(address("telegram", person))) for person in people)


async def test_it_is_off_every_screen_and_nothing_else_is(store: Store, double: Double, telegram: Telegram) -> None:
    people = store.run(lambda db: crowd(db, 10))
    kept, wrong = announced(store), announced(store)
    async with delivering(store, telegram) as delivery:
        await settle(store, lambda states: states == [SENT] * 20)
        assert on_screens(double, people) == 20
        assert store.run(undoing.undo, wrong, now()) == 10
        assert copies(store, wrong) == {"undone": 10}
        assert store.run(undoing.take_back, now()) == 10
        delivery.wake()
        await double.until(lambda: on_screens(double, people) == 10)
    assert copies(store, kept) == {"sent": 10}
    report = store.run(counting.report, wrong)
    assert (report.reached, report.by_state) == (0, {"undone": 10})
    assert store.run(undoing.undo, wrong, now()) == 0
    assert store.run(undoing.take_back, now()) == 0


def test_what_is_too_old_or_on_whatsapp_stays_and_is_counted(store: Store) -> None:
    people = store.run(lambda db: crowd(db, 3))
    store.run(lambda db: crowd(db, 2, "whatsapp"))
    number = announced(store)
    deliver(store)
    deliver(store, "whatsapp")
    old = update(Message).where(Message.person_id == people[0]).values(moved_at=now() - timedelta(hours=47, minutes=51))
    store.run(lambda db: db.execute(old))
    assert store.run(undoing.undo, number, now()) == 2
    assert store.run(undoing.left, number) == 3
    assert copies(store, number) == {"undone": 2, "sent": 3}


def test_a_few_at_a_time_wait_for_delivery(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "AT_ONCE", 4)
    store.run(lambda db: crowd(db, 10))
    number = announced(store)
    ids = {each.id: f"telegram{each.id}" for each in deliver(store)}
    store.run(undoing.undo, number, now())
    deleted: list[str] = []
    while count := store.run(undoing.take_back, now()):
        assert count <= 4
        assert store.run(undoing.take_back, now()) == 0
        going = deliver(store)
        assert {each.lane for each in going} == {BULK}
        deleted += [id for each in going for id in each.content.deletes]
    assert sorted(deleted) == sorted(ids.values())


def test_what_is_waiting_goes_out_as_before(store: Store) -> None:
    """To undo is not to cancel: that is another step."""
    store.run(lambda db: crowd(db, 3))
    number = announced(store)
    assert store.run(undoing.undo, number, now()) == 0
    assert len(deliver(store)) == 3


async def test_a_deletion_is_tried_again_whatever_became_of_the_first(double: Double, telegram: Telegram) -> None:
    first, second = await telegram.send(message("uno")), await telegram.send(message("dos"))
    deletion = Claimed(9, 1, 1, str(ANA), Content("", deletes=(first or "",)), BULK)
    double.script("deleteMessages", [flood(2), lost()])
    for _ in range(2):
        with pytest.raises(RetryLater):
            await telegram.send(deletion)
    assert await telegram.send(deletion) is None
    assert [shown.id for shown in double.sent(ANA)] == [second]


def test_the_copies_keep_what_was_sent(store: Store) -> None:
    """Her data still say what was on her screen."""
    store.run(lambda db: crowd(db, 1))
    number = announced(store)
    deliver(store)
    store.run(undoing.undo, number, now())
    store.run(undoing.take_back, now())
    revision = select(Message.revision).where(Message.announcement_id == number)
    assert store.run(lambda db: db.execute(revision).scalar_one()) == 1
