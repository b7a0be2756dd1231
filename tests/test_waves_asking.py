"""What holds an invitation up, moves it, merges it or ends it: the arbiter, downtimes, limits, silence."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import Connection, select, update

from handlers import prompting
from models import addresses, contacts, installation
from models.announcements import quota
from models.base import now
from models.contacts import Address
from models.messages import QUEUED, Message
from models.people import Person
from models.prompts import Prompt
from models.store import Store
from models.surveys import invitations, outlook, waves
from models.surveys.tables import (
    HELD,
    INVITED,
    MERGED,
    NOT_REACHED,
    PLANNED,
    SurveyInvitation,
)
from tests.reminded import approve
from tests.waved import ENDED, activity, alumna_of, at_home, hears, member, rows, states, through, tick, wave

NEAR, FAR = ENDED + timedelta(days=13), ENDED + timedelta(days=15)


def reasons(store: Store) -> list[str | None]:
    return [row.why for row in rows(store, SurveyInvitation.why)]


def test_two_activities_within_two_weeks_are_asked_about_once(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED, NEAR)
    assert list(through(ana, "2026-12-03", 25, "10:01"))[:1] == ["2026-12-03"]
    first, second = rows(store, SurveyInvitation.id, SurveyInvitation.state, SurveyInvitation.why)
    assert (second.state, second.why) == (MERGED, str(first.id))
    assert first.state != MERGED


@pytest.mark.parametrize(("second", "insists"), [(FAR, False), (NEAR, True)])
def test_further_apart_or_where_the_wave_insists_both_are_asked(
    store: Store, clock: time_machine.Traveller, second: date, insists: bool
) -> None:
    wave(store, insists=insists, reminders=0)
    ana = alumna_of(store, clock, ENDED, second)
    assert len(through(ana, "2026-12-03", 25)) == 2
    assert MERGED not in states(store)


def test_two_waves_merge_as_well(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    wave(store, "pulse", anchor="date", on_date=date(2026, 12, 10))
    ana = alumna_of(store, clock, ENDED)
    through(ana, "2026-12-03", 9)
    assert states(store) == [INVITED, MERGED]


def test_she_gets_no_more_a_week_than_she_wants(store: Store, clock: time_machine.Traveller) -> None:
    wave(store, insists=True, reminders=0)
    ana = alumna_of(store, clock, ENDED, ENDED + timedelta(days=1))
    ana.prefers(prompts_a_week=1)
    assert len(hears(ana, "2026-12-03 10:00")) == 1
    ana.phone.write("[No, gracias]")
    assert list(through(ana, "2026-12-04", 20)) == ["2026-12-10"]


def test_who_wants_none_is_left_out_but_by_a_wave_that_insists(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    wave(store, "firm", insists=True)
    ana = alumna_of(store, clock, ENDED)
    ana.prefers(prompts_a_week=0)
    assert through(ana, "2026-12-01", 5) == {}
    assert sorted(zip(states(store), reasons(store), strict=True)) == [(NOT_REACHED, "budget"), (PLANNED, "budget")]
    ana.prefers(prompts_a_week=2)
    assert list(through(ana, "2026-12-06", 3)) == ["2026-12-07"]


def test_a_pause_is_waited_for(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    ana.prefers(paused_until="2026-12-09")
    assert list(through(ana, "2026-12-01", 10)) == ["2026-12-09"]


def test_her_own_hour_is_hers(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    ana.prefers(hour=18 * 60 + 30)
    assert hears(ana, "2026-12-03 18:29") == []
    assert len(hears(ana, "2026-12-03 18:30")) == 1
    assert through(ana, "2026-12-04", 4, "18:29") == {}
    assert len(hears(ana, "2026-12-07 18:30")) == 1


def test_an_early_hour_is_hers_as_well(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna_of(store, clock, ENDED)
    ana.prefers(hour=8 * 60 + 30)
    wave(store)
    assert hears(ana, "2026-12-03 08:29") == []
    assert len(hears(ana, "2026-12-03 08:30")) == 1


def test_after_three_days_down_all_are_asked_once_within_the_hour(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    cohort = store.run(activity, "grande", ENDED)
    store.run(lambda db: [member(db, cohort) for _ in range(200)])
    for person in store.run(lambda db: db.scalars(select(Person.id)).all()):
        if person != ana.person:
            store.run(_phone, person)
    tick(store)
    sent = []
    for minutes in range(0, 90, 5):
        ana.at("2026-12-07 11:00")
        clock.shift(timedelta(minutes=minutes))
        tick(store)
        sent.append(store.run(_prompted))
    assert sent[0] < sent[1] < sent[2]
    assert sent[-1] == 201
    assert states(store) == [INVITED] * 201


def test_what_is_later_than_the_grace_waits_for_staff_who_let_it_go(
    store: Store, clock: time_machine.Traveller
) -> None:
    made = wave(store)
    ana = alumna_of(store, clock, ENDED)
    tick(store)
    assert ana.at("2026-12-14 10:00").phone.hears() == []
    assert tick(store) == 0
    assert (states(store), ana.phone.hears()) == ([HELD], [])
    assert store.run(invitations.held, made) == [(ana.person, at_home("2026-12-03 10:00"))]
    assert store.run(invitations.release, made, now(), "test") == 1
    ana.at("2026-12-14 10:05")
    tick(store)
    assert len(ana.phone.hears()) == 1


def test_a_wave_that_insists_goes_out_once_however_late(store: Store, clock: time_machine.Traveller) -> None:
    wave(store, insists=True)
    ana = alumna_of(store, clock, ENDED)
    tick(store)
    ana.at("2027-03-01 10:00")
    tick(store)
    ana.at("2027-03-01 10:05")
    tick(store)
    assert len(ana.phone.hears()) == 1


def test_a_paused_wave_is_silent_and_is_late_afterwards(store: Store, clock: time_machine.Traveller) -> None:
    made = wave(store)
    ana = alumna_of(store, clock, ENDED)
    tick(store)
    assert store.run(waves.pause, made, "test")
    assert through(ana, "2026-12-03", 2) == {}
    assert store.run(waves.resume, made, "test")
    assert len(hears(ana, "2026-12-04 12:00")) == 1


def test_one_that_fails_holds_nobody_up(
    store: Store, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    other = store.run(lambda db: member(db, activity(db, "otra", ENDED)))
    store.run(_phone, other)
    asked = prompting.prompt
    monkeypatch.setattr(
        prompting,
        "prompt",
        lambda db, person, *a, **k: asked(db, person, *a, **k) if person != other else 1 / 0,
    )
    assert len(hears(ana, "2026-12-03 10:00")) == 1
    assert sorted(states(store)) == [INVITED, PLANNED]
    monkeypatch.undo()
    hears(ana, "2026-12-04 10:01")
    assert states(store) == [INVITED, INVITED]


def test_the_limit_of_a_day_is_shared_and_the_rest_follows(store: Store, clock: time_machine.Traveller) -> None:
    store.run(approve, "reminder_es")
    store.run(lambda db: installation.keep(db, quota.KEPT_AS, "3"))
    wave(store)
    cohort = store.run(activity, "grande", ENDED)
    people = [store.run(lambda db: member(db, cohort)) for _ in range(7)]
    for person in people:
        store.run(_phone, person, "whatsapp")
    ana = alumna_of(store, clock, channel="telegram")
    store.run(lambda db: quota.knocked(db, [7], at_home("2026-12-03 07:00")))  # an announcement's
    hears(ana, "2026-12-03 10:00")
    assert states(store).count(INVITED) == 2
    assert reasons(store).count("quota") == 5
    _goes_out(store)
    hears(ana, "2026-12-03 18:00")
    assert states(store).count(INVITED) == 2
    hears(ana, "2026-12-04 12:00")
    assert states(store).count(INVITED) == 5


def test_the_calendar_tells_what_is_ahead(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED, NEAR)
    alumna_of(store, clock, address="whatsapp:+525550000002", channel="whatsapp")
    tick(store)
    assert store.run(outlook.outlook, now(), 30) == [
        outlook.Outlook(date(2026, 12, 3), "day_30", 1, 0, {"telegram": 1})
    ]
    hears(ana, "2026-12-03 10:00")
    ahead = store.run(outlook.outlook, now(), 30)
    assert ahead == [outlook.Outlook(date(2026, 12, 7), "day_30", 0, 1, {"telegram": 1})]
    assert store.run(outlook.outlook, now(), 4) == []


def _phone(db: Connection, person: int, channel: str = "telegram") -> None:
    raw = f"{700_000 + person}" if channel == "telegram" else f"whatsapp:+5255500{person:05}"
    contacts.belong(db, addresses.at(db, Address(channel, raw, (raw,), "es")).id, person)


def _prompted(db: Connection) -> int:
    return len(db.scalars(select(Prompt.person_id).where(Prompt.kind == "survey")).all())


def _goes_out(store: Store) -> None:
    """Delivery takes the knocks on, which counts them."""

    def take(db: Connection) -> None:
        waiting = select(Message.contact_id).where(Message.state == QUEUED, Message.channel == "whatsapp")
        quota.knocked(db, list(db.scalars(waiting)), now())
        db.execute(update(Message).where(Message.state == QUEUED).values(state="sent"))

    store.run(take)
