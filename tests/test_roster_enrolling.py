"""A roster becomes people: who is whom, what is filled, what is told, and that a second import changes nothing."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from models import access, action_plans, people
from models.all import metadata
from models.enrolling import NotWritten, Outcome, enrol, study
from models.people import Person
from models.programmes import Cohort, Enrolment, Programme
from models.rosters import Row
from models.store import Store

AGENCY = "Policía Municipal de Villa Ejemplo"


def person(number: int, given: str = "Ana", family: str = "Ejemplo Rivera", **more: Any) -> Row:
    values = {"programme": "Curso", "cohort": "2024", **more}
    return Row(number, given, family, **values)


def everything(db: Connection) -> dict[str, Any]:
    """Every row of every table."""
    return {table.name: sorted(map(repr, db.execute(select(table)).all())) for table in metadata.sorted_tables}


def numbers(db: Connection) -> tuple[int, int, int]:
    """People, enrolments, plans."""
    counted = (Person, Enrolment, action_plans.ActionPlan)
    first, second, third = (db.execute(select(func.count()).select_from(table)).scalar_one() for table in counted)
    return first, second, third


def brought_in(store: Store, *rows: Row, **how: Any) -> Outcome:
    """Import, and import again: the second time nothing changes."""
    outcome = store.run(enrol, rows, **how)
    before = store.run(everything)
    again = store.run(enrol, rows)
    assert not any(again.counts.values())
    assert store.run(everything) == before
    return outcome


def test_a_person_comes_in_whole(store: Store) -> None:
    row = person(
        2,
        agency=AGENCY,
        rank_band="command",
        state="CHH",
        municipality="Villa Ejemplo",
        email="ana@example.org",
        phone="+525550000001",
        language="es",
        cohort_start=date(2024, 5, 6),
        cohort_end=date(2024, 8, 30),
        plan_title="Patrullaje",
        plan_goal="Dos recorridos",
        plan_due=date(2027, 1, 31),
    )
    outcome = brought_in(store, row)
    assert (outcome.new_people, outcome.enrolments, outcome.plans, outcome.cohorts) == (1, 1, 1, 1)
    assert store.run(people.profile, 1) == people.Profile(
        1, "Ana", "Ejemplo Rivera", "ana@example.org", "+525550000001", AGENCY, "Villa Ejemplo", "CHH", "command", "es"
    )
    cohort = store.run(lambda db: db.execute(select(Cohort.__table__)).one())
    assert (cohort.name, cohort.starts_on, cohort.ends_on) == ("2024", date(2024, 5, 6), date(2024, 8, 30))
    assert [plan.title for plan in store.run(action_plans.open_for, 1)] == ["Patrullaje"]


@pytest.mark.parametrize("contact", [{"email": "ana@example.org"}, {"phone": "+525550000001"}])
def test_one_contact_is_one_person_with_several_enrolments(store: Store, contact: dict[str, str]) -> None:
    rows = (
        person(2, **contact, plan_title="Patrullaje"),
        person(3, cohort="2025", **contact, plan_title="Academia"),
        person(4, cohort="2025", **contact, plan_title="ACADEMIA "),
    )
    outcome = brought_in(store, *rows)
    assert store.run(numbers) == (1, 2, 2)
    assert outcome.same == []


def test_programmes_and_cohorts_are_one_whatever_their_accents(store: Store) -> None:
    brought_in(
        store,
        person(2, programme="Formación", cohort="Otoño 2024"),
        person(3, "Beto", programme="FORMACION", cohort="otoño  2024"),
    )
    assert store.run(lambda db: db.scalars(select(Programme.name)).all()) == ["Formación"]
    assert store.run(lambda db: db.scalars(select(Cohort.name)).all()) == ["Otoño 2024"]


def test_agencies_are_one_whatever_their_accents(store: Store) -> None:
    brought_in(store, person(2, agency=AGENCY), person(3, "Beto", agency=AGENCY.replace("í", "i").upper()))
    assert store.run(lambda db: db.execute(select(func.count()).select_from(people.Agency)).scalar()) == 1


def test_namesakes_of_one_agency_are_told_and_stay_apart(store: Store) -> None:
    rows = (person(2, agency=AGENCY), person(5, "ana", "EJEMPLO RIVERA", agency=AGENCY, cohort="2025"))
    outcome = brought_in(store, *rows)
    assert [(same.row, same.like_row, same.outcome) for same in outcome.same] == [(5, 2, "apart")]
    assert store.run(numbers) == (2, 2, 0)


def test_namesakes_in_one_cohort_stay_apart_too(store: Store) -> None:
    outcome = brought_in(store, person(2, agency=AGENCY), person(3, agency=AGENCY))
    assert [same.row for same in outcome.same] == [3]
    assert store.run(numbers) == (2, 2, 0)


def test_namesakes_of_other_agencies_are_nobody_s_business(store: Store) -> None:
    outcome = brought_in(store, person(2, agency=AGENCY), person(3, agency="Otra de Ejemplo"))
    assert outcome.same == []
    assert store.run(numbers) == (2, 2, 0)


def test_namesakes_without_an_agency_are_told_too(store: Store) -> None:
    outcome = brought_in(store, person(2), person(3, cohort="2025"))
    assert [(same.row, same.like_row) for same in outcome.same] == [(3, 2)]
    assert store.run(numbers) == (2, 2, 0)


@pytest.mark.parametrize("cohort", ["2024", "2025"])
def test_staff_confirm_that_two_rows_are_one_person(store: Store, cohort: str) -> None:
    rows = (person(2, agency=AGENCY, email="ana@example.org"), person(3, agency=AGENCY, cohort=cohort))
    outcome = brought_in(store, *rows, confirmed=lambda row: True)
    assert [(same.row, same.outcome) for same in outcome.same] == [(3, "merged")]
    assert store.run(numbers)[0] == 1


def test_staff_confirm_after_both_were_written(store: Store) -> None:
    rows = (
        person(2, agency=AGENCY, plan_title="Patrullaje"),
        person(3, agency=AGENCY, cohort="2025", email="ana@example.org", plan_title="Patrullaje"),
        person(4, agency=AGENCY, cohort="2025", email="ana@example.org", plan_title="Academia"),
        person(5, agency=AGENCY, cohort="2026", email="otra@example.org"),
    )
    brought_in(store, *rows)
    assert store.run(numbers) == (3, 3, 3)
    (card,) = store.run(access.issue, [(2, 1)])
    outcome = brought_in(store, *rows, confirmed=lambda row: row in (3, 4))
    assert outcome.merged_people == 1
    assert store.run(numbers) == (2, 3, 2)
    assert store.run(people.profile, 1).email == "ana@example.org"
    code = store.run(access.usable, b"sender", card.code)
    assert code is not None
    assert store.run(access.redeem, code) == 1


def test_who_has_joined_is_never_merged_away(store: Store) -> None:
    rows = (person(2, agency=AGENCY), person(3, agency=AGENCY, cohort="2025"))
    brought_in(store, *rows)
    (card,) = store.run(access.issue, [(2, 1)])
    store.run(access.redeem, store.run(access.usable, b"sender", card.code) or 0)
    outcome = store.run(enrol, rows, lambda row: True)
    assert [same.outcome for same in outcome.same] == ["cannot"]
    assert store.run(numbers)[0] == 2


def test_a_later_list_fills_what_is_blank_and_tells_what_differs(store: Store) -> None:
    brought_in(store, person(2, agency=AGENCY, state="CHH"))
    outcome = brought_in(
        store,
        person(2, agency=AGENCY, state="SON", email="ana@example.org", phone="+525550000001", rank_band="command"),
    )
    assert (outcome.new_people, outcome.filled_people, outcome.same) == (0, 1, [])
    assert [(notice.row, notice.column) for notice in outcome.notices] == [(2, "state")]
    known = store.run(people.profile, 1)
    assert (known.state, known.email, known.rank_band) == ("CHH", "ana@example.org", "command")


def test_a_person_found_by_phone_may_have_moved_and_changed_her_address(store: Store) -> None:
    brought_in(store, person(2, agency=AGENCY, email="ana@example.org", phone="+525550000001"))
    outcome = brought_in(
        store, person(2, agency="Otra de Ejemplo", email="nueva@example.org", phone="+525550000001", cohort="2025")
    )
    assert sorted(notice.column for notice in outcome.notices) == ["agency", "email"]
    brought_in(store, person(2, email="nueva@example.org", cohort="2026"))
    assert store.run(numbers) == (1, 3, 0)


def test_one_mailbox_of_two_people_merges_nobody(store: Store) -> None:
    rows = (person(2, email="academia@example.org"), person(3, "Beto", "Muestra Luna", email="academia@example.org"))
    with pytest.raises(NotWritten) as refused:
        store.run(enrol, rows)
    assert [(problem.row, problem.column) for problem in refused.value.outcome.problems] == [(3, "email")]
    assert "row 2" in refused.value.outcome.problems[0].reason
    assert store.run(numbers) == (0, 0, 0)
    store.run(enrol, rows, skip_bad=True)
    assert store.run(numbers) == (1, 1, 0)


def test_an_address_and_a_phone_of_two_people_are_told(store: Store) -> None:
    rows = (
        person(2, email="ana@example.org"),
        person(3, phone="+525550000001"),
        person(4, email="ana@example.org", phone="+525550000001"),
    )
    outcome = store.run(study, rows)
    assert [(problem.row, problem.column) for problem in outcome.problems] == [(4, "phone")]


def test_a_family_name_spelt_another_way_is_the_same_person_and_told(store: Store) -> None:
    outcome = brought_in(
        store,
        person(2, "María Fernanda", "Gonzales Ejemplo", email="m@example.org"),
        person(3, "Ma. Fernanda", "González", email="m@example.org", cohort="2025"),
    )
    assert store.run(numbers) == (1, 2, 0)
    assert {notice.column for notice in outcome.notices} == {"given_name", "family_name"}


def test_dates_of_a_cohort_that_contradict_are_told_once(store: Store) -> None:
    rows = (
        person(2, cohort_start=date(2024, 5, 6)),
        person(3, "Beto", cohort_start=date(2024, 5, 7)),
        person(4, "Carla", cohort_start=date(2024, 5, 7), cohort_end=date(2023, 1, 1)),
    )
    outcome = store.run(enrol, rows)
    assert [(notice.row, notice.column) for notice in outcome.notices] == [(3, "cohort_start"), (4, "cohort_end")]
    cohort = store.run(lambda db: db.execute(select(Cohort.__table__)).one())
    assert (cohort.starts_on, cohort.ends_on) == (date(2024, 5, 6), None)


def test_a_study_writes_nothing_and_counts_the_same(store: Store) -> None:
    rows = (person(2, plan_title="Patrullaje"), person(3, "Beto", agency=AGENCY))
    before = store.run(everything)
    studied = store.run(study, rows)
    assert store.run(everything) == before
    assert store.run(enrol, rows).counts == studied.counts


def test_too_many_namesakes_need_an_address(store: Store) -> None:
    rows = [person(number, agency=AGENCY) for number in range(2, 12)]
    outcome = store.run(study, rows)
    assert [problem.row for problem in outcome.problems] == [10, 11]
    with_address = [person(number, agency=AGENCY, email=f"a{number}@example.org") for number in range(2, 14)]
    brought_in(store, *with_address)
    assert store.run(numbers)[0] == 12


def test_nothing_of_a_person_lies_open_in_the_database(store: Store) -> None:
    row = person(2, agency=AGENCY, municipality="Villa Ejemplo", email="ana@example.org", phone="+525550000001")
    store.run(enrol, [row._replace(plan_title="Patrullaje", plan_goal="Recorridos")])
    lying_open = str(store.run(everything))
    for secret in ("Ana", "Ejemplo", "ana@", "5550000001", "Policía", "Villa", "Patrullaje", "Recorridos"):
        assert secret not in lying_open
