"""What may go out unasked, to which phone, and how its question waits until somebody has seen it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, select, update

from handlers import prompting
from models import addresses, consents, contacts, prompting_facts, tickets
from models.arbiter import Later, Never, Send, Verdict
from models.base import now
from models.contacts import Address
from models.messages import BULK, CANCELLED, QUEUED, REPLY, Message
from models.people import Person
from models.prompts import Prompt
from models.store import Store
from tests.phones import phone_of
from tests.reminded import PLAN, Alumna, alumna, run

WHATSAPP = "whatsapp:+525550000001"
ASKED = (
    f"Hace un mes que no sabemos de su plan «{PLAN}». ¿Cómo va? "
    "[Reportar avance] [Más tarde] [Mañana] [Este plan ya no]"
)


@pytest.fixture
def ana(store: Store, clock: time_machine.Traveller) -> Alumna:
    """On the day on which her plan is due."""
    return alumna(store, clock).at("2026-12-24 10:00")


def asked(ana: Alumna, **more: Any) -> Verdict:
    """What comes of asking her after her plan now."""
    return ana.store.run(
        lambda db: prompting.prompt(db, ana.person, "reminder", {"about": "p1"}, "plan", now(), **more)
    )


def states(db: Connection) -> list[tuple[str, str]]:
    return [(row.lane, row.state) for row in db.execute(select(Message.lane, Message.state).order_by(Message.id))]


def test_stop_beats_everything_even_what_is_queued(ana: Alumna) -> None:
    ana.tick()
    assert ana.store.run(states) == [(BULK, QUEUED)]
    ana.phone("""
        > alto
        < De acuerdo. Solo le responderemos cuando usted nos escriba. Para volver a como estaba, escriba «alta».
    """)
    assert ana.store.run(states) == [(BULK, CANCELLED), (REPLY, QUEUED)]
    assert asked(ana, promised=True) == Never("stopped")


def test_whoever_comes_back_is_asked_again(ana: Alumna) -> None:
    ana.phone.write("alto")
    ana.tick()
    ana.at("2027-01-10 12:00").phone.write("alta")
    assert ana.at("2027-01-11 10:00").hears() == [ASKED]


def test_a_purpose_needs_consent(ana: Alumna) -> None:
    assert asked(ana, purpose="peers") == Never("objected")
    ana.store.run(_agree, ana, "peers")
    assert asked(ana, purpose="peers") == Send()


def _agree(db: Connection, ana: Alumna, purpose: str) -> None:
    contact = addresses.at(db, ana.phone.from_here())
    consents.record(db, ana.person, contact.id, "1", {purpose: True})


def test_whoever_had_her_data_erased_is_never_asked(ana: Alumna) -> None:
    ana.store.run(lambda db: db.execute(update(Person).values(blocked_at=now())))
    assert asked(ana) == Never("blocked")


def test_nobody_is_disturbed_while_she_writes(ana: Alumna) -> None:
    ana.phone.write("hola")
    assert ana.hears() == []
    assert ana.at("2026-12-24 10:30").hears() == []
    assert ana.at("2026-12-24 10:31").hears() == [ASKED]


def test_quiet_hours_hold(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    assert ana.at("2026-12-25 07:59").hears() == []
    assert ana.at("2026-12-25 08:00").hears() == [ASKED]


def test_a_ticket_is_not_talked_over_for_a_week(ana: Alumna) -> None:
    ana.store.run(_ask_staff, ana)
    assert isinstance(asked(ana, promised=True), Later)
    assert asked(ana.at("2027-01-01 10:00")) == Send()


def _ask_staff(db: Connection, ana: Alumna) -> None:
    tickets.ask(db, ana.person, addresses.at(db, ana.phone.from_here()).id, "¿Cuándo es la reunión?")


def test_three_days_down_she_hears_one_thing(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock, ("Plan uno", "Plan dos", "Plan tres"))
    assert len(ana.at("2026-12-27 11:00").hears()) == 1
    for minute in range(1, 60):
        assert ana.at(f"2026-12-27 11:{minute:02}").hears() == []
    assert run(store, "remind") == 0


def test_what_was_going_on_is_set_aside_and_offered_again(ana: Alumna) -> None:
    ana.at("2026-12-24 09:00").phone.write("perfil")
    assert ana.at("2026-12-24 10:00").hears() == [ASKED]
    ana.phone("""
        > mañana
        < De acuerdo, se lo recuerdo mañana, 25 de diciembre, 10:00 h.
          Dejó algo pendiente: sus datos. ¿Seguimos? [Seguir] [No seguir]
    """)


def test_what_she_types_before_it_came_is_no_answer_and_it_comes_once(ana: Alumna) -> None:
    ana.tick()
    ana.phone(f"""
        > 2
        < {ASKED}
        > 2
        < De acuerdo, se lo recuerdo hoy, 13:00 h.
    """)
    assert ana.phone.hears() == []
    assert [state for lane, state in ana.store.run(states) if lane == BULK] == [CANCELLED]


def test_a_command_before_it_came_takes_its_place(ana: Alumna) -> None:
    ana.tick()
    assert "60%" in ana.phone.write("avance 60")[0].text
    assert ana.phone.hears() == []


def test_a_second_phone_does_not_answer_for_the_first(ana: Alumna) -> None:
    other = phone_of(ana.store, ana.person, "telegram", "500002")
    ana.store.run(_heard, other.from_here(), timedelta(days=60))
    assert ana.hears() == [ASKED]
    other.moment = now()
    other(f"""
        > 2
        < {ASKED}
    """)


def _heard(db: Connection, address: Address, before: timedelta) -> None:
    contacts.heard(db, addresses.at(db, address).id, now() - before)


def test_with_no_way_to_her_it_waits_for_a_day(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock, channel="whatsapp", address=WHATSAPP).at("2026-12-24 10:00")
    assert asked(ana) == Later(now() + timedelta(days=1), "window")
    store.run(lambda db: contacts.unreachable(db, addresses.at(db, ana.phone.from_here()).id, now()))
    assert asked(ana) == Later(now() + timedelta(days=1), "unreachable")


def test_what_is_sent_is_counted(ana: Alumna) -> None:
    assert asked(ana) == Send()
    row = ana.store.run(lambda db: db.execute(select(Prompt.__table__)).one())
    assert (row.person_id, row.kind, row.at, row.ended_at, row.knocks) == (ana.person, "plan", now(), None, False)
    assert isinstance(asked(ana), Later)
    ana.phone.hears()
    ana.phone.write("mañana")
    assert ana.store.run(lambda db: db.execute(select(Prompt.ended_at)).scalar_one()) is not None


def test_the_menu_ends_it_too(ana: Alumna) -> None:
    ana.hears()
    ana.phone.write("menú")
    assert not ana.store.run(prompting_facts.facts_of, ana.person, None, now()).open_prompt
    assert run(ana.store, "end_prompts") == 1


def test_a_conversation_that_she_is_in_outlives_the_prompt(ana: Alumna) -> None:
    ana.hears()
    ana.at("2026-12-30 12:00").phone.write("a ver")
    ana.at("2026-12-31 12:00")
    assert run(ana.store, "end_prompts") == 1
    ana.phone("""
        > mañana
        < De acuerdo, se lo recuerdo mañana, 1 de enero, 10:00 h.
    """)
