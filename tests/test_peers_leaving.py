"""Who takes no part any more, or never with somebody: objection, stop, erasure, forgetting, and who is kept apart."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Connection, func, select

from models import erasing, my_data, objections, stopping, suppressing, tickets
from models.base import now
from models.messages import Message
from models.peers import candidates, profiles, sweeping
from models.peers.candidates import Wanted
from models.peers.tables import PeerIntroduction, PeerMessage, PeerTrace
from models.received import Received
from models.store import Store
from scheduler import peers
from tests.peered import (
    ENDED,
    HER_AGENCY,
    REASON,
    Member,
    ana,
    beto,
    helps,
    looks,
    member,
    met,
    pass_time,
    states,
    tick,
)

pytestmark = pytest.mark.usefixtures("working_day")


def test_whoever_objects_is_out_at_once_and_the_other_hears_that_it_ended(
    store: Store, clock: time_machine.Traveller
) -> None:
    her, him = met(store, clock)
    him.write("me opongo")
    him.write("Contacto con colegas")
    him.write("es todo")
    profile = store.run(profiles.of, him.person)
    assert profile is not None
    assert profile.paused
    tick(store)
    assert her.hears()[-1] == ENDED.format("Roble Azul")


def test_an_objection_takes_back_the_question_that_waits(store: Store, clock: time_machine.Traveller) -> None:
    her, him = ana(store), beto(store)
    store.run(helps, him.person)
    looks(store, her)
    tick(store)
    pass_time(clock, store, hours=1)
    number = store.run(lambda db: db.scalars(select(Message.contact_id).order_by(Message.id.desc())).first() or 0)
    store.run(objections.object_to, him.person, number, "2026-11b", ["peers"], now())
    assert states(store) == ["silent"]
    him("""
        > /peer yes 1
        < Esta pregunta ya se cerró. Gracias de todos modos.
    """)


def test_stop_ends_it_too(store: Store, clock: time_machine.Traveller) -> None:
    her, him = met(store, clock)
    store.run(stopping.stop, him.person, now())
    tick(store)
    assert her.hears() == [ENDED.format("Roble Azul")]
    assert store.run(candidates.find, ana(store).person, Wanted("field"), 5) == []


def test_of_an_erased_person_nothing_is_left_on_either_side(store: Store, clock: time_machine.Traveller) -> None:
    her, him = met(store, clock)
    him.write("/peer reply 1")
    him.write("una frase que nadie más escribe")
    store.run(erasing.block, him.person, now())
    tick(store)
    assert ENDED.format("Roble Azul") in her.hears()
    clock.move_to(now() + timedelta(days=31))
    store.run(suppressing.suppress, him.person, now())
    assert store.run(left) == (0, 0, 0)
    assert "una frase que nadie" not in str(store.run(my_data.as_file, her.person))


def reported(store: Store, clock: time_machine.Traveller) -> tuple[Member, tickets.Standing]:
    """Somebody wrote something rude, and the report of it waits for the team."""
    her, him = met(store, clock)
    him.write("/peer reply 1")
    him.write("algo grosero que se reporta")
    for line in ("/peer report 1", "el último"):
        her.write(line)
    ticket = store.run(tickets.open_for, her.person)
    assert ticket is not None
    return him, ticket


def test_what_was_reported_stays_while_the_report_is_open_and_no_longer(
    store: Store, clock: time_machine.Traveller
) -> None:
    him, ticket = reported(store, clock)
    store.run(erasing.block, him.person, now())
    clock.move_to(now() + timedelta(days=31))
    store.run(suppressing.suppress, him.person, now())
    store.run(peers.forget, now())
    assert "grosero" in str(store.run(tickets.thread, ticket.id))
    store.run(tickets.close, ticket.id)
    store.run(peers.forget, now())
    assert [said.text for said in store.run(tickets.thread, ticket.id)] == ["[…]"]


def test_what_was_reported_is_emptied_some_time_after_the_report_is_closed(
    store: Store, clock: time_machine.Traveller
) -> None:
    _him, ticket = reported(store, clock)
    store.run(tickets.close, ticket.id)
    for days, stays in ((29, True), (2, False)):
        clock.move_to(now() + timedelta(days=days))
        store.run(peers.forget, now())
        assert ("grosero" in str(store.run(tickets.thread, ticket.id))) is stays


def test_her_own_file_tells_what_is_hers_and_nothing_of_the_other(store: Store, clock: time_machine.Traveller) -> None:
    her, _him = met(store, clock)
    store.run(helps, her.person, "records", avoids=("Policía de Ejemplo",))
    her.write("/peer reply 1")
    her.write("Lo que yo escribí")
    told = str(store.run(my_data.as_file, her.person)["peers"])
    for hers in (REASON, "Lo que yo escribí", "Policía de Ejemplo", "records"):
        assert hers in told
    assert "Beto" not in told


def test_what_was_written_is_forgotten_after_thirty_days(store: Store, clock: time_machine.Traveller) -> None:
    her, him = met(store, clock)
    her.write("/peer reply 1")
    her.write("esto se olvida")
    him.hears()
    clock.move_to(now() + timedelta(days=29))
    store.run(sweeping.sweep, now())
    assert store.run(left)[1] == 1
    clock.move_to(now() + timedelta(days=2))
    while store.run(sweeping.sweep, now()):
        pass
    assert store.run(left)[1:] == (0, 0)
    emptied = store.run(lambda db: db.scalar(select(func.count()).where(Received.body_sealed.is_(None))))
    assert emptied == 1


@pytest.mark.parametrize(
    ("same", "hers", "found"),
    [(False, False, False), (True, False, False), (False, True, False), (True, True, True)],
)
def test_the_same_agency_only_when_both_want_it(store: Store, same: bool, hers: bool, found: bool) -> None:
    her = ana(store)
    other = member(store, "Carla", "Prueba", HER_AGENCY, "YUC", address="600001")
    store.run(helps, her.person, "records", same_agency=hers)
    store.run(helps, other.person, same_agency=same)
    assert bool(store.run(candidates.find, her.person, Wanted("field"), 5)) is found


@pytest.mark.parametrize("name", ["academia estatal DE muestra", "Ana Ejemplo Rivera", "beto muestra salas"])
def test_whoever_is_avoided_is_never_found_by_either(store: Store, name: str) -> None:
    her, him = ana(store), beto(store)
    avoids = (name,)
    store.run(helps, her.person, "records", avoids=avoids if name.startswith("beto") else ())
    store.run(helps, him.person, avoids=() if name.startswith("beto") else avoids)
    assert store.run(candidates.find, her.person, Wanted("field"), 5) == []


def test_region_and_level_are_found_only_where_they_are_shown(store: Store) -> None:
    her, him = ana(store), beto(store)
    store.run(helps, him.person, shows_region=False)
    assert store.run(candidates.find, her.person, Wanted("field"), 5) == [him.person]
    assert store.run(candidates.find, her.person, Wanted("field", "north"), 5) == []
    store.run(helps, him.person)
    assert store.run(candidates.find, her.person, Wanted("field", "north"), 5) == [him.person]
    assert store.run(candidates.find, her.person, Wanted("field", "south"), 5) == []


def left(db: Connection) -> tuple[int, int, int]:
    counts = [db.scalar(select(func.count()).select_from(t)) for t in (PeerIntroduction, PeerMessage, PeerTrace)]
    return counts[0] or 0, counts[1] or 0, counts[2] or 0
