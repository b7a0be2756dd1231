"""A visitor of the demo sees a reminder soon, on either channel; at night only in the morning."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
import time_machine
from sqlalchemy import Connection, select

from bot import demo_people
from models import addresses, outbox
from models.action_plans import ActionPlan, ProgressReport
from models.base import now
from models.contacts import Address
from models.messages import BULK, Message
from models.store import Store
from scheduler.reminders import remind

NOON, MIDNIGHT = (datetime(2026, 11, 24, hour, 0, tzinfo=UTC) for hour in (18, 6))


class Heard(NamedTuple):
    channel: str
    contact: int
    text: str


def heard(db: Connection) -> list[Heard]:
    rows = db.execute(select(Message.__table__).where(Message.lane == BULK).order_by(Message.id))
    return [Heard(row.channel, row.contact_id, _text(db, row.seal_id, row.body_sealed)) for row in rows]


def _text(db: Connection, seal_id: bytes, body: bytes) -> str:
    return outbox.content_of(db, seal_id, body).text


@pytest.mark.parametrize("start", [NOON, MIDNIGHT])
def test_two_phones_are_reminded_when_it_is_day(store: Store, start: datetime) -> None:
    with time_machine.travel(start, tick=False) as clock:
        store.run(demo_people.seed)
        assert store.run(remind, now()) == 0
        clock.shift(timedelta(seconds=61))
        assert store.run(remind, now()) == 2
        if start == MIDNIGHT:
            assert store.run(heard) == []
            clock.move_to(datetime(2026, 11, 24, 14, 0, tzinfo=UTC))
            assert store.run(remind, now()) == 2
        carla = store.run(addresses.at, Address("telegram", "700000003", ("700000003",))).id
        assert {(each.channel, each.text) for each in store.run(heard)} == {
            ("whatsapp", "Su meta «Círculo con las familias» es para el 27 de noviembre. ¿Cómo va?"),
            ("telegram", "Su meta «Tres turnos capacitados» es para el 26 de noviembre. ¿Cómo va?"),
        }
        assert carla in [each.contact for each in store.run(heard)]


def test_reports_were_made_on_days_that_are_over(store: Store) -> None:
    with time_machine.travel(NOON, tick=False):
        store.run(demo_people.seed)
        reports = store.run(lambda db: db.execute(select(ProgressReport.__table__).order_by(ProgressReport.id)).all())
        plans = store.run(lambda db: {row.id: row for row in db.execute(select(ActionPlan.__table__))})
        assert len({row.at.date() for row in reports}) == len(reports), "each on its own day"
        assert all(plans[row.plan_id].created_at < row.at < now() - timedelta(days=1) for row in reports)
        assert {plan.reported_at for plan in plans.values()} <= {None, *(row.at for row in reports)}
