"""How a round is made: once a month, without holding anybody up, and whole again after it was cut off."""

import json
from collections.abc import Collection
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Connection, insert, select, text, update

from bot import peer_rounds
from models import erasing, freezes, people, suppressing
from models.base import now
from models.circles.tables import IN, Circle, CircleMember
from models.peers import introductions, profiles
from models.peers.rounds import counting, months, seats, writing
from models.peers.rounds.people import Pair
from models.peers.rounds.tables import NO, YES
from models.peers.tables import PeerIntroduction
from models.people import Person
from models.store import Store
from tests.desk import desk
from tests.peered import HER_AGENCY, NOON, ana, beto, looks, member, shelve
from tests.peered import tick as tick_peers
from tests.rounded import chooses, computed, make, paired, rounds_here, seated, somebody, tick, wants


@pytest.fixture(autouse=True)
def noon(clock: time_machine.Traveller, store: Store) -> None:
    clock.move_to(NOON)
    store.run(shelve)
    store.run(rounds_here)


def test_cut_off_between_two_batches_it_goes_on_and_nobody_is_lost_or_doubled(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = {somebody(store, number).person for number in range(9)}
    monkeypatch.setattr(peer_rounds, "BATCH", 1)
    real, calls = writing.keep, iter(range(100))

    def breaks(db: Connection, round_: int, pairs: Collection[Pair], moment: object) -> int:
        kept = real(db, round_, pairs, moment)  # type: ignore[arg-type]
        if next(calls) in (1, 3):
            raise ConnectionError("cut off before it was durable")
        return kept

    monkeypatch.setattr(writing, "keep", breaks)
    for _attempt in range(2):
        with pytest.raises(ConnectionError):
            make(store)
        tick(store)
    assert 0 < len(seated(store)) < 9
    make(store)
    assert make(store) == 0
    assert {person for person, _matched in seated(store)} == everybody
    assert len(seated(store)) == 9
    assert sum(matched for _person, matched in seated(store)) == 8
    met = [person for pair in paired(store) for person in pair]
    assert len(met) == len(set(met)) == 8
    found = store.run(counting.counts)[0]
    assert (found["state"], found["people"], found["pairs"], found["unmatched"]) == ("done", 9, 4, 1)


def test_what_has_changed_since_it_was_computed_is_seen_when_it_is_written(store: Store) -> None:
    one, other, third = (somebody(store, number).person for number in range(3))
    round_ = store.run(months.begin, now())
    assert round_ is not None
    assert len(computed(store, round_)) == 1
    store.run(profiles.pause, one, now())
    assert store.run(writing.keep, round_, [Pair(one, other, 1)], now()) == 0
    store.run(lambda db: introductions.keep_apart(db, third, other, now()))
    assert store.run(writing.keep, round_, [Pair(third, other, 1)], now()) == 0
    assert make(store) == 0
    assert seated(store) == [(other, False), (third, False)]


def test_who_is_in_and_who_is_kept_apart(store: Store) -> None:
    her, him = ana(store), beto(store)
    for who in (her, him):
        store.run(wants, who.person)
    round_ = store.run(months.begin, now())
    assert round_ is not None
    assert len(computed(store, round_)) == 1

    def alone(change: str) -> None:
        assert computed(store, round_) == [], change

    chooses(store, him, paused_until="2027-01-01")
    alone("on a pause")
    chooses(store, him, paused_until=None)
    freeze = store.run(freezes.begin, freezes.Whom(person=him.person), None, "test", now())
    alone("frozen")
    store.run(freezes.lift, freeze, "test", now())
    store.run(people.stop, him.person)
    alone("stopped")
    store.run(people.come_back, him.person)
    store.run(wants, him.person, "records")
    alone("no topic in common")
    store.run(wants, him.person, languages=("en",))
    store.run(wants, her.person, languages=("es",))
    alone("no language in common")
    for name in ("Ana Rivera", HER_AGENCY.casefold()):
        store.run(wants, him.person, avoids=(name,))
        store.run(wants, her.person)
        alone(f"avoids {name}")
    store.run(wants, him.person)
    assert len(computed(store, round_)) == 1
    circle = store.run(_circle, her.person, him.person)
    alone("in one circle")
    store.run(lambda db: db.execute(update(Circle).where(Circle.id == circle).values(state="ended")))
    assert len(computed(store, round_)) == 1
    carla = member(store, "Carla", "Prueba", HER_AGENCY, "YUC", address="600001")
    store.run(wants, carla.person, same_agency=True)
    assert {carla.person, her.person} not in [{pair.one, pair.other} for pair in computed(store, round_)]
    store.run(profiles.pause, carla.person, now())
    looks(store, her)
    tick_peers(store)
    alone("he was asked for her already")


def _circle(db: Connection, *people: int) -> int:
    values = {"topic_id": 1, "state": "open", "begun_at": now(), "until": now()}
    circle = db.execute(insert(Circle).values(values).returning(Circle.id)).scalar_one()
    flags = dict.fromkeys(("moderates", "leads", "rests", "tell"), False)
    for alias, person in enumerate(people):
        seat = {"circle_id": circle, "person_id": person, "alias": alias, "state": IN, "begun_at": now()}
        db.execute(insert(CircleMember).values(**seat, **flags, until=now()))
    return circle


def test_a_round_is_due_once_a_month_and_up_to_a_week_late(store: Store, clock: time_machine.Traveller) -> None:
    ana_, beto_ = ana(store), beto(store)
    for who in (ana_, beto_):
        store.run(wants, who.person)

    def due(day: int, hour: int = 18) -> bool:
        clock.move_to(NOON.replace(day=day, hour=hour))
        return store.run(_is_due)

    store.run(rounds_here, 20)
    assert [due(19), due(20), due(27), due(28)] == [False, True, True, False]
    assert [due(20, 5), due(20, 7)] == [False, True], "the day begins where the programme is"
    assert make(store) == 1
    assert not due(21)
    clock.move_to(NOON.replace(month=12, day=20))
    assert store.run(_is_due)


def _is_due(db: Connection) -> bool:
    """Whether a round would be begun; nothing of it is kept."""
    found = months.begin(db, now())
    db.execute(text("DELETE FROM peer_round WHERE state = 'matching'"))
    return found is not None


def test_one_who_cannot_be_told_in_two_weeks_costs_the_other_nothing(
    store: Store, clock: time_machine.Traveller
) -> None:
    her, him = somebody(store, 1), somebody(store, 2)
    make(store)
    chooses(store, him, paused_until="2027-03-01")
    for _day in range(16):
        clock.move_to(now() + timedelta(days=1))
        tick(store)
    heard = her.hears()
    assert len(heard) == 2
    assert heard[1].startswith("Su plática con"), "it has ended"
    assert him.hears() == []
    assert (her.person, False) in seated(store), "and she comes first the next month"


def test_of_an_erased_person_no_seat_is_left_and_the_other_goes_on(store: Store, clock: time_machine.Traveller) -> None:
    her, him = somebody(store, 1), somebody(store, 2)
    make(store)
    clock.move_to(now() + timedelta(hours=1))
    tick(store)
    store.run(erasing.block, him.person, now())
    clock.move_to(now() + timedelta(days=31))
    store.run(suppressing.suppress, him.person, now())
    tick(store)
    assert [person for person, _matched in seated(store)] == [her.person]
    assert paired(store) == []
    assert store.run(lambda db: db.scalars(select(Person.id)).all()) == [her.person]
    clock.move_to(now() + timedelta(days=800))
    assert store.run(seats.forget, now(), 500) == 1


def test_staff_are_told_numbers_and_never_of_few(store: Store, clock: time_machine.Traveller) -> None:
    assert desk(store)("rounds").output == "There was no round yet.\n"
    members = [somebody(store, number) for number in range(24)]
    assert make(store) == 12
    store.run(_answered, [*[YES] * 12, *[NO] * 2])
    found = store.run(counting.counts)[0]
    assert (found["month"], found["people"], found["pairs"], found["unmatched"]) == ("2026-11", 24, 12, 0)
    assert found["wrote"] == 6
    printed = desk(store)("rounds").output
    assert "2026-11  24 people, 12 pairs, 0 without" in printed
    assert "wrote: 6" in printed
    assert "yes fewer than 5, not yet 0, no fewer than 5" in printed
    assert json.loads(desk(store)("rounds", "--json").output) == [found]
    assert found["met"]["no"] is None
    assert found["met"]["yes"] is None, "else fewer than five could be worked out"
    assert str(members[0].person) not in json.dumps(found["met"])


def _answered(db: Connection, answers: list[str]) -> None:
    rows = db.execute(select(PeerIntroduction.id, PeerIntroduction.asker_id).order_by(PeerIntroduction.id)).all()
    for place, (row, what) in enumerate(zip([*rows, *rows], answers, strict=False)):
        person = row.asker_id
        if place >= len(rows):
            side = introductions.find(db, person, row.id)
            assert side is not None
            person = side.other
        side, seat = introductions.find(db, person, row.id), seats.of(db, person, row.id)
        assert side is not None
        assert seat is not None
        seats.answer(db, seat, side, what, now())
    db.execute(text("UPDATE peer_introduction SET written_at = begun_at WHERE id <= 6"))
