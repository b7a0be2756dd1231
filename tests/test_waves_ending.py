"""How invitations end on which nothing came: stop, silence, numbers that take nothing, surveys left in the middle."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from models import stopping
from models.base import now
from models.contacts import Contact
from models.messages import FAILED, QUEUED, Message
from models.people import Person
from models.store import Store
from models.surveys.tables import (
    BROKEN_OFF,
    NOT_REACHED,
    PARTIAL,
    PLANNED,
    REFUSED,
    SurveyInvitation,
)
from tests.reminded import approve
from tests.waved import ENDED, alumna_of, hears, rows, states, through, tick, wave

NEAR, FAR = ENDED + timedelta(days=13), ENDED + timedelta(days=15)


def test_stop_ends_what_she_was_asked_and_what_she_would_be(store: Store, clock: time_machine.Traveller) -> None:
    wave(store, insists=True)
    ana = alumna_of(store, clock, ENDED, ENDED + timedelta(days=30))
    hears(ana, "2026-12-03 10:00")
    ana.phone.write("baja")
    assert through(ana, "2026-12-04", 45) == {}
    assert (states(store), reasons(store)) == ([REFUSED], ["stopped"])  # the other one is not even planned


def test_nothing_is_planned_for_who_has_stopped_until_she_comes_back(
    store: Store, clock: time_machine.Traveller
) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    store.run(stopping.stop, ana.person, now())
    tick(store)
    assert states(store) == []
    clock.shift(timedelta(hours=2))
    store.run(stopping.come_back, ana.person, now())
    tick(store)
    assert states(store) == [PLANNED]


def test_whoever_is_erased_is_not_asked(store: Store, clock: time_machine.Traveller) -> None:
    wave(store, insists=True)
    ana = alumna_of(store, clock, ENDED)
    tick(store)
    store.run(lambda db: db.execute(update(Person).values(blocked_at=now())))
    assert hears(ana, "2026-12-03 10:00") == []
    assert states(store) == []


def test_silence_on_a_number_that_takes_nothing_is_not_reached(store: Store, clock: time_machine.Traveller) -> None:
    store.run(approve, "reminder_es")
    wave(store, reminders=0)
    ana = alumna_of(store, clock, ENDED, channel="whatsapp", address="whatsapp:+525550000001")
    ana.at("2026-12-02 10:00")
    tick(store)
    ana.at("2026-12-03 10:00")
    tick(store)
    store.run(lambda db: db.execute(update(Message).where(Message.state == QUEUED).values(state=FAILED)))
    through(ana, "2026-12-04", 27)
    assert states(store) == [NOT_REACHED]


@pytest.mark.parametrize(("answers", "expected"), [(["3"], BROKEN_OFF), (["3", "sí"], PARTIAL)])
def test_what_was_begun_and_left_is_partial_from_the_half_on(
    store: Store, clock: time_machine.Traveller, answers: list[str], expected: str
) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    hears(ana, "2026-12-03 10:00")
    ana.phone.write("[Empezar]")
    for answer in answers:
        ana.phone.write(answer)
    assert len(through(ana, "2026-12-04", 30)) == 2
    assert states(store) == [expected]


def test_an_unreachable_person_is_given_up_in_the_end(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    store.run(lambda db: db.execute(update(Contact).values(unreachable_at=now())))
    through(ana, "2026-12-03", 25)
    assert (states(store), reasons(store)) == ([NOT_REACHED], ["unreachable"])


def reasons(store: Store) -> list[str | None]:
    return [row.why for row in rows(store, SurveyInvitation.why)]
