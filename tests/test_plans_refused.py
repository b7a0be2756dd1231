"""What is closed, gone, or belongs to somebody else is not changed; what was written lies sealed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, text

from dialogue.conversation import Entry, Kind
from models import contacts, conversations, milestones, plan_changes, plan_reading
from models.base import now
from models.store import Store
from tests.phones import Phone
from tests.plan_book import DAY, Hers, phone_at, plan_of, with_plan

CLOSED = "Este plan ya está cerrado, así que no se registró nada."


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.mark.parametrize(
    "words",
    [
        ("cambiar algo", "1", "Otro nombre"),
        ("cambiar algo", "2", "Otro objetivo"),
        ("cambiar algo", "3", "15/3/2027"),
        ("cerrar o replantear", "1", "sí"),
        ("cerrar o replantear", "2", "ya es otro"),
        ("cerrar o replantear", "3", "ya no"),
        ("cerrar o replantear", "4", "sin cambios"),
    ],
)
def test_a_plan_closed_meanwhile_on_the_other_phone_stays_as_it_is(store: Store, words: tuple[str, ...]) -> None:
    hers = store.run(with_plan)
    phone = phone_at(store, hers, *words[:-1])
    store.run(plan_changes.close, str(hers.person), str(hers.plan), "dropped", "ya no hay patrullas")
    before = plan_of(store, hers)
    assert phone.write(words[-1])[0].text == CLOSED
    assert plan_of(store, hers) == before


def test_a_milestone_removed_meanwhile_on_the_other_phone(store: Store) -> None:
    hers = store.run(with_plan, steps=("Comprar radios",))
    phone = phone_at(store, hers, "cambiar algo", "4", "1")
    store.run(lambda db: milestones.remove(db, *hers, "1"))
    phone("""
        > Comprar 5 radios
        < Esa meta ya no está en un plan abierto, así que no cambié nada.
    """)


def test_a_crafted_conversation_does_not_reach_the_plan_of_somebody_else(store: Store) -> None:
    other = store.run(with_plan, "Plan de otra persona", ("Su meta",))
    hers = store.run(with_plan)
    phone = phone_at(store, hers, "cambiar algo", "1")
    store.run(forge, phone, other)
    assert phone.write("Tomado")[0].text == CLOSED
    phone = phone_at(store, hers, "cerrar o replantear", "3")
    store.run(forge, phone, other)
    assert phone.write("porque sí")[0].text == CLOSED
    assert plan_of(store, other)[1:4] == ("Plan de otra persona", 0, "not_started")
    assert plan_of(store, other).reports == []


def forge(db: Connection, phone: Phone, other: Hers) -> None:
    """Let the open conversation speak of another person's plan, as if its state had been tampered with."""
    contact = contacts.known(db, 1)
    held = conversations.opened(db, contact.owner)
    assert held is not None
    state = conversations.state(db, held)
    state.given["plan"] = str(other.plan)
    state.log["plan"] = Entry(Kind.FINDING, [str(other.plan), *state.log["plan"].value[1:]])
    conversations.keep(
        db, held, state, owner=contact.owner, contact=contact.id, status="open", upload=False, moment=now()
    )


def test_no_change_reaches_what_belongs_to_somebody_else_or_is_closed(store: Store) -> None:
    other, hers = store.run(with_plan, "Plan ajeno", ("Su meta",)), store.run(with_plan)
    strange: tuple[Any, ...] = (hers.person, other.plan)
    words = (str(hers.person), str(other.plan))
    before = plan_of(store, other)
    assert store.run(lambda db: refused(db, strange, words)) == [False] * 12
    assert plan_of(store, other) == before
    assert store.run(plan_reading.plan_in_full, *strange) is None
    assert store.run(plan_reading.history, *strange) == []
    assert store.run(milestones.of, *strange) == []


def refused(db: Connection, whose: tuple[int, int], words: tuple[str, str]) -> list[bool]:
    return [
        bool(each)
        for each in (
            milestones.add(db, *whose, "Otra"),
            milestones.tick(db, *whose, ["1"]),
            milestones.untick(db, *whose, ["1"]),
            milestones.rename(db, *whose, "1", "Otra"),
            milestones.date_anew(db, *whose, "1", date(2027, 3, 15)),
            milestones.remove(db, *whose, "1"),
            plan_changes.rename(db, *words, "Otro"),
            plan_changes.set_goal(db, *words, "Otro"),
            plan_changes.set_due(db, *words, None),
            plan_changes.close(db, *words, "done"),
            plan_changes.carry_over(db, *words),
            plan_changes.reopen(db, *words),
        )
    ]


def test_what_she_wrote_lies_sealed(store: Store) -> None:
    hers = store.run(with_plan, "Canario uno", ("Canario dos",))
    store.run(plan_changes.set_goal, str(hers.person), str(hers.plan), "Canario tres")
    store.run(plan_changes.rename, str(hers.person), str(hers.plan), "Canario cuatro")
    rows = store.run(lambda db: [bytes(value) for value in stored(db)])
    assert len(rows) == 4
    assert not [row for row in rows if b"Canario" in row]


def stored(db: Connection) -> list[bytes]:
    wanted = (
        "select title_sealed from action_plan union all select goal_sealed from action_plan union all "
        "select title_sealed from milestone union all select note_sealed from progress_report"
    )
    return list(db.execute(text(wanted)).scalars())
