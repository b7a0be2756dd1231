"""Receipts in any order, twice, before our own record, and for messages that nobody knows: always the same end.

A few orders here; `make faults` takes 10,000 events in 50 orders (LAZOS_RECEIPT_ORDERS=50).
"""

import os
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from models import outbox, receipts
from models.base import now
from models.messages import (
    ANNOUNCED,
    BULK,
    DELIVERED,
    FAILED,
    KNOCK,
    QUEUED,
    READ,
    REPLY,
    SENDING,
    SENT,
    WAITING,
    Message,
)
from models.outbox import Outcome
from models.receipts import Receipt
from models.sealing import Vault
from models.store import Store
from tests import databases
from tests.campaign import campaign
from tests.double import Double, Plan
from tests.measured import measured
from tests.outgoing import contact_at
from tests.writing import on_sqlite

ORDERS = int(os.environ.get("LAZOS_RECEIPT_ORDERS", "8"))
EVENTS = 10_000 if ORDERS > 8 else 500
SEED = 20261124
MANY, ROUNDS = 240, 8

#: What is told of one sending, in the order in which it happens; the code stands for what can be mended.
LIVES: dict[str, tuple[str, ...]] = {
    "delivered": (SENT, DELIVERED),
    "read": (SENT, DELIVERED, READ),
    "read, and that it was delivered is never told": (SENT, READ),
    "failed": (SENT, FAILED),
    "failed at once": (FAILED,),
    "outside the window": (SENT, WAITING),
    "outside the window at once": (WAITING,),
    "its file was not fetched": (SENT, QUEUED),
}
LANES = (REPLY, ANNOUNCED, BULK, KNOCK)
CODES = {WAITING: "63016", QUEUED: "63019", FAILED: "63024"}


def end(life: Sequence[str], lane: str) -> str:
    """What has to become of a message: a reply goes out again or waits, a copy is looked at anew, the rest has failed."""
    if life[-1] not in (WAITING, QUEUED):
        return life[-1]
    if lane in (BULK, KNOCK):
        return FAILED
    return life[-1] if lane == REPLY else QUEUED


