"""Providers that refuse, break down, or lose an answer in the middle of an announcement: everybody has a visible end.

30 people here; `make faults` takes 1,000 (LAZOS_ANNOUNCEMENT_REFUSALS=1000), lets the last try come, which is half
an hour after the first, and waits until Twilio has been asked what it knows.
"""

import asyncio
import os
from collections import Counter
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Connection, select

from bot import attempt, delivery
from bot.attempt import TRIES
from bot.channels.base import RetryLater
from models.messages import FAILED, SENT, UNCERTAIN, Message
from models.store import Store
from tests.announced import announced
from tests.campaign import LOOK, REACHED, Campaign, campaign
from tests.crowd import address, crowd
from tests.double import Double, flood, lost, server_error
from tests.measured import measured
from tests.outgoing import delivering, settle, states
from tests.post import Post

PEOPLE = int(os.environ.get("LAZOS_ANNOUNCEMENT_REFUSALS", "30"))
IN_FULL = PEOPLE > 30
BOTH = ["sqlite", "postgresql"]
RATE = 60.0
FAST = {f"LAZOS_{name}_RATE": str(RATE) for name in ("TELEGRAM", "TWILIO")}
BROKEN = {server_error(502): 0.05, server_error(503): 0.05}
SEED = 20261124
PATIENCE = 3000 if IN_FULL else 60  # seconds; the sixth try comes half an hour after the first

databases = pytest.mark.parametrize("database_url", BOTH if IN_FULL else BOTH[:1], indirect=True)


@databases
async def test_a_fifth_refused_and_a_tenth_broken_everything_has_a_visible_end(
    double: Double, database_url: str, tmp_path: Path
) -> None:
    async with campaign(double, database_url, tmp_path, PEOPLE // 2, PEOPLE // 2, **FAST) as ours:
        double.mix("sendMessage", {flood(1): 0.2} | BROKEN, SEED)
        double.mix("messages", {flood(0): 0.2} | BROKEN, SEED)  # Twilio names no wait
        number = await ours.announce()
        await ours.house.start()
        writers = [address("telegram", person) for person in list(ours.people)[:3]]
        await asyncio.gather(*(answered(ours, each) for each in writers), slowed(ours))
        ended = await ours.over(number, PATIENCE)
        slow = await paces(ours)
        await ours.judge(number)
        tries = await ours.store.read(tries_of, number)
        double.scripted.clear()
        await asyncio.sleep(1)  # in which nobody complains
        after = await paces(ours)
    figures = {"people": PEOPLE, "ended": ended, "tries": tries, "slowed_to": [round(each, 1) for each in slow]}
    measured("a fifth 429, a tenth 5xx", database=database_url, **figures)
    assert set(ended) <= REACHED | {UNCERTAIN, FAILED}
    assert max(tries) <= TRIES
    assert all(later > each or later == RATE for each, later in zip(slow, after, strict=True)), "up again without any"
    assert double.faults == []


async def answered(ours: Campaign, whom: str) -> None:
    """Somebody writes in the middle of it, and is answered."""
    before = len(ours.double.sent(whom))
    await ours.double.until(lambda: ours.double.record.arrivals.total() > 5, seconds=60)
    assert (await ours.double.say(whom, "menú")).status == 200
    await ours.double.until(lambda: any("hacer" in each.text for each in ours.double.sent(whom)[before:]), seconds=60)


async def slowed(ours: Campaign) -> None:
    """Both paces go down with complaints."""
    async with asyncio.timeout(60):
        while not all(each < RATE for each in await paces(ours)):  # noqa: ASYNC110  # it tells nobody of itself
            await asyncio.sleep(LOOK)


async def paces(ours: Campaign) -> list[float]:
    """The messages a second that are allowed now on each channel, as the program tells Prometheus."""
    told = await ours.house.metrics()
    return [told[f'lazos_pace{{channel="{channel}"}}'] for channel in ("telegram", "whatsapp")]


def tries_of(db: Connection, number: int) -> Counter[int]:
    """How many copies took how many tries."""
    return Counter(db.scalars(select(Message.tries).where(Message.announcement_id == number)))


async def test_a_copy_gets_six_tries_and_then_it_has_failed(
    store: Store, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempt, "FIRST_DELAY", 0.0)
    monkeypatch.setattr(delivery, "POLL", 0.01)
    post, (ana, beto) = Post(), store.run(crowd, 2)
    post.failures[address("telegram", ana)] = [RetryLater("429", delay=0.0)] * 9
    announced(store)
    async with delivering(store, post):
        await settle(store, lambda found: set(found) == {FAILED, SENT})
    assert sorted(states(store)) == [(FAILED, TRIES, "429"), (SENT, 1, None)]
    assert [to for to, _ in post.arrived] == [address("telegram", beto)]


@databases
async def test_what_was_accepted_before_the_answer_was_lost_arrives_once(
    double: Double, database_url: str, tmp_path: Path
) -> None:
    double.receipts.plan = None  # else Twilio tells of each message
    async with campaign(double, database_url, tmp_path, PEOPLE // 2, PEOPLE // 2, **FAST) as ours:
        lost_ones = {to for person, to in ours.people.items() if person % 5 == 0}
        for to in lost_ones:
            double.script("messages" if to.startswith("whatsapp") else "sendMessage", [lost()], to)
        number = await ours.announce()
        await ours.house.start()
        await ours.over(number)
        await ours.judge(number)
        in_doubt = {ours.people[person] for person, state in await ours.copies(number) if state == UNCERTAIN}
        told = ours.told()
        if IN_FULL:
            await ours.until(number, lambda states: states[UNCERTAIN] == sum(":" not in to for to in lost_ones), 400)
            assert ours.told() == told
    measured("the answer is lost", database=database_url, lost=len(lost_ones), uncertain=len(in_doubt))
    assert told == Counter((to, ours.texts[number]) for to in ours.people.values()), "everybody has it once"
    assert in_doubt == lost_ones
    assert double.faults == []
