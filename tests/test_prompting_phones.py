"""To which of her phones something unasked goes: a person may have one on each channel."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection

from handlers import ways
from models import addresses, contacts, doubts, prompting_facts
from models.base import now
from models.contacts import Address
from models.store import Store
from tests.phones import phone_of
from tests.reminded import PLAN, Alumna, alumna, approve

WHATSAPP = "whatsapp:+525550000001"
ASKED = (
    f"Hace un mes que no sabemos de su plan «{PLAN}». ¿Cómo va? "
    "[Reportar avance] [Más tarde] [Mañana] [Este plan ya no]"
)


def _heard(db: Connection, address: Address, before: timedelta) -> None:
    contacts.heard(db, addresses.at(db, address).id, now() - before)


@pytest.fixture
def both(store: Store, clock: time_machine.Traveller) -> Alumna:
    """She has a phone on each channel, and wrote on WhatsApp last."""
    ana = alumna(store, clock, channel="whatsapp", address=WHATSAPP)
    phone_of(store, ana.person, "telegram", "500009")
    store.run(_heard, Address("telegram", "500009", ("500009",)), timedelta(days=9))
    return ana.at("2026-12-24 10:00")


def way(both: Alumna) -> tuple[str, str | None] | None:
    """The channel that would be written to, and with which knock."""

    def choose(db: Connection) -> tuple[str, str | None] | None:
        about = prompting_facts.circumstances(db, both.person, None, now())
        found = ways.choose_contact(db, about, now())
        return None if found is None else (found.contact.channel, found.knock)

    return both.store.run(choose)


def test_the_phone_heard_from_last_is_written_to(both: Alumna) -> None:
    both.store.run(approve, "reminder_es")
    assert way(both) == ("whatsapp", "reminder")
    both.store.run(_heard, both.phone.from_here(), timedelta(hours=23))
    assert way(both) == ("whatsapp", None)


def test_the_channel_she_wants_first_is_written_to(both: Alumna) -> None:
    both.store.run(approve, "reminder_es")
    both.prefers(first_channel="telegram")
    assert way(both) == ("telegram", None)


def test_without_an_approved_template_the_other_phone_is_written_to(both: Alumna) -> None:
    both.store.run(approve, "reminder_en", "discreet_es")
    both.prefers(first_channel="whatsapp")
    assert way(both) == ("telegram", None)
    both.prefers(discreet=True)
    assert way(both) == ("whatsapp", "discreet")


@pytest.mark.parametrize("lost", [contacts.unreachable, contacts.revoke, doubts.doubt])
def test_a_phone_that_is_lost_is_not_written_to(both: Alumna, lost: Any) -> None:
    both.store.run(_heard, both.phone.from_here(), timedelta(hours=1))
    both.store.run(lambda db: lost(db, addresses.at(db, both.phone.from_here()).id, now()))
    assert way(both) == ("telegram", None)


def test_a_knock_is_taken_back_when_she_writes_elsewhere(both: Alumna) -> None:
    both.store.run(approve, "reminder_es")
    both.tick()
    telegram = phone_of(both.store, both.person, "telegram", "500009")
    telegram.moment = now()
    telegram(f"""
        > hola
        < {ASKED}
    """)
    assert both.phone.hears() == []
