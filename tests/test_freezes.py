"""A freeze stops what passes between peers at once, in neutral words, and everything goes on where it was."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from models.base import now
from models.freezes import Whom
from models.peers.rest_table import PeerRest
from models.peers.tables import PeerIntroduction, PeerMessage
from models.store import Store
from scheduler.jobs import JOBS
from tests.canaries import behind_seals
from tests.frozen import RESTS, WAITS, WHY, freeze, heard, lift, only, tell
from tests.peered import (
    GONE,
    UNDER,
    ana,
    beto,
    helps,
    looks,
    met,
    pass_time,
    states,
)

pytestmark = pytest.mark.usefixtures("working_day")


def test_writing_rests_and_goes_on_where_it_was(store: Store, clock: time_machine.Traveller) -> None:
    """What waits is taken back, what is written meanwhile is not kept, and the silence of the freeze does not count."""
    her, him = met(store, clock)
    her.write("contestar")
    her.write("¿Empiezan por la noche?"), her.hears()
    due = only(store, PeerIntroduction.due_at)
    number = freeze(store, Whom(person=him.person))
    assert him.hears() == []
    assert heard(her, "Otra pregunta") == [f"No lo envié ni lo guardo. {RESTS}"]
    tell(store)
    tell(store)
    for who, alias in ((her, "Roble Azul"), (him, "Cedro Azul")):
        taken = "Lo que iba en camino no se entrega."
        assert who.hears() == [f"{WHY}: • Su plática con «{alias}» {taken} {WAITS}"]
    assert heard(him, "/peer reply 1") == [RESTS]
    pass_time(clock, store, days=20)
    assert states(store) == ["open"]
    for who in (her, him):
        who.write("hola"), who.hears()
    lift(store, number)
    tell(store)
    tell(store)
    for who, alias in ((her, "Roble Azul"), (him, "Cedro Azul")):
        assert who.hears() == [f"Esto ya continúa: • Su plática con «{alias}» {UNDER}"]
    assert only(store, PeerIntroduction.due_at) == due + timedelta(days=20)
    assert store.run(lambda db: db.scalars(select(PeerRest.id)).all()) == []
    him.write("[Contestar]"), him.write("Aquí sigo."), him.hears()
    assert her.hears() == [f"«Roble Azul»: Aquí sigo. {UNDER}"]


def test_what_was_written_while_it_rested_is_forgotten(store: Store, clock: time_machine.Traveller) -> None:
    her, him = met(store, clock)
    her.write("contestar")
    freeze(store, Whom())
    her.write("Zafirela secreta")
    assert store.run(lambda db: db.scalars(select(PeerMessage.id)).all()) == []
    job = next(job for job in JOBS if job.name == "forget_peers")
    clock.shift(60)
    store.run(job.run, now())
    assert behind_seals(store, ["Zafirela secreta"]) == set()
    assert him.hears() == []


def test_what_both_agreed_to_tell_does_not_arrive_and_is_agreed_to_anew(
    store: Store, clock: time_machine.Traveller
) -> None:
    her, him = met(store, clock)
    for who in (her, him):
        who.write("darnos a conocer"), who.hears(), who.write("sí")
    number = freeze(store, Whom(state="YUC"))
    tell(store)
    assert not [text for who in (her, him) for text in who.hears() if "Ana" in text or "Beto" in text]
    steps = store.run(lambda db: db.execute(select(PeerIntroduction.asker_step, PeerIntroduction.asked_step)).one())
    assert tuple(steps) == (0, 0)
    assert heard(him, "darnos a conocer") != []
    assert heard(him, "sí")[-1] == RESTS
    lift(store, number)
    for who in (her, him):
        who.write("darnos a conocer"), who.hears(), who.write("sí")
    assert any("«Cedro Azul» es Ana, Yucatán." in each for each in him.hears())


def test_what_two_freezes_concern_goes_on_when_both_are_lifted(store: Store, clock: time_machine.Traveller) -> None:
    her, him = met(store, clock)
    due = only(store, PeerIntroduction.due_at)
    first = freeze(store, Whom(person=her.person))
    tell(store)
    clock.shift(timedelta(days=1))
    second = freeze(store, Whom())
    clock.shift(timedelta(days=1))
    lift(store, first)
    tell(store)
    her.hears(), him.hears()
    clock.shift(timedelta(days=1))
    assert heard(her, "/peer reply 1") == [RESTS]
    lift(store, second)
    assert only(store, PeerIntroduction.due_at) == due + timedelta(days=3)


def test_whoever_ends_it_while_it_rests_is_told_nothing_more(store: Store, clock: time_machine.Traveller) -> None:
    her, him = met(store, clock)
    number = freeze(store, Whom())
    tell(store)
    her.hears(), him.hears()
    her.write("/peer block 1"), her.hears()
    pass_time(clock, store, minutes=1)
    assert him.hears() == ["Su plática con «Cedro Azul» terminó."]
    lift(store, number)
    tell(store)
    assert (her.hears(), him.hears()) == ([], [])
    assert heard(him, "/peer reply 1") == [GONE]
    assert store.run(lambda db: db.scalars(select(PeerRest.id)).all()) == []


def test_it_is_told_in_english_too(store: Store, clock: time_machine.Traveller) -> None:
    her, him = ana(store, "en"), beto(store, "en")
    store.run(helps, him.person)
    looks(store, her)
    pass_time(clock, store, hours=1)
    him.write("/peer yes 1"), him.hears(), her.write("hi"), her.hears()
    number = freeze(store, Whom())
    tell(store)
    why, writing = "Because of the programme’s safety precautions, this rests for now", "• Writing with “Blue Oak”"
    assert her.hears() == [f"{why}: {writing} It is not over: I tell you when it goes on."]
    assert heard(her, "find a peer") == [f"{why}. You can look for somebody when it goes on."]
    him.hears()
    assert heard(him, "Hello there") == [
        f"I did not pass it on, and it is not kept. {why}. I tell you when it goes on."
    ]
    lift(store, number)
    tell(store)
    assert her.hears() == [f"This goes on again: {writing} [Answer] [End it] [Block] [Report]"]
