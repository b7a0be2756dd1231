"""What an announcement costs: exact to the hundredth, and nothing invented where no rates are set."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from models import contacts, installation, outbox
from models.announcements import attached, costs
from models.announcements.costs import UNKNOWN, Cost
from models.base import now
from models.contacts import Contact
from models.files import seal
from models.knocks import keep_states
from models.messages import FAILED, Message
from models.store import Store
from tests.announced import announced, deliver, sent_off
from tests.crowd import crowd

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
RATES = "marketing=0.0305,utility=0.0085,service=0.0085,carrier=0.005,currency=USD"


class Reached(NamedTuple):
    by: dict[str, int]


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def priced(store: Store, rates: str = RATES) -> None:
    store.run(installation.keep, costs.KEPT_AS, rates)


def reached(telegram: int = 0, open: int = 0, closed: int = 0) -> Reached:
    return Reached({"telegram": telegram, "whatsapp_open": open, "whatsapp_closed": closed})


def usd(amount: str) -> Cost:
    return Cost(Decimal(amount), "USD")


def test_before_it_is_sent(store: Store) -> None:
    priced(store)
    assert store.run(costs.estimate, reached(telegram=5000)) == usd("0.00")
    assert store.run(costs.estimate, reached(open=100)) == usd("1.35")
    assert store.run(costs.estimate, reached(closed=1000)) == usd("49.00")  # a knock and what follows it
    assert store.run(costs.estimate, reached(open=100, closed=1000), 2) == usd("65.20")  # 35.50 and 2,200 times 0.0135


def test_without_rates_nothing_is_told(store: Store) -> None:
    number = announced(store)
    for cost in (store.run(costs.estimate, reached(closed=1000)), store.run(costs.counted, number)):
        assert not cost.known
        assert cost == UNKNOWN
    priced(store, "")
    assert not store.run(costs.estimate, reached(closed=1000)).known


def test_afterwards_what_was_sent_is_counted(store: Store) -> None:
    priced(store)
    store.run(lambda db: crowd(db, 3))
    store.run(lambda db: crowd(db, 2, "whatsapp"))
    closed = store.run(lambda db: crowd(db, 4, "whatsapp", now() - timedelta(days=3)))
    store.run(keep_states, {"news_es": "approved"})
    number = announced(store)
    deliver(store)
    deliver(store, "whatsapp")
    assert store.run(costs.counted, number) == usd("0.17")  # 2 x 0.0135 and 4 x 0.0355 are 0.169
    store.run(lambda db: writes(db, closed[0]))
    deliver(store, "whatsapp")
    assert store.run(costs.counted, number) == usd("0.18")  # 0.1825: she asked to see it
    failed = update(Message).where(Message.announcement_id == number, Message.channel == "whatsapp")
    store.run(lambda db: db.execute(failed.values(state=FAILED)))
    assert store.run(costs.counted, number) == usd("0.00")


def test_a_copy_of_two_messages_costs_two(store: Store) -> None:
    priced(store)
    store.run(lambda db: crowd(db, 10, "whatsapp"))
    number = sent_off(store)
    store.run(lambda db: attached.attach(db, number, seal(store.vault, b"%PDF", "application/pdf", "hoja.pdf")))
    assert store.run(costs.pieces, number, 1) == 2
    announced_now(store)
    assert store.run(costs.counted, number) == usd("0.27")
    assert store.run(costs.pieces, sent_off(store), 1) == 1


def writes(db: Connection, person: int) -> None:
    contact = db.execute(select(Contact.id).where(Contact.person_id == person)).scalar_one()
    contacts.heard(db, contact, now())
    outbox.release(db, contact, now())


def announced_now(store: Store) -> None:
    announced(store)
    deliver(store, "whatsapp")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("marketing=0.03", "carrier, currency, service"),
        (RATES.replace("USD", "pesos"), "three capital letters"),
        (RATES.replace("0.0305", "cheap"), "no amount for marketing"),
        (RATES.replace("0.0305", "-1"), "no amount for marketing"),
        (RATES.replace("0.0305", "NaN"), "no amount for marketing"),
        (f"{RATES},freight=1", "may hold"),
        (f"{RATES},carrier=1", "each once"),
        (",", "may hold"),
    ],
)
def test_a_rate_table_says_what_is_wrong_with_it(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        costs.read(text)


def test_a_rate_table_is_read_however_it_is_spaced() -> None:
    assert costs.read(" marketing = 1, service=0.2 ,carrier=0.03,currency=MXN ") == costs.Rates(
        Decimal(1), Decimal("0.2"), Decimal("0.03"), "MXN"
    )


@given(st.text(max_size=80))
def test_whatever_stands_there_is_read_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert costs.read(text).carrier >= 0
