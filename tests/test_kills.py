"""kill -9 in the middle of conversations: the message, the state and the replies are one transaction.

A few kills here; `make faults` does as many as docs/reliability.md promises (LAZOS_KILLS=500).
"""

import asyncio
import os
import random
from itertools import groupby

from sqlalchemy import Connection, func, select

from models import addresses, contacts
from models.action_plans import ProgressReport
from models.contacts import Address
from tests.alumni import enrol
from tests.double import Double
from tests.house import House, store_of

KILLS = int(os.environ.get("LAZOS_KILLS", "4"))
PEOPLE = 8
SEED = 20261124

WRITES = ("avance", "60", "nada", "omitir", "7", "omitir")
HEARS = (
    "de 0 a 100?",
    "dificultado avanzar?",
    "Basta con una línea.",
    "ha capacitado",
    "o un documento.",
    "Gracias. Quedó",
)


async def report_again_and_again(double: Double, address: int, done: asyncio.Event) -> list[str]:
    """One person, who reports until `done`; what she read, each sentence by the end that tells it from others."""
    read: list[str] = []
    while not done.is_set():
        for text, expected in zip(WRITES, HEARS, strict=True):
            await deliver(double, address, text)
            await double.until(lambda expected=expected: len(new(double, address, read)) > 0, seconds=60)  # type: ignore[misc]
            read.extend(new(double, address, read))
            assert read[-1] == expected, (text, read[-3:])
    return read


async def deliver(double: Double, address: int, text: str) -> None:
    """Post an update as Telegram does: again and again until it is taken."""
    update = double.updates.text(address, text)
    while (await double.telegram_update(update)).status != 200:  # noqa: ASYNC110  # the house is down
        await asyncio.sleep(0.05)


def new(double: Double, address: int, read: list[str]) -> list[str]:
    """What has appeared since, unless it only repeats what was there last."""
    found = [told(shown.text) for shown in double.sent(address)]
    sentences = [sentence for sentence, _ in groupby(found)]
    known = [sentence for sentence, _ in groupby(read)]
    return sentences[len(known) :]


def told(text: str) -> str:
    return next((ending for ending in HEARS if ending in text), text)


async def test_nothing_is_lost_and_nothing_happens_twice(double: Double, house: House) -> None:
    store = store_of(house.database_url, house.keys)
    people = {700_000 + number: store.run(join, 700_000 + number) for number in range(PEOPLE)}
    done, chance = asyncio.Event(), random.Random(SEED)  # noqa: S311  # repeatable, not secret
    talks = [asyncio.create_task(report_again_and_again(double, address, done)) for address in people]
    for _ in range(KILLS):
        moment = arrivals(double) + chance.randrange(1, 30)
        await double.until(lambda moment=moment: arrivals(double) >= moment, seconds=60)  # type: ignore[misc]
        await house.kill()
        await house.start()
    done.set()
    read = dict(zip(people, await asyncio.gather(*talks), strict=True))
    for address, person in people.items():
        rounds = read[address].count(HEARS[-1])
        assert store.run(reports, person) == rounds, "as many reports as thanks"
        repeated = len(double.sent(address)) - len(
            [1 for _ in groupby(told(each.text) for each in double.sent(address))]
        )
        assert repeated <= KILLS, "at most one repeated prompt a kill"
    assert double.faults == []
    store.close()


def join(db: Connection, address: int) -> int:
    person = enrol(db, plans=("Plan de ejemplo",))
    contacts.belong(db, addresses.at(db, Address("telegram", str(address), (str(address),), "es")).id, person)
    return person


def reports(db: Connection, person: int) -> int:
    query = select(func.count()).select_from(ProgressReport).where(ProgressReport.person_id == person)
    return db.execute(query).scalar_one()


def arrivals(double: Double) -> int:
    return sum(double.record.arrivals.values())
