"""Whom an announcement would reach: by hand in a little world, and against what the engine then does in many."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, insert, select, update

from models import audience, preferences
from models.announcements.drafts import VALID
from models.base import now
from models.consents import Consent
from models.contacts import Contact
from models.knocks import WINDOW, keep_states
from models.messages import Message
from models.people import Person
from models.reach import Reach, reach
from models.store import Store
from tests.announced import announced, deliver
from tests.audience_world import Her, Phone, add_phone, random_people, write
from tests.crowd import consent, crowd

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # in the capital
HOUR, WEEK, YEAR = timedelta(hours=1), timedelta(days=7), timedelta(days=365)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def reached(db: Connection, text: str = "all", valid: timedelta = VALID) -> Reach:
    return reach(db, audience.parse(text), now(), now() + valid)


def left_out(found: Reach) -> dict[str, int]:
    return {reason: count for reason, count in found.excluded.items() if count}


def chosen(store: Store, person: int, **changes: Any) -> None:
    store.run(lambda db: preferences.change(db, person, **changes))


def become(store: Store, person: int, **columns: object) -> None:
    store.run(lambda db: db.execute(update(Person).where(Person.id == person).values(columns)))


def phone(store: Store, person: int, channel: str, ago: timedelta, language: str = "es") -> int:
    return store.run(lambda db: add_phone(db, person, Phone(channel, now() - ago, language, "hers"), now()))


def approve(store: Store, *templates: str) -> None:
    store.run(lambda db: keep_states(db, dict.fromkeys(templates, "approved")))


def test_nobody_is_on_record(store: Store) -> None:
    found = store.run(reached)
    assert (found.people, found.languages) == (0, {})
    assert found.by == {"telegram": 0, "whatsapp_open": 0, "whatsapp_closed": 0}
    assert list(found.excluded) == [
        *("not_joined", "stopped", "no_consent", "unreachable", "paused", "no_template", "duplicate")
    ]


def test_everybody_is_counted_once_by_the_hardest_reason(store: Store) -> None:
    people = store.run(crowd, 9)
    become(store, people[0], joined_at=None, stopped_at=now())
    become(store, people[1], stopped_at=now())
    become(store, people[2], blocked_at=now(), stopped_at=now())
    store.run(lambda db: withdraw(db, people[3]))
    store.run(lambda db: withdraw(db, people[1]))
    store.run(lambda db: db.execute(update(Contact).where(Contact.person_id == people[4]).values(unreachable_at=now())))
    store.run(lambda db: db.execute(update(Contact).where(Contact.person_id == people[5]).values(doubted_at=now())))
    store.run(lambda db: db.execute(update(Contact).where(Contact.person_id == people[6]).values(revoked_at=now())))
    chosen(store, people[4], paused_until="2027-03-01")
    chosen(store, people[7], paused_until="2027-03-01")
    found = store.run(reached)
    assert left_out(found) == {"not_joined": 1, "stopped": 1, "no_consent": 1, "unreachable": 3, "paused": 1}
    assert (found.people, found.by["telegram"], found.languages) == (1, 1, {"es": 1})


def withdraw(db: Connection, person: int) -> None:
    contact = db.execute(select(Contact.id).where(Contact.person_id == person)).scalar_one()
    db.execute(insert(Consent).values(consent(contact, person, given=False)))


def test_channels_windows_templates_and_languages(store: Store) -> None:
    store.run(lambda db: crowd(db, 4, language="en"))
    store.run(lambda db: crowd(db, 3, "whatsapp", now() - WINDOW + HOUR))
    store.run(lambda db: crowd(db, 2, "whatsapp", now() - WINDOW))
    store.run(lambda db: crowd(db, 1, "whatsapp", now() - timedelta(days=2), language="en"))
    found = store.run(reached)
    assert found.by == {"telegram": 4, "whatsapp_open": 3, "whatsapp_closed": 0}
    assert (found.people, found.languages, left_out(found)) == (7, {"en": 4, "es": 3}, {"no_template": 3})
    approve(store, "news_es")
    found = store.run(reached)
    assert (found.by["whatsapp_closed"], found.languages, left_out(found)) == (
        2,
        {"en": 4, "es": 5},
        {"no_template": 1},
    )
    approve(store, "news_es", "news_en")
    found = store.run(reached)
    assert (found.by["whatsapp_closed"], found.people, left_out(found)) == (3, 10, {})


def test_silent_and_discreet_people_get_the_discreet_template(store: Store) -> None:
    store.run(lambda db: crowd(db, 2, "whatsapp", now() - YEAR))
    store.run(lambda db: crowd(db, 1, "telegram", now() - YEAR))
    (discreet,) = store.run(lambda db: crowd(db, 1, "whatsapp", now() - timedelta(days=2)))
    (open_one,) = store.run(lambda db: crowd(db, 1, "whatsapp"))
    chosen(store, discreet, discreet=True)
    chosen(store, open_one, discreet=True)
    approve(store, "news_es")
    found = store.run(reached)
    assert (found.by, left_out(found)) == (
        {"telegram": 1, "whatsapp_open": 1, "whatsapp_closed": 0},
        {"no_template": 3},
    )
    approve(store, "news_es", "discreet_es")
    assert store.run(reached).by == {"telegram": 1, "whatsapp_open": 1, "whatsapp_closed": 3}


def test_a_pause_that_ends_while_it_is_valid_leaves_nobody_out(store: Store) -> None:
    short, border, long = store.run(crowd, 3)
    chosen(store, short, paused_until="2026-11-26")
    chosen(store, border, paused_until="2026-12-01")  # at ten in the morning, the capital's time: 16:00 UTC
    chosen(store, long, paused_until="2026-12-02")
    assert left_out(store.run(reached)) == {"paused": 1}
    assert left_out(store.run(reached, "all", WEEK - 2 * HOUR)) == {"paused": 2}
    assert left_out(store.run(reached, "all", WEEK - 2 * HOUR + timedelta(milliseconds=1))) == {"paused": 1}


def test_of_several_phones_one_gets_it_and_the_others_are_told(store: Store) -> None:
    one, other, third = store.run(crowd, 3)
    phone(store, one, "whatsapp", timedelta(minutes=5))
    phone(store, one, "telegram", YEAR)
    phone(store, other, "whatsapp", timedelta(days=2))
    phone(store, third, "whatsapp", timedelta(days=2))
    chosen(store, third, first_channel="whatsapp")
    found = store.run(reached)
    assert found.by == {"telegram": 1, "whatsapp_open": 1, "whatsapp_closed": 0}
    assert left_out(found) == {"no_template": 1, "duplicate": 3}
    approve(store, "news_es")
    found = store.run(reached)
    assert found.by == {"telegram": 1, "whatsapp_open": 1, "whatsapp_closed": 1}
    assert left_out(found) == {"duplicate": 4}


def test_the_phone_says_the_language_of_whom_nobody_has_asked(store: Store) -> None:
    (one,) = store.run(lambda db: crowd(db, 1, language=None))
    phone(store, one, "whatsapp", timedelta(minutes=5), language="en")
    (two,) = store.run(lambda db: crowd(db, 1, language=None))
    phone(store, two, "whatsapp", timedelta(minutes=5), language="fr")
    chosen(store, two, hour=600)
    assert store.run(reached).languages == {"en": 1, "es": 1}


def test_only_the_audience_is_counted(store: Store) -> None:
    store.run(lambda db: crowd(db, 3, state="SON"))
    store.run(lambda db: crowd(db, 2, state="SON", joined_at=None))
    store.run(lambda db: crowd(db, 5, state="CHH", joined_at=None))
    found = store.run(reached, "estado = Sonora")
    assert (found.people, left_out(found)) == (3, {"not_joined": 2})


@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_the_engine_then_does(store: Store, seed: int) -> None:
    random = Random(seed)  # noqa: S311
    approve(store, *random.choice([("news_es", "discreet_es"), ("news_es", "news_en"), ()]))
    store.run(write, found := random_people(random, 120, now()), now())
    store.run(choose, random, found)
    expected = store.run(reached)
    number = announced(store)
    deliver(store, "telegram")
    deliver(store, "whatsapp")
    deliver(store, "telegram")  # what was moved there
    outcome = store.run(outcomes, number)
    assert expected.by == {where: outcome[where] for where in expected.by}
    assert {why: expected.excluded[why] for why in ("paused", "no_template")} == {
        why: outcome[why] for why in ("paused", "no_template")
    }
    assert sum(outcome.values()) == expected.people + expected.excluded["paused"] + expected.excluded["no_template"]
    assert min(expected.people, expected.excluded["unreachable"], expected.excluded["duplicate"]) > 5


def choose(db: Connection, random: Random, everybody: list[Her]) -> None:
    """Consents and preferences as people have them."""
    for her in everybody:
        contact = db.execute(select(Contact.id).where(Contact.person_id == her.id).limit(1)).scalar()
        if contact and random.random() < 0.9:
            db.execute(insert(Consent).values(consent(contact, her.id, given=random.random() < 0.9)))
        if random.random() < 0.5:
            pause = random.choice([None, None, "2026-10-01", "2027-03-01"])
            first = random.choice([None, "telegram", "whatsapp"])
            discreet = random.random() < 0.3
            preferences.change(db, her.id, first_channel=first, discreet=discreet, paused_until=pause)


def outcomes(db: Connection, number: int) -> Counter[str]:
    """Where each copy went or will go when she writes, or why it did not."""
    copies = select(Message.state, Message.channel, Message.error, Contact.heard_at)
    hers = copies.join(Contact, Contact.id == Message.contact_id).where(
        Message.announcement_id == number, Message.person_id.is_not(None)
    )
    return Counter(_outcome(*row) for row in db.execute(hers))


def _outcome(state: str, channel: str, error: str | None, heard: datetime) -> str:
    if state not in ("sent", "waiting"):
        return error or state
    if channel == "telegram":
        return channel
    return "whatsapp_open" if now() - heard < WINDOW else "whatsapp_closed"
