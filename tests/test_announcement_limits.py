"""WhatsApp's limit for a day, and what is said beforehand of when an announcement will have been sent to all."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
import time_machine
from sqlalchemy import Connection, select

from models import hours, installation
from models.announcements import outlook as outlook_module
from models.announcements import quota
from models.announcements.outlook import Outlook, outlook
from models.contacts import Contact
from models.hours import Rhythm
from models.store import Store
from models.zones import DEFAULT
from tests.crowd import crowd

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # in the capital
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CAPITAL = Rhythm(DEFAULT)


class Reached(NamedTuple):
    by: dict[str, int]


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def limited(store: Store, most: int) -> None:
    store.run(installation.keep, quota.KEPT_AS, str(most))


def phones(store: Store, people: int) -> list[int]:
    """The contacts of so many new people of WhatsApp."""
    return store.run(lambda db: [contact_of(db, person) for person in crowd(db, people, "whatsapp")])


def contact_of(db: Connection, person: int) -> int:
    return db.execute(select(Contact.id).where(Contact.person_id == person)).scalar_one()


def test_people_are_counted_once_and_for_a_day(store: Store) -> None:
    limited(store, 5)
    ana, luis, eva = phones(store, 3)
    store.run(quota.knocked, [ana, luis], NOON)
    store.run(quota.knocked, [luis], NOON + HOUR)
    assert store.run(quota.used, NOON + HOUR) == 2
    assert store.run(quota.room, NOON + HOUR) == 3
    store.run(quota.knocked, [eva], NOON + 2 * HOUR)
    assert store.run(quota.used, NOON + DAY) == 2  # Ana's is a day ago
    assert store.run(quota.used, NOON + DAY + HOUR) == 1
    assert store.run(quota.used, NOON + DAY + 2 * HOUR) == 0


def test_a_lower_limit_leaves_no_room_and_not_less(store: Store) -> None:
    store.run(quota.knocked, phones(store, 4), NOON)
    assert store.run(quota.room, NOON) == quota.USUAL - 4
    limited(store, 3)
    assert store.run(quota.room, NOON) == 0


@pytest.mark.parametrize("closed", [0, 1, 2, 3, 4, 5, 7, 12, 23])
@pytest.mark.parametrize("most", [1, 3, 5])
def test_the_plan_over_days_is_what_comes_of_sending_by_the_limit(store: Store, closed: int, most: int) -> None:
    """Played hour by hour: at every full hour outside of the night, as many go out as there is room for."""
    limited(store, most)
    people = phones(store, closed + 4)
    for number, before in enumerate((20, 9, 3)):
        store.run(quota.knocked, [people.pop()], NOON - before * HOUR)
        assert store.run(quota.used, NOON) == number + 1
    expected = store.run(quota.finishes, closed, NOON)
    assert played(store, people[:closed]) == expected


def played(store: Store, people: list[int]) -> datetime:
    moment = last = NOON
    while people:
        room = store.run(quota.room, moment)
        if room and hours.allowed(CAPITAL, moment):
            store.run(quota.knocked, people[:room], moment)
            people, last = people[room:], moment
        moment += HOUR
    return last


def ahead(store: Store, starts_at: datetime | None = None, **more: object) -> Outlook:
    by = {name: int(str(more.pop(name, 0))) for name in ("telegram", "whatsapp_open", "whatsapp_closed")}
    return store.run(lambda db: outlook(db, Reached(by), starts_at, NOON, **more))  # type: ignore[arg-type]


def paced(store: Store, telegram: float, whatsapp: float) -> None:
    for channel, pace in (("telegram", telegram), ("whatsapp", whatsapp)):
        store.run(installation.keep, outlook_module.PACE_KEPT_AS[channel], str(pace))


def test_the_slower_channel_tells_when_it_is_over(store: Store) -> None:
    assert ahead(store, telegram=2400) == Outlook(NOON + timedelta(seconds=100), 1, ahead(store).cost)
    paced(store, telegram=100, whatsapp=10)
    assert ahead(store, telegram=2400, whatsapp_open=2400).finishes_at == NOON + timedelta(seconds=300)
    assert ahead(store, whatsapp_open=2400, pieces=2).finishes_at == NOON + timedelta(seconds=600)
    assert ahead(store, telegram=2400, spread_minutes=60).finishes_at == NOON + timedelta(seconds=3630)


def test_the_night_interrupts_it(store: Store) -> None:
    paced(store, telegram=1, whatsapp=1)
    evening = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # 20:00 in the capital, 21:00 in Cancún
    found = ahead(store, evening, telegram=5760)  # two hours
    assert found.finishes_at == datetime(2026, 11, 25, 15, 0, tzinfo=UTC)  # 9:00 in the capital
    assert found.days == 2
    night = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
    assert ahead(store, night, telegram=1).finishes_at.hour == 16  # 8:00 in Tijuana


def test_at_one_hour_of_everybodys_clock_the_west_is_last(store: Store) -> None:
    ten = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)  # 10:00 in the capital
    assert ahead(store, ten, telegram=24).finishes_at == ten + timedelta(seconds=1)
    assert ahead(store, ten, telegram=24, local=True).finishes_at == ten + 2 * HOUR + timedelta(seconds=1)


def test_what_should_have_begun_begins_now(store: Store) -> None:
    assert ahead(store, NOON - DAY, telegram=24).finishes_at == NOON + timedelta(seconds=1)


def test_a_thousand_people_outside_of_their_window_take_four_days(store: Store) -> None:
    found = ahead(store, telegram=5000, whatsapp_closed=1000)
    assert found.finishes_at == NOON + 3 * DAY
    assert found.days == 4


@pytest.fixture
def quiet() -> Iterator[Callable[[int, int], None]]:
    """Sets the usual quiet hours, and afterwards those that were there."""
    before = (hours.USUAL.quiet_from, hours.USUAL.quiet_until)
    yield lambda start, end: hours.usually_quiet(start * 60, end * 60)
    hours.usually_quiet(*before)


def test_other_quiet_hours_interrupt_it_elsewhere(store: Store, quiet: Callable[[int, int], None]) -> None:
    paced(store, telegram=1, whatsapp=1)
    quiet(13, 15)
    assert ahead(store, telegram=5760).finishes_at == NOON + 4 * HOUR  # 12:00 to 13:00 and 15:00 to 16:00
    quiet(0, 0)
    assert ahead(store, telegram=24 * 2880).finishes_at == NOON + DAY
