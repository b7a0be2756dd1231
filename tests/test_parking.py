"""A flow with a bug: the message is kept, the person hears one apology, everybody else goes on."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.inbox import StoreInbox
from handlers import flows, inbound
from models import outbox, parking
from models.base import now
from models.messages import Message
from models.received import Arrival
from models.store import Store
from tests.alumni import enrol
from tests.phones import drawn, phone_of


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A progress flow that fails on one per cent."""
    good = flows.FLOWS["progress"].run

    def fails(chat: Any) -> Any:
        answer = good(chat)
        if chat.given.get("line", "").startswith("13"):
            raise RuntimeError("a bug that quotes what Ana wrote")
        return answer

    monkeypatch.setitem(flows.FLOWS, "progress", replace(flows.FLOWS["progress"], run=fails))


async def test_a_fault_parks_the_message_and_others_go_on(store: Store, broken: None) -> None:
    ana, beto = (
        phone_of(store, store.run(enrol, plans=("Plan",)), address=address) for address in ("500001", "500002")
    )
    woken: list[str] = []
    inbox = StoreInbox(store, woken.append, lambda: None)
    await inbox.heard(ana.from_here(), Arrival("a1", "avance 13"))
    await inbox.heard(beto.from_here(), Arrival("b1", "avance 60"))
    [parked] = store.run(parking.parked)
    assert "RuntimeError" in parked.error
    assert woken == ["telegram", "telegram"]
    assert "Disculpe, algo falló" in store.run(_texts)[0]
    assert "60%" in store.run(_texts)[1]


async def test_a_parked_message_is_run_again_after_the_fix(
    store: Store, broken: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = phone_of(store, store.run(enrol, plans=("Plan",)))
    inbox = StoreInbox(store, lambda channel: None, lambda: None)
    await inbox.heard(ana.from_here(), Arrival("a1", "avance 13"))
    monkeypatch.undo()
    [parked] = store.run(parking.parked)
    assert store.run(inbound.retry, parked, now()) is not None
    assert "13%" in store.run(_texts)[-1]
    assert store.run(parking.parked) == []


async def test_it_is_not_run_again_when_the_person_went_on(
    store: Store, broken: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = phone_of(store, store.run(enrol, plans=("Plan",)))
    inbox = StoreInbox(store, lambda channel: None, lambda: None)
    await inbox.heard(ana.from_here(), Arrival("a1", "avance 13"))
    monkeypatch.undo()
    ana.write("menú")
    [parked] = store.run(parking.parked)
    assert store.run(inbound.retry, parked, now()) is None


async def test_whoever_is_caught_in_a_failing_conversation_can_leave_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = phone_of(store, store.run(enrol, plans=("Plan",)))
    ana.write("avance")
    monkeypatch.setitem(flows.FLOWS, "progress", replace(flows.FLOWS["progress"], run=_fails_at_once))
    inbox = StoreInbox(store, lambda channel: None, lambda: None)
    await inbox.heard(ana.from_here(), Arrival("a1", "60"))
    await inbox.heard(ana.from_here(), Arrival("a2", "menú"))
    await inbox.heard(ana.from_here(), Arrival("a2", "menú"))
    assert len(store.run(parking.parked)) == 1
    assert store.run(_texts)[-2].startswith("Disculpe")
    assert store.run(_texts)[-1].startswith("¿Qué quiere hacer?")


def _fails_at_once(chat: Any) -> Any:
    raise RuntimeError("a bug before the first question")


async def test_the_same_message_twice_has_one_effect(store: Store) -> None:
    ana = phone_of(store, store.run(enrol, plans=("Plan",)))
    inbox = StoreInbox(store, lambda channel: None, lambda: None)
    for _ in range(3):
        await inbox.heard(ana.from_here(), Arrival("a1", "avance 60"))
    assert len(store.run(_texts)) == 1


def _texts(db: Connection) -> list[str]:
    rows = db.execute(select(Message.__table__).order_by(Message.id)).all()
    return [drawn(outbox.content_of(db, row.seal_id, row.body_sealed)) for row in rows]
