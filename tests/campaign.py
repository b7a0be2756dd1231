"""The real program at work on announcements: a crowd on both channels, what everybody got, and what the rows say of it.

It knows no night: what is tried here has to happen at any hour of the day.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from models import keys_check
from models.announcements.drafts import Words
from models.announcements.tables import Announcement
from models.messages import DELIVERED, QUEUED, READ, SENDING, SENT, UNCERTAIN, Message
from models.store import Store
from tests.announced import sent_off
from tests.crowd import address, crowd
from tests.double import Double
from tests.house import House, new_keys, store_of

REACHED = frozenset({SENT, DELIVERED, READ})
UNDER_WAY = frozenset({QUEUED, SENDING})
Told = Counter[tuple[str, str]]
LOOK = 0.05  # seconds between two looks into the database, which tells nobody of itself


@dataclass
class Campaign:
    """A house and its people, each by number with the address she is written to."""

    double: Double
    house: House
    store: Store
    people: dict[int, str]
    texts: dict[int, str] = field(default_factory=dict)

    async def announce(self, **fields: Any) -> int:
        """Send off an announcement to everybody; its number. However much goes wrong, it goes on."""
        text = f"Aviso {len(self.texts) + 1}: la reunión es el viernes."
        given: dict[str, Any] = {"texts": {"es": Words(text)}, "stop_at_percent": 100} | fields
        number = await asyncio.to_thread(lambda: sent_off(self.store, **given))
        self.texts[number] = text
        return number

    async def copies(self, number: int) -> list[tuple[int, str]]:
        """Of every copy its person and its state."""
        return await self.store.read(_copies, number)

    async def states(self, number: int) -> Counter[str]:
        """How many copies are in each state."""
        return await self.store.read(_states, number)

    def told(self) -> Told:
        """How often each text has arrived at each address."""
        screens = self.double.record.screens
        return Counter((to, each.text) for to, shown in screens.items() for each in shown)

    async def until(self, number: int, true: Callable[[Counter[str]], bool], seconds: float = 60) -> Counter[str]:
        """Wait until the states of its copies are as expected; what they are then."""
        async with asyncio.timeout(seconds):
            while not true(states := await self.states(number)):  # noqa: ASYNC110  # it tells nobody of itself
                await asyncio.sleep(LOOK)
        return states

    async def over(self, number: int, seconds: float = 60) -> Counter[str]:
        """Wait until everybody has a copy, and all of them have come to their end."""
        return await self.until(number, self._ended, seconds)

    def _ended(self, states: Counter[str]) -> bool:
        return states.total() >= len(self.people) and not UNDER_WAY & states.keys()

    async def done(self, seconds: float = 20) -> None:
        """Wait until the program itself says of every announcement that it is done."""
        async with asyncio.timeout(seconds):
            while await self.store.read(_announcements) != {"done"}:  # noqa: ASYNC110
                await asyncio.sleep(LOOK)

    async def judge(self, number: int, told: Told | None = None) -> None:
        """Everybody has one copy, and got it once where its state says so; else at most once, and only in doubt."""
        received, copies = self.told() if told is None else told, await self.copies(number)
        assert sorted(person for person, _ in copies) == sorted(self.people), "one copy for everybody"
        for person, state in copies:
            times = received[self.people[person], self.texts[number]]
            assert times == 1 if state in REACHED else times <= (state == UNCERTAIN), (person, state, times)


@asynccontextmanager
async def campaign(
    double: Double,
    database_url: str,
    folder: Path,
    telegram: int,
    whatsapp: int,
    role: str | None = None,
    **settings: str,
) -> AsyncIterator[Campaign]:
    """So many people on each channel, of whom those on WhatsApp have just written; nothing is started yet.

    `role` and `settings` are those of the house.
    """
    port = int(double.options.webhook.rsplit(":", 1)[1])
    house = House(double, database_url, new_keys(), folder, port, role)
    house.change(**{"LAZOS_QUIET_HOURS": "0-0"} | settings)
    store = store_of(database_url, house.keys)
    store.run(keys_check.leave)
    people = _people(store, telegram, whatsapp)
    open_windows(double, people.values())
    try:
        yield Campaign(double, house, store, people)
    finally:
        await house.kill()
        store.close()


async def arrived(ours: Campaign, count: int) -> None:
    """Wait until so many more messages have arrived."""
    moment = ours.double.record.arrivals.total() + count
    await ours.double.until(lambda: ours.double.record.arrivals.total() >= moment, seconds=60)


def open_windows(double: Double, addresses: Iterable[str]) -> None:
    """WhatsApp takes free texts to these."""
    double.twilio.state.last_inbound.update(dict.fromkeys(addresses, time.time()))


def closest_together(moments: list[float]) -> int:
    """The most arrivals in any second."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def _people(store: Store, telegram: int, whatsapp: int) -> dict[int, str]:
    found: dict[int, str] = {}
    for channel, count in (("telegram", telegram), ("whatsapp", whatsapp)):
        numbers = store.run(crowd, count, channel)
        found |= {person: address(channel, person) for person in numbers}
    return found


def _copies(db: Connection, number: int) -> list[tuple[int, str]]:
    rows = db.execute(select(Message.person_id, Message.state).where(Message.announcement_id == number))
    return [(person, state) for person, state in rows if person is not None]


def _states(db: Connection, number: int) -> Counter[str]:
    which = (Message.announcement_id == number, Message.person_id.is_not(None))
    rows = db.execute(select(Message.state, func.count()).where(*which).group_by(Message.state))
    return Counter({state: count for state, count in rows})


def _announcements(db: Connection) -> set[str]:
    return set(db.scalars(select(Announcement.state)))
