"""Who is planned for when: by each person's own clock, on good days, once; and what is late."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Connection, delete, select, update

from dialogue.phrases import said
from models import action_plans, tags
from models.base import now
from models.people import Person
from models.programmes import Cohort, Enrolment
from models.store import Store
from models.surveys import planning, waves
from models.surveys.opening import Window
from models.surveys.tables import PAUSED, PLANNED, SurveyInvitation, SurveyWave
from models.surveys.waves import Unfit
from tests.waved import ENDED, activity, alumna_of, at_home, hears, member, planned, rows, states, tick, wave


def members(store: Store, ended: date, **more: object) -> int:
    return store.run(lambda db: member(db, activity(db, "de muestra", ended), **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ended", "state", "municipality", "expected"),
    [
        (date(2027, 2, 9), "BCN", None, "2027-03-11T18:00"),  # Tijuana, three days before its clocks go forward
        (date(2027, 2, 16), "BCN", None, "2027-03-18T17:00"),  # and after
        (date(2027, 2, 9), "SON", None, "2027-03-11T17:00"),  # Hermosillo never changes
        (date(2027, 2, 16), "SON", None, "2027-03-18T17:00"),
        (date(2027, 2, 16), "TAM", "Reynosa", "2027-03-18T15:00"),
        (date(2027, 2, 16), "TAM", "Ciudad Victoria", "2027-03-18T16:00"),
        (date(2027, 2, 16), "ROO", None, "2027-03-18T15:00"),
    ],
)
def test_it_is_ten_on_her_own_clock(
    store: Store, clock: time_machine.Traveller, ended: date, state: str, municipality: str | None, expected: str
) -> None:
    clock.move_to(datetime(2027, 2, 1, 12, tzinfo=UTC))
    wave(store)
    members(store, ended, state=state, municipality=municipality)
    tick(store)
    assert [f"{at:%Y-%m-%dT%H:%M}" for at in planned(store)] == [expected]


@pytest.mark.parametrize(
    ("ended", "window", "expected"),
    [
        (date(2026, 11, 5), Window(), "2026-12-07 10:00"),  # 5 December is a Saturday
        (date(2026, 11, 5), Window(weekdays="1234567"), "2026-12-05 10:00"),
        (date(2026, 11, 25), Window(), "2026-12-28 10:00"),  # Christmas is a Friday
        (date(2026, 11, 25), Window(skips_holidays=False), "2026-12-25 10:00"),
        (date(2026, 12, 2), Window(), "2027-01-04 10:00"),  # New Year's Day, and a weekend
        (date(2026, 11, 3), Window(hours_from=13 * 60), "2026-12-03 13:00"),
        (date(2026, 11, 3), Window(hours_from=6 * 60, hours_until=9 * 60), "2026-12-03 08:00"),
        (date(2026, 11, 3), Window(weekdays="1"), "2026-12-07 10:00"),
    ],
)
def test_on_good_days_and_within_the_hours_of_the_wave(
    store: Store, clock: time_machine.Traveller, ended: date, window: Window, expected: str
) -> None:
    wave(store, window=window)
    members(store, ended)
    tick(store)
    assert list(planned(store)) == [at_home(expected)]


def test_each_enrolment_is_asked_about_once_however_often_it_is_planned(
    store: Store, clock: time_machine.Traveller
) -> None:
    wave(store)
    both = [store.run(activity, f"de muestra {day}", date(2026, 11, day)) for day in (3, 24)]
    store.run(lambda db: member(db, *both))
    for hour in range(4):
        clock.shift(timedelta(hours=hour))
        tick(store)
    assert list(planned(store)) == [at_home("2026-12-03 10:00"), at_home("2026-12-24 10:00")]


def test_whoever_has_not_joined_is_planned_when_she_does(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    person = members(store, ENDED, joined=False)
    tick(store)
    assert states(store) == []
    clock.shift(timedelta(hours=2))
    store.run(lambda db: db.execute(update(Person).where(Person.id == person).values(joined_at=now())))
    tick(store)
    assert states(store) == [PLANNED]


def test_another_date_of_the_activity_moves_those_who_were_not_asked(
    store: Store, clock: time_machine.Traveller
) -> None:
    wave(store)
    members(store, ENDED)
    tick(store)
    store.run(lambda db: db.execute(update(Cohort).where(Cohort.ends_on == ENDED).values(ends_on=date(2026, 11, 10))))
    clock.shift(timedelta(days=1))
    tick(store)
    assert list(planned(store)) == [at_home("2026-12-10 10:00")]


def test_whoever_moves_to_another_zone_is_asked_at_its_ten(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    person = members(store, ENDED)
    tick(store)
    store.run(lambda db: db.execute(update(Person).where(Person.id == person).values(state="BCN")))
    clock.shift(timedelta(days=1))
    tick(store)
    assert list(planned(store)) == [datetime(2026, 12, 3, 18, tzinfo=UTC)]


def test_whoever_leaves_the_activity_is_forgotten(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    members(store, ENDED)
    tick(store)
    assert states(store) == [PLANNED]
    store.run(lambda db: db.execute(delete(Enrolment)))
    clock.shift(timedelta(days=1))
    tick(store)
    assert states(store) == []


def test_only_the_audience_is_asked_and_it_is_looked_at_again_on_the_day(
    store: Store, clock: time_machine.Traveller
) -> None:
    ana = alumna_of(store, clock, ENDED)
    store.run(lambda db: tags.put(db, "pilot", Person.id == ana.person))
    members(store, ENDED, state="SON")
    wave(store, audience="tag = pilot")
    tick(store)
    assert [row.person_id for row in rows(store, SurveyInvitation.person_id)] == [ana.person]
    store.run(lambda db: tags.take(db, "pilot", Person.id == ana.person))
    store.run(lambda db: tags.put(db, "pilot", Person.id != ana.person))
    assert hears(ana, "2026-12-03 10:00") == []
    assert ana.person not in [row.person_id for row in rows(store, SurveyInvitation.person_id)]


def test_a_wave_whose_audience_means_nothing_any_more_is_paused(store: Store, clock: time_machine.Traveller) -> None:
    person = members(store, ENDED)
    store.run(lambda db: tags.put(db, "pilot", Person.id == person))
    wave(store, audience="tag = pilot")
    store.run(lambda db: tags.take(db, "pilot", None))
    tick(store)
    assert store.run(lambda db: db.execute(select(SurveyWave.state)).scalar_one()) == PAUSED


def test_the_start_of_an_activity_counts_as_well(store: Store, clock: time_machine.Traveller) -> None:
    wave(store, "during", anchor="start", offset_days=14)
    store.run(lambda db: member(db, activity(db, "de muestra", None, date(2026, 11, 20))))
    tick(store)
    assert list(planned(store)) == [at_home("2026-12-04 10:00")]


def test_a_date_is_for_everybody_on_that_day(store: Store, clock: time_machine.Traveller) -> None:
    wave(store, "pulse", anchor="date", on_date=date(2026, 12, 1))
    store.run(member)
    store.run(lambda db: member(db, state="BCN"))
    tick(store)
    assert list(planned(store)) == [at_home("2026-12-01 10:00"), datetime(2026, 12, 1, 18, tzinfo=UTC)]


def test_a_plan_that_is_done_is_asked_about(store: Store, clock: time_machine.Traveller) -> None:
    wave(store, "done", anchor="plan", plan_state="done")
    ana = alumna_of(store, clock)
    plan = ana.store.run(_add_plan, ana.person)
    ana.at("2026-11-26 11:00")
    assert tick(store) == 0
    store.run(_finish, ana.person, plan)
    ana.at("2026-11-26 12:05")
    tick(store)
    assert [tuple(row) for row in rows(store, SurveyInvitation.occasion, SurveyInvitation.state)] == [(plan, PLANNED)]
    assert hears(ana, "2026-11-26 14:00")[0].startswith("Lazos pregunta por su plan «Patrullaje».")


def _add_plan(db: Connection, person: int) -> int:
    return action_plans.add(db, person, "Patrullaje")


def _finish(db: Connection, person: int, plan: int) -> None:
    action_plans.file_report(db, str(person), str(plan), percent=100, status="done")


def test_a_round_goes_on_where_it_was_and_each_chunk_is_a_transaction(
    store: Store, clock: time_machine.Traveller
) -> None:
    cohort = store.run(activity, "de muestra", ENDED)
    store.run(lambda db: [member(db, cohort) for _ in range(25)])
    made = wave(store)
    for expected in (10, 20, 25):
        store.run(lambda db: planning.plan(db, waves.load(db, made.id), now(), 10))
        assert len(states(store)) == expected
    assert store.run(planning.next_wave, now()) is None
    assert store.run(planning.next_wave, now() + planning.EVERY) is not None


def test_an_ended_wave_forgets_whom_it_has_not_asked(store: Store, clock: time_machine.Traveller) -> None:
    made = wave(store)
    members(store, ENDED)
    tick(store)
    assert store.run(waves.end, made, "test")
    tick(store)
    assert states(store) == []
    assert not store.run(waves.end, made, "test")
    assert not store.run(waves.resume, made, "test")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"name": "día 30"}, "A wave is called by up to 40 letters"),
        ({"name": "taken"}, "There is a wave “taken” already."),
        ({"form": "nothing"}, "There is no questionnaire “nothing”."),
        ({"anchor": "date"}, "A wave counts from one thing"),
        ({"plan_state": "done"}, "A wave counts from one thing"),
        ({"anchor": "plan", "plan_state": "finished"}, "“finished” is none of these"),
        ({"window": Window(weekdays="18")}, "The weekdays are digits"),
        ({"window": Window(hours_from=1200, hours_until=600)}, "The hours run from"),
        ({"offset_days": -1}, "offset_days has to lie between"),
        ({"reminders": 9}, "reminders has to lie between"),
        ({"expires_days": 3}, "A reminder has to come before"),
    ],
)
def test_what_cannot_be_is_said(store: Store, more: dict[str, object], reason: str) -> None:
    wave(store, "taken")
    wanted = waves.Wanted(**{"name": "other", "form": "seguimiento", "anchor": "end", **more})  # type: ignore[arg-type]
    with pytest.raises(Unfit) as refused:
        store.run(waves.add, wanted, "test")
    assert said(refused.value.phrase, "en").startswith(reason)
