"""Whom a freeze concerns is neither asked nor looks for anybody, and nobody gets out of it."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Connection, select, update

from models import freezes, people
from models.base import now
from models.freezes import Whom
from models.peers import candidates
from models.peers.candidates import Wanted
from models.peers.tables import PeerRequest
from models.people import Person
from models.store import Store
from tests.frozen import WAITS, WHY, freeze, frozen, heard, lift, only, tell
from tests.peered import (
    Member,
    agree,
    ana,
    beto,
    helps,
    looks,
    member,
    pass_time,
    states,
    tick,
)

pytestmark = pytest.mark.usefixtures("working_day")


def test_who_is_frozen_neither_looks_nor_is_asked(store: Store, clock: time_machine.Traveller) -> None:
    her, him = ana(store), beto(store)
    store.run(helps, him.person), store.run(agree, her.person)
    number = freeze(store, Whom(person=her.person))
    assert heard(her, "buscar colega") == [f"{WHY}. Podrá buscar cuando siga."]
    assert store.run(candidates.find, her.person, Wanted("field"), 3) == [him.person]
    store.run(freezes.begin, Whom(person=him.person), None, "test", now())
    assert store.run(candidates.find, her.person, Wanted("field"), 3) == []
    lift(store, number)
    assert heard(her, "buscar colega") != [f"{WHY}. Podrá buscar cuando siga."]


def test_a_search_rests_with_its_days_and_its_question(store: Store, clock: time_machine.Traveller) -> None:
    """The question that was not read yet is taken back, and put when it goes on; who says yes meanwhile is asked anew."""
    her, him = ana(store), beto(store)
    store.run(helps, him.person)
    looks(store, her)
    pass_time(clock, store, hours=1)
    day = only(store, PeerRequest.answer_at)
    number = freeze(store, Whom(person=her.person))
    tell(store)
    assert (him.hears(), her.hears()) == ([], [f"{WHY}: • La búsqueda de colega {WAITS}"])
    pass_time(clock, store, days=17)
    assert (states(store), him.hears(), her.hears()) == (["asked"], [], [])
    assert heard(him, "/peer yes 1") == [f"{WHY}. Si todavía hay tiempo cuando siga, le vuelvo a preguntar."]
    lift(store, number)
    assert only(store, PeerRequest.answer_at) == day + timedelta(days=17)
    her.write("hola"), her.hears()
    tell(store)
    assert her.hears() == ["Esto ya continúa: • La búsqueda de colega. Si nadie puede, le aviso el 27 de diciembre"]
    pass_time(clock, store, days=1)
    assert [text[:36] for text in him.hears()] == ["Alguien del programa busca ayuda con"]
    him.write("[Sí, le ayudo]")
    assert states(store) == ["open"]


def test_who_is_asked_while_frozen_is_passed_over_and_nobody_learns_of_it(
    store: Store, clock: time_machine.Traveller
) -> None:
    her, him = ana(store), beto(store)
    store.run(helps, him.person)
    looks(store, her)
    tick(store)
    number = freeze(store, Whom(person=him.person))
    tell(store)
    tick(store)
    assert (states(store), him.hears(), her.hears()) == (["chosen"], [], [])
    lift(store, number)
    pass_time(clock, store, hours=1)
    assert len(him.hears()) == 1
    freeze(store, Whom(person=him.person))
    assert heard(him, "/peer yes 1") == [f"{WHY}. Si todavía hay tiempo cuando siga, le vuelvo a preguntar."]
    pass_time(clock, store, days=6)
    assert states(store) == ["silent"]
    pass_time(clock, store, days=10)
    her.write("hola")
    assert any("Por ahora nadie puede ayudarle" in text for text in her.hears())


def test_nobody_gets_out_of_a_freeze_by_changing_her_profile(store: Store) -> None:
    her, him = ana(store), beto(store)
    other = member(store, "Eva", "Prueba", "Agencia de Prueba", "JAL", address="600019")
    state, agency = freeze(store, Whom(state="NLE")), freeze(store, Whom(agency=agency_of(store, other)))
    assert [frozen(store, who) for who in (her, him, other)] == [False, True, True]
    store.run(move, him.person, "SON"), store.run(move, her.person, "NLE"), store.run(move, other.person, "NLE")
    assert [frozen(store, who) for who in (her, him, other)] == [True, True, True]
    assert store.run(lambda db: set(db.scalars(freezes.frozen()))) == {her.person, him.person, other.person}
    lift(store, state)
    assert [frozen(store, who) for who in (her, him, other)] == [False, False, True]
    lift(store, agency)
    everybody = freeze(store, Whom())
    assert [frozen(store, who) for who in (her, him, other)] == [True, True, True]
    lift(store, everybody)
    assert store.run(lambda db: list(db.scalars(freezes.frozen()))) == []


def test_without_a_freeze_one_look_is_enough(store: Store) -> None:
    """No person is read to learn that nobody is frozen."""
    her = ana(store)
    assert not frozen(store, her)
    plan = "EXPLAIN (ANALYZE, FORMAT TEXT) " if store.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    text = freezes.frozen().compile(store.engine, compile_kwargs={"literal_binds": True})
    told = store.run(lambda db: "\n".join(str(row[-1]) for row in db.exec_driver_sql(f"{plan}{text}")))
    if store.engine.dialect.name == "postgresql":
        assert "never executed" in told
    else:
        assert "ix_freeze_active" in told


def agency_of(store: Store, who: Member) -> int:
    return store.run(lambda db: db.execute(select(Person.agency_id).where(Person.id == who.person)).scalar_one() or 0)


def move(db: Connection, person: int, state: str) -> None:
    """She says that she works elsewhere now."""
    agency = people.named(db, people.Agency, "Oficina Nueva de Prueba")
    db.execute(update(Person).where(Person.id == person).values(state=state, agency_id=agency))
