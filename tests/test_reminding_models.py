"""When plans and milestones are due: the dates behind the reminders, and what moves them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from models import hours, milestones, plan_changes, reminders, reminding, stopping
from models.action_plans import ActionPlan
from models.base import now
from models.hours import Rhythm
from models.milestones import Milestone
from models.people import Person
from models.store import Store
from tests.reminded import Alumna, alumna, remind_at, run

NEVER = None


@pytest.fixture
def ana(store: Store, clock: time_machine.Traveller) -> Alumna:
    return alumna(store, clock)


def due(ana: Alumna) -> str | None:
    """When her plan is due, on her clock."""
    found = remind_at(ana.store, ActionPlan, ana.plan)
    return None if found is None else f"{found:%Y-%m-%d %H:%M}"


def step_due(ana: Alumna, step: int) -> str | None:
    found = remind_at(ana.store, Milestone, step)
    return None if found is None else f"{found:%Y-%m-%d %H:%M}"


def test_a_plan_is_due_thirty_days_after_she_joined(ana: Alumna) -> None:
    assert due(ana) == "2026-12-24 10:00"


def test_a_plan_from_an_old_roster_counts_from_her_joining(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    store.run(lambda db: db.execute(update(ActionPlan).values(created_at=datetime(2019, 5, 1, tzinfo=UTC))))
    store.run(reminding.person_joined, ana.person, now())
    assert due(ana) == "2026-12-24 10:00"


def test_her_hour_moves_what_is_due(ana: Alumna) -> None:
    step = ana.adds("Meta", date(2026, 12, 15))
    ana.prefers(hour=17 * 60)
    assert due(ana) == "2026-12-24 17:00"
    assert step_due(ana, step) == "2026-12-12 17:00"


def test_another_state_moves_it_to_her_hour_there(ana: Alumna) -> None:
    ana.store.run(lambda db: db.execute(update(Person).values(state="BCN")))
    ana.store.run(reminding.rhythm_changed, ana.person, now())
    assert due(ana) == "2026-12-24 12:00"  # ten o'clock in Tijuana


def test_her_hour_within_quiet_hours_or_duty_comes_after_them(ana: Alumna) -> None:
    ana.prefers(quiet_from=22 * 60, quiet_until=11 * 60)
    assert due(ana) == "2026-12-24 11:00"
    ana.prefers(quiet_until=8 * 60, shift={"pattern": "24x24", "starts": "2026-12-24T08:00"})
    assert due(ana) == "2026-12-25 08:00"


def test_her_hour_stays_where_the_clocks_change(ana: Alumna) -> None:
    """Tijuana puts its clocks forward on 14 March 2027."""
    ana.store.run(lambda db: db.execute(update(Person).values(state="BCN")))
    for day in (date(2027, 3, 16), date(2027, 3, 18)):
        step = ana.adds("Meta", day)
        at = ana.store.run(_step_at, step)
        assert at is not None
        assert f"{at.astimezone(ZoneInfo('America/Tijuana')):%H:%M}" == "10:00"


def _step_at(db: Connection, step: int) -> datetime | None:
    return db.execute(select(Milestone.remind_at).where(Milestone.id == step)).scalar()


def test_a_closed_plan_and_its_milestones_are_never_due_and_are_again_when_it_is_opened(ana: Alumna) -> None:
    step = ana.adds("Meta", date(2026, 12, 15))
    ana.store.run(plan_changes.close, str(ana.person), str(ana.plan), "dropped")
    assert (due(ana), step_due(ana, step)) == (NEVER, NEVER)
    ana.at("2026-11-26 12:00").store.run(plan_changes.reopen, str(ana.person), str(ana.plan))
    assert (due(ana), step_due(ana, step)) == ("2026-12-26 10:00", "2026-12-12 10:00")


def test_a_milestone_that_is_done_is_never_due(ana: Alumna) -> None:
    step = ana.adds("Meta", date(2026, 12, 15))
    ana.store.run(_tick, ana.person, ana.plan, step)
    assert step_due(ana, step) == NEVER


def _tick(db: Connection, person: int, plan: int, step: int) -> None:
    milestones.tick(db, person, plan, [str(step)])
    reminding.plan_moved(db, person, plan, now())


def test_whoever_stopped_has_nothing_due_until_she_comes_back(ana: Alumna) -> None:
    ana.at("2026-12-24 10:00")
    ana.store.run(stopping.stop, ana.person, now())
    assert ana.tick() == 1
    assert due(ana) == NEVER
    assert ana.at("2027-01-10 12:00").store.run(stopping.come_back, ana.person, now())
    assert due(ana) == "2027-01-11 10:00"


def test_what_was_promised_stays_when_her_hours_change(ana: Alumna) -> None:
    ana.at("2026-12-24 10:00").hears()
    ana.phone.write("mañana")
    ana.prefers(hour=17 * 60)
    assert due(ana) == "2026-12-25 10:00"


def test_what_was_put_off_by_us_goes_by_her_new_hour(ana: Alumna) -> None:
    ana.at("2026-12-24 10:00").phone.write("hola")
    ana.tick()
    assert due(ana) == "2026-12-24 10:31"
    ana.prefers(hour=17 * 60)
    assert due(ana) == "2026-12-24 17:00"
    ana.at("2026-12-25 10:00").store.run(reminders.put_off, "plan", ana.plan, now() + timedelta(days=2))
    ana.prefers(hour=18 * 60)
    assert due(ana) == "2026-12-27 18:00"


def test_a_report_takes_back_a_promise(ana: Alumna) -> None:
    ana.at("2026-12-24 10:00").hears()
    ana.phone.write("mañana")
    ana.phone.write("avance 50")
    assert due(ana) == "2027-01-23 10:00"


def test_a_pause_that_ends_early_is_noticed_within_a_day(ana: Alumna) -> None:
    ana.prefers(paused_until="2027-03-01")
    ana.at("2026-12-24 10:00").tick()
    ana.prefers(paused_until=None)
    assert ana.at("2026-12-24 10:00").hears() == []
    assert len(ana.at("2026-12-25 10:00").hears()) == 1


def test_a_pause_is_kept_to_its_last_day(ana: Alumna) -> None:
    ana.prefers(paused_until="2027-03-01")
    for day in range(70):
        ana.at("2026-12-21 10:00")
        ana.clock.shift(timedelta(days=day))
        assert ana.hears() == []
    assert len(ana.at("2027-03-01 10:00").hears()) == 1


def test_the_earliest_is_dealt_with_first_and_no_more_than_asked_for(
    store: Store, clock: time_machine.Traveller
) -> None:
    first, second = alumna(store, clock, address="500001"), alumna(store, clock, address="500002")
    step = second.adds("Meta", date(2026, 12, 15))
    clock.move_to(datetime(2027, 1, 1, tzinfo=UTC))
    found = store.run(reminders.due, now(), 2)
    assert [(each.kind, each.id) for each in found] == [("milestone", step), ("plan", first.plan)]
    assert store.run(reminders.due, datetime(2026, 12, 1, tzinfo=UTC), 10) == []


def test_nothing_is_due_without_a_word_of_the_database(ana: Alumna) -> None:
    assert run(ana.store, "remind") == 0


def test_a_row_that_fails_waits_and_holds_nobody_up(store: Store, clock: time_machine.Traveller) -> None:
    ana, eva = alumna(store, clock, address="500001"), alumna(store, clock, address="500002")
    spoilt = update(ActionPlan).where(ActionPlan.id == ana.plan).values(title_sealed=b"spoilt")
    store.run(lambda db: db.execute(spoilt))
    ana.at("2026-12-24 10:00")
    assert run(store, "remind") == 2
    assert len(eva.phone.hears()) == 1
    assert due(ana) == "2026-12-25 10:00"


RHYTHMS = st.builds(
    Rhythm,
    st.sampled_from(["America/Mexico_City", "America/Tijuana", "America/Ciudad_Juarez", "America/Cancun"]),
    hour=st.integers(8 * 60, 20 * 60),
)


@given(rhythm=RHYTHMS, day=st.dates(date(2026, 1, 1), date(2030, 1, 1)), ahead=st.integers(-40, 40))
def test_a_milestone_has_at_most_two_moments_and_both_lie_ahead(rhythm: Rhythm, day: date, ahead: int) -> None:
    moment = hours.at_her_hour(rhythm, day + timedelta(days=ahead))
    found = reminding.ahead(day, rhythm, moment)
    assert len(found) == (ahead < -3) + (ahead < 1)
    assert all(at > moment for at in found)