def test_whatever_the_order_the_end_is_the_same(store: Store, database_url: str) -> None:
    kinds = list(islice(cycle(product(LIVES.values(), LANES)), EVENTS // 4))
    contact = store.run(lambda db: contact_at(db, "whatsapp:+525550000001", "whatsapp"))
    store.run(add, contact, [lane for _, lane in kinds])
    told = events([life for life, _ in kinds])
    expected = {number: end(life, lane) for number, (life, lane) in enumerate(kinds, start=1)}
    for order in range(ORDERS):
        chance = random.Random(SEED + order)  # noqa: S311  # repeatable, not secret
        store.run(in_the_air)
        play(store, chance.sample(told, len(told)), chance)
        found = store.run(ends)
        wrong = {number: (kinds[number - 1], state) for number, state in found.items() if state != expected[number]}
        assert not wrong, order
    measured("receipts in disorder", database_url, events=len(told), orders=ORDERS, wrong=0)


@on_sqlite
async def test_the_whole_program_believes_them_in_any_order(double: Double, database_url: str, tmp_path: Path) -> None:
    """They come before Twilio's own answer, twice, out of order, and some for messages that nobody knows."""
    double.options.latency = 0.1
    double.receipts.plan = Plan((SENT, DELIVERED, READ), duplicated=True, shuffled=True)
    async with campaign(double, database_url, tmp_path, 0, 40) as ours:
        number = await ours.announce()
        await ours.house.start()
        await ours.over(number)
        unknown = str(next(iter(double.twilio.state.callbacks.values()))).partition("=")[0] + f"={10**9}"
        double.twilio.state.callbacks.update(dict.fromkeys(list(double.twilio.state.callbacks)[:3], unknown))
        for sid in list(double.twilio.state.callbacks)[:3]:
            assert (await double.receipt(sid, READ)).status == 204
        await double.quiet()
        await ours.judge(number)
        assert await ours.states(number) == {READ: 40}
    assert double.faults == []


def test_several_processes_at_once_do_not_wait_for_each_other(postgresql_url: str, vault: Vault) -> None:
    """Two that take receipts in and one that sends, all of them speaking of the same messages."""
    databases.empty(postgresql_url)
    stores = [Store(postgresql_url, vault) for _ in range(3)]
    contact = stores[0].run(lambda db: contact_at(db, "whatsapp:+525550000001", "whatsapp"))
    stores[0].run(add, contact, [ANNOUNCED] * MANY)
    with ThreadPoolExecutor(len(stores)) as pool:
        for each in [pool.submit(tell, store, number) for number, store in enumerate(stores)]:
            each.result()  # raises where one of them could not go on
    assert set(stores[0].run(ends).values()) == {READ}
    for store in stores:
        store.close()


def tell(store: Store, process: int) -> None:
    """Everything is told by each process, in its own order; the first one also keeps our own record."""
    chance = random.Random(process)  # noqa: S311
    for _ in range(ROUNDS):
        numbers = chance.sample(range(1, MANY + 1), MANY)
        for some in (numbers[start : start + 60] for start in range(0, MANY, 60)):
            if process == 0:
                store.run(outbox.mark, [Outcome(number, SENT, now(), f"SM{number}") for number in some])
            else:
                told = [Receipt(number, chance.choice((SENT, DELIVERED)), None, f"SM{number}") for number in some]
                store.run(receipts.apply_all, told, now())
    store.run(receipts.apply_all, [Receipt(number, READ, None, f"SM{number}") for number in range(1, MANY + 1)], now())


def events(lives: Sequence[Sequence[str]]) -> list[Receipt | Outcome]:
    """Everything that is told, twice, and once our own record; a few of messages that nobody knows."""
    told: list[Receipt | Outcome] = []
    for number, life in enumerate(lives, start=1):
        told += 2 * [Receipt(number, state, CODES.get(state), f"SM{number}") for state in life]
        told.append(Outcome(number, SENT, now(), f"SM{number}"))
    return told + [Receipt(10**9 + number, state, None, "SM0") for number, state in enumerate((SENT, READ, WAITING))]


def play(store: Store, told: Sequence[Receipt | Outcome], chance: random.Random) -> None:
    """All of it in this order, as much together as comes together."""
    left = list(told)
    while left:
        together, left = left[: (size := chance.randrange(1, 60))], left[size:]
        for outcomes, each in runs(together):
            if outcomes:
                store.run(outbox.mark, each)
            else:
                store.run(receipts.apply_all, each, now())


def runs(together: Sequence[Any]) -> Iterator[tuple[bool, list[Any]]]:
    """Receipts and our own records lie in different transactions."""
    for kind in (Receipt, Outcome):
        if these := [each for each in together if isinstance(each, kind)]:
            yield kind is Outcome, these


def add(db: Connection, contact: int, lanes: Sequence[str]) -> None:
    moment = now() + timedelta(minutes=1)  # later than anybody has written
    common = {"contact_id": contact, "channel": "whatsapp", "state": SENDING, "seal_id": b"", "created_at": moment}
    rows = [
        common
        | {"id": number, "lane": lane, "due_at": moment, "tries": 0}
        | {"announcement_id": 1 if lane in (ANNOUNCED, KNOCK) else None}
        | {"person_id": number if lane == ANNOUNCED else None}
        for number, lane in enumerate(lanes, start=1)
    ]
    db.execute(insert(Message), rows)


def in_the_air(db: Connection) -> None:
    """All of them are being sent, and nothing has been told."""
    db.execute(update(Message).values(state=SENDING, provider_id=None, error=None, tries=0))


def ends(db: Connection) -> dict[int, str]:
    return {number: state for number, state in db.execute(select(Message.id, Message.state))}
