"""Several processes on one PostgreSQL: people notice nothing of it, and when one dies another goes on."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle, groupby
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import Connection, Engine, select

from bot.leases import number_of
from models import holders
from models.messages import BULK, SENT, UNCERTAIN, Message
from models.store import Store
from tests import databases
from tests.double import Double
from tests.house import House, free_port, new_keys, store_of
from tests.outgoing import queue
from tests.test_kills import HEARS, WRITES, join, reports
from tests.test_program import Talk, jpeg

RATE = 40  # messages a second
PEOPLE, EACH = 50, 4  # replies
UNASKED = 60
FIRST = 710_000
WITHIN = 8.0  # seconds in which it goes on after a process died
ON_THE_WAY = 0.25  # seconds by which one message may come later than another, on a machine whose cores are all busy


@pytest.fixture
def database(postgresql_server: Engine, own_name: str) -> Iterator[str]:
    with databases.postgresql_database(postgresql_server, f"{own_name}_bare", migrated=False) as address:
        yield address


@pytest.fixture
async def web(double: Double, database: str, tmp_path: Path) -> AsyncIterator[House]:
    """The first process; the others are made beside it."""
    web = House(double, database, new_keys(), tmp_path, int(double.options.webhook.rsplit(":", 1)[1]), "web")
    web.change(LAZOS_TELEGRAM_RATE=str(RATE))
    assert (await web.command("migrate"))[0] == 0
    async with web:
        await double.until(lambda: bool(double.telegram.state.webhook["url"]))
        yield web


@pytest.fixture
def inside(web: House) -> Iterator[Store]:
    store = store_of(web.database_url, web.keys)
    yield store
    store.close()


@asynccontextmanager
async def beside(house: House, *roles: str) -> AsyncIterator[list[House]]:
    """Further processes of this installation, until the block ends."""
    others = [house.beside(role) for role in roles]
    async with AsyncExitStack() as stack:
        for other in others:
            stack.push_async_callback(other.kill)
        await asyncio.gather(*(other.start() for other in others))
        yield others


async def holding(houses: list[House], name: str = "telegram") -> list[House]:
    """Those who say that they hold a channel."""
    said = [await house.metrics() for house in houses]
    return [house for house, metrics in zip(houses, said, strict=True) if metrics[f'lazos_held{{channel="{name}"}}']]


async def the_holder(houses: list[House]) -> House:
    async with asyncio.timeout(WITHIN):
        while len(found := await holding(houses)) != 1:  # noqa: ASYNC110  # it tells only when it is asked
            await asyncio.sleep(0.05)
    return found[0]


async def test_whichever_web_hears_a_person_she_is_answered_once(double: Double, web: House, inside: Store) -> None:
    person = inside.run(join, FIRST)
    strangers = [*range(FIRST + 1, FIRST + 16), *(f"whatsapp:+52155500001{number}" for number in range(10, 25))]
    async with beside(web, "web", "sender", "sender", "clock") as (other, *senders, _clock):
        proxy = cycle((web.url, other.url))
        for stranger in strangers:
            double.options.webhook = next(proxy)
            assert 200 <= (await double.say(stranger, "hola")).status < 300
        phone = Talk(double, FIRST)
        for text, expected in zip(WRITES[:-1], HEARS[:-1], strict=True):
            double.options.webhook = next(proxy)
            assert expected in await phone.say(text)
        assert HEARS[-1] in await phone.photo(jpeg())
        for stranger in strangers:
            await double.settled(1, stranger, seconds=20)
        for channel in ("telegram", "whatsapp"):
            assert len(await holding(senders, channel)) == 1
        for house in (web, other, *senders):
            assert await house.stop() == 0
    assert inside.run(reports, person) == 1
    assert {double.record.arrivals[str(stranger)] for stranger in strangers} == {1}
    assert double.faults == []


async def test_when_the_holder_is_killed_another_sends_on(double: Double, web: House, inside: Store) -> None:
    everything(inside)
    async with beside(web, "sender", "sender") as senders:
        await sent(double, 2 * RATE)
        holder = await the_holder(senders)
        await holder.kill()
        killed = monotonic()
        await all_replies(double)
        await settled(inside)
    before, after = _around(double.record.moments, killed)
    assert after - before < WITHIN
    nothing_lost_and_in_order(double, inside)
    assert inside.run(holders.fences)["telegram"] == 2


async def test_a_holder_that_is_cut_off_stops_and_another_sends_on(double: Double, web: House, inside: Store) -> None:
    everything(inside)
    async with beside(web, "sender", "sender") as senders:
        await sent(double, 2 * RATE)
        holder = await the_holder(senders)
        assert inside.run(databases.cut_off_locks, number_of("telegram")) == 1
        await all_replies(double)
        await settled(inside)
        assert len(await holding(senders)) == 1
    assert '"event": "lease_lost"' in holder.log()
    nothing_lost_and_in_order(double, inside)
    assert inside.run(holders.fences)["telegram"] == 2


async def test_a_holder_that_stands_still_is_replaced_and_does_not_go_on(
    double: Double, web: House, inside: Store
) -> None:
    everything(inside)
    async with beside(web, "sender", "sender") as senders:
        await sent(double, 2 * RATE)
        holder = await the_holder(senders)
        holder.freeze()
        await all_replies(double)
        await settled(inside)
        holder.thaw()
        await the_holder(senders)
        assert await holder.stop() == 0
    nothing_lost_and_in_order(double, inside)
    assert inside.run(holders.fences)["telegram"] == 2


async def test_when_the_clock_is_killed_another_fetches_files(double: Double, web: House, inside: Store) -> None:
    person = inside.run(join, FIRST)
    async with beside(web, "sender", "clock", "clock") as (_, *clocks):
        phone = Talk(double, FIRST)
        for text in WRITES[:-1]:
            await phone.say(text)
        (holder,) = [clock for clock in clocks if '"step": "waiting"' in clock.log()]
        await holder.kill()
        assert HEARS[-1] in await phone.photo(jpeg())
    assert inside.run(reports, person) == 1


async def test_of_several_webs_one_polls(double: Double, database: str, tmp_path: Path) -> None:
    house = House(double, database, new_keys(), tmp_path, free_port(), "web")
    house.change(LAZOS_TELEGRAM_MODE="polling")
    await house.command("migrate")
    double.options.webhook = ""
    async with house, beside(house, "web", "sender") as (other, _):
        await double.say(FIRST, "hola")
        await double.settled(1, FIRST, seconds=20)
        polling, standing_by = sorted((house, other), key=lambda each: '"step": "polling"' not in each.log())
        await polling.kill()
        await double.say(FIRST, "hola")
        await double.settled(2, FIRST, seconds=20)
        assert await standing_by.stop() == 0
        assert "conflict" not in polling.log() + standing_by.log()
    assert double.record.arrivals[str(FIRST)] == 2


def everything(store: Store) -> None:
    """Replies in order for some people, and what nobody asked for for others."""
    for person in range(PEOPLE):
        store.run(queue, str(FIRST + person), *(str(number) for number in range(EACH)))
    for person in range(UNASKED):
        store.run(queue, str(FIRST + PEOPLE + person), "unasked", lane=BULK)


async def sent(double: Double, count: int) -> None:
    await double.until(lambda: len(double.record.moments) >= count, seconds=30)


async def all_replies(double: Double) -> None:
    for person in range(PEOPLE):
        await double.until(lambda person=person: f"{EACH - 1}" in texts(double, FIRST + person), seconds=60)  # type: ignore[misc]


async def settled(store: Store) -> None:
    """Until nothing is queued or in the air."""
    async with asyncio.timeout(60):
        while not (await store.read(states)).keys() <= {SENT, UNCERTAIN}:  # noqa: ASYNC110  # it tells nobody of itself
            await asyncio.sleep(0.05)


def states(db: Connection, lane: str | None = None) -> Counter[str]:
    query = select(Message.state) if lane is None else select(Message.state).where(Message.lane == lane)
    return Counter(db.scalars(query))


def texts(double: Double, address: int) -> list[str]:
    return [shown.text for shown in double.sent(address)]


def nothing_lost_and_in_order(double: Double, store: Store) -> None:
    for person in range(PEOPLE):
        read = [text for text, _ in groupby(texts(double, FIRST + person))]
        assert read == [str(number) for number in range(EACH)], "all of it, in order, at most repeated"
    unasked = Counter(len(texts(double, FIRST + PEOPLE + person)) for person in range(UNASKED))
    assert unasked[0] + unasked[1] == UNASKED, "nobody twice"
    kept = store.run(states, BULK)
    assert unasked[0] <= kept[UNCERTAIN], "whoever got nothing is known to be uncertain"
    assert kept[SENT] + kept[UNCERTAIN] == UNASKED
    moments = double.record.moments
    closest = min(later - earlier for earlier, later in zip(moments, moments[RATE:], strict=False))
    assert closest >= 1 - ON_THE_WAY, "never more than the rate in any second, whoever sends"


def _around(moments: list[float], killed: float) -> tuple[float, float]:
    before = max(moment for moment in moments if moment <= killed)
    return before, min(moment for moment in moments if moment > killed)
