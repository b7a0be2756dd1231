"""Where WhatsApp's window is closed a knock goes before what a peer wrote: by day, within the limit, and not too often."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Connection, select

from models import addresses, installation
from models.announcements import quota
from models.base import now
from models.contacts import Address
from models.messages import CANCELLED, KNOCK, QUEUED, Message
from models.peers import aliases
from models.store import Store
from tests.announced import deliver
from tests.peered import ENDED, NOON, Member, met, shelve, tick
from tests.reminded import approve, silent_for

NIGHT = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)  # half past two in Mexico
MORNING = datetime(2026, 11, 26, 15, tzinfo=UTC)


@pytest.fixture
def pair(store: Store, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch) -> tuple[Member, Member]:
    """Ana, whose window on WhatsApp is closed, and Beto, who writes with her."""
    monkeypatch.setattr(aliases, "drawn", lambda taken: min(set(range(aliases.COUNT)) - set(taken)))
    clock.move_to(NOON)
    store.run(shelve)
    store.run(approve, "discreet_es")
    her, him = met(store, clock)
    him.write("/peer reply 1")
    deliver(store, "whatsapp")
    store.run(silent_for, her.person, timedelta(days=2))
    return her, him


def knocks(store: Store) -> int:
    """How many go out now."""
    return sum(each.content.knock for each in deliver(store, "whatsapp"))


def states(store: Store) -> list[str]:
    query = select(Message.state).where(Message.lane == KNOCK).order_by(Message.id)
    return store.run(lambda db: list(db.scalars(query)))


def writes(who: Member, text: str) -> None:
    who.write("/peer reply 1")
    who.write(text)


def test_at_night_a_knock_waits_and_what_is_written_in_an_open_window_does_not(
    store: Store, clock: time_machine.Traveller, pair: tuple[Member, Member]
) -> None:
    her, him = pair
    clock.move_to(NIGHT)
    writes(him, "¿Sigue despierta?")
    assert knocks(store) == 0
    clock.move_to(MORNING)
    assert knocks(store) == 1
    her.write("hola")
    her.hears()
    clock.move_to(NIGHT + timedelta(hours=23))
    writes(him, "Otra cosa")
    assert ["Otra cosa" in each.content.text for each in deliver(store, "whatsapp")] == [True]


def test_whoever_writes_before_the_morning_is_not_knocked_at(
    store: Store, clock: time_machine.Traveller, pair: tuple[Member, Member]
) -> None:
    her, him = pair
    clock.move_to(NIGHT)
    writes(him, "¿Sigue despierta?")
    her.write("hola")
    assert states(store) == [CANCELLED]
    assert any("Sigue despierta" in text for text in her.hears())


def test_a_knock_counts_in_the_limit_of_a_day_and_waits_for_room(
    store: Store, clock: time_machine.Traveller, pair: tuple[Member, Member]
) -> None:
    _her, him = pair
    store.run(installation.keep, quota.KEPT_AS, "1")
    other = store.run(somebody_else)
    store.run(quota.knocked, [other], now())
    writes(him, "Buenas tardes")
    assert knocks(store) == 0
    assert states(store) == [QUEUED]
    clock.shift(timedelta(days=1))
    assert knocks(store) == 1
    assert store.run(quota.room, now()) == 0


def test_after_some_days_she_is_knocked_at_once_more(
    store: Store, clock: time_machine.Traveller, pair: tuple[Member, Member]
) -> None:
    _her, him = pair
    heard = []
    for _day in range(5):
        writes(him, "¿Alguna novedad?")
        heard.append(knocks(store))
        clock.shift(timedelta(days=1))
    assert heard == [1, 0, 0, 1, 0]


def test_that_it_has_ended_is_told_by_day(
    store: Store, clock: time_machine.Traveller, pair: tuple[Member, Member]
) -> None:
    her, _him = pair
    clock.move_to(NIGHT)
    her.write("terminar")
    tick(store)
    assert [each.content.text for each in deliver(store)][-1:] != [ENDED.format("Cedro Azul")]
    clock.move_to(MORNING)
    assert [each.content.text for each in deliver(store)] == [ENDED.format("Cedro Azul")]


def somebody_else(db: Connection) -> int:
    """Another phone on WhatsApp."""
    return addresses.at(db, Address("whatsapp", "whatsapp:+525550000009", ("525550000009",))).id
