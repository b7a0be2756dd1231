"""An announcement reaches everybody it is for, once, by the rules of this moment."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import insert, select, update

from models import addresses, contacts, my_data, outbox, preferences, prompts, put_right, stopping
from models.announcements import drafts, progress, reading, steps
from models.announcements.drafts import Words
from models.base import now
from models.consents import Consent
from models.contacts import Address, Contact
from models.holders import NOBODY_ELSE
from models.knocks import keep_states
from models.messages import KNOCK, Message
from models.people import Person
from models.store import Store
from tests.announced import announced, copies, deliver, sent_off, spread, watch
from tests.crowd import address, consent, crowd

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # in the capital


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def told(store: Store, channel: str = "telegram") -> list[tuple[str, str]]:
    return sorted((each.address, each.content.text) for each in deliver(store, channel))


def test_everybody_gets_it_once_in_their_own_language(store: Store) -> None:
    es = store.run(crowd, 3)
    en = store.run(lambda db: crowd(db, 2, language="en"))
    number = announced(store)
    assert told(store) == sorted(
        [(address("telegram", each), "La reunión es el viernes.") for each in es]
        + [(address("telegram", each), "The meeting is on Friday.") for each in en]
    )
    assert told(store) == []
    assert copies(store, number) == {"sent": 5}
    assert watch(store).state == "done"


def test_who_did_not_join_or_agree_or_said_stop_has_no_copy(store: Store) -> None:
    people = store.run(crowd, 5)

    def leave_out(db: object) -> None:
        run = db.execute  # type: ignore[attr-defined]
        run(update(Person).where(Person.id == people[0]).values(stopped_at=now()))
        run(update(Person).where(Person.id == people[1]).values(joined_at=None))
        run(update(Person).where(Person.id == people[2]).values(blocked_at=now()))
        contact = run(select(Contact.id).where(Contact.person_id == people[3])).scalar_one()
        run(insert(Consent).values(consent(contact, people[3], given=False)))

    store.run(leave_out)
    announced(store)
    assert told(store) == [(address("telegram", people[4]), "La reunión es el viernes.")]


def test_of_several_phones_the_one_that_can_be_written_to_at_once_gets_it(store: Store) -> None:
    (person,) = store.run(crowd, 1)
    store.run(lambda db: another_phone(db, person, "whatsapp", now()))
    number = announced(store)
    assert told(store, "whatsapp") == [("whatsapp:+525550000001", "La reunión es el viernes.")]
    assert copies(store, number) == {"sent": 1}


def test_the_channel_she_wants_first_gets_it(store: Store) -> None:
    (person,) = store.run(crowd, 1)
    store.run(lambda db: another_phone(db, person, "whatsapp", now()))
    store.run(lambda db: preferences.change(db, person, first_channel="telegram"))
    announced(store)
    assert told(store, "whatsapp") == []
    assert len(told(store)) == 1


def another_phone(db: object, person: int, channel: str, heard: datetime) -> int:
    raw = "whatsapp:+525550000001" if channel == "whatsapp" else "500001"
    contact = addresses.at(db, Address(channel, raw, (raw,), "es"))  # type: ignore[arg-type]
    contacts.belong(db, contact.id, person)  # type: ignore[arg-type]
    contacts.heard(db, contact.id, heard)  # type: ignore[arg-type]
    return contact.id


def test_stop_is_heard_also_after_she_has_a_copy(store: Store) -> None:
    (person,) = store.run(crowd, 1)
    number = announced(store)
    store.run(lambda db: stopping.stop(db, person, now()))
    assert told(store) == []
    assert copies(store, number) == {"cancelled": 1}


def test_at_night_it_waits_for_the_morning_of_each_ones_own_clock(store: Store, clock: time_machine.Traveller) -> None:
    capital = store.run(crowd, 1)
    tijuana = store.run(lambda db: crowd(db, 1, state="BCN"))
    clock.move_to(datetime(2026, 11, 25, 5, 30, tzinfo=UTC))  # 23:30 and 21:30
    announced(store)
    assert told(store) == []
    clock.move_to(datetime(2026, 11, 25, 14, 0, tzinfo=UTC))  # 8:00 and 6:00
    assert [each for each, _ in told(store)] == [address("telegram", capital[0])]
    clock.move_to(datetime(2026, 11, 25, 16, 0, tzinfo=UTC))
    assert [each for each, _ in told(store)] == [address("telegram", tijuana[0])]


def test_at_one_hour_of_everybodys_clock(store: Store, clock: time_machine.Traveller) -> None:
    capital = store.run(crowd, 1)
    tijuana = store.run(lambda db: crowd(db, 1, state="BCN"))
    ten = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)  # 10:00 in the capital
    sent_off(store, starts_at=ten, local=True)
    clock.move_to(ten - timedelta(hours=3))
    spread(store)
    assert told(store) == []
    clock.move_to(ten)
    assert [each for each, _ in told(store)] == [address("telegram", capital[0])]
    clock.move_to(ten + timedelta(hours=2))
    assert [each for each, _ in told(store)] == [address("telegram", tijuana[0])]


def test_a_pause_of_hers_outlasts_it_or_does_not(store: Store, clock: time_machine.Traveller) -> None:
    short, long = store.run(crowd, 2)
    store.run(lambda db: preferences.change(db, short, paused_until="2026-11-26"))
    store.run(lambda db: preferences.change(db, long, paused_until="2027-03-01"))
    number = announced(store)
    assert told(store) == []
    assert copies(store, number) == {"queued": 1, "skipped": 1}
    clock.move_to(datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    assert [each for each, _ in told(store)] == [address("telegram", short)]


def closed(store: Store, people: int = 1, **columns: object) -> list[int]:
    """People of WhatsApp whose window is closed."""
    return store.run(lambda db: crowd(db, people, "whatsapp", now() - timedelta(days=3), **columns))


def approve(store: Store, *templates: str) -> None:
    store.run(lambda db: keep_states(db, dict.fromkeys(templates, "approved")))


def test_outside_the_window_a_template_knocks_and_it_follows_when_she_writes(store: Store) -> None:
    (person,) = closed(store)
    approve(store, "news_es")
    number = announced(store)
    knocks = deliver(store, "whatsapp")
    assert [(each.content.knock, each.content.text, each.content.language) for each in knocks] == [(True, "news", "es")]
    assert copies(store, number) == {"waiting": 1}
    write(store, person)
    assert told(store, "whatsapp") == [(address("whatsapp", person), "La reunión es el viernes.")]
    assert copies(store, number) == {"sent": 1}


def write(store: Store, person: int, channel: str = "whatsapp") -> None:
    def wrote(db: object) -> None:
        contact = db.execute(select(Contact.id).where(Contact.person_id == person)).scalar_one()  # type: ignore[attr-defined]
        contacts.heard(db, contact, now())  # type: ignore[arg-type]
        outbox.release(db, contact, now())  # type: ignore[arg-type]

    store.run(wrote)


def test_without_an_approved_template_nothing_is_tried_until_there_is_one(
    store: Store, clock: time_machine.Traveller
) -> None:
    closed(store)
    number = announced(store)
    assert told(store, "whatsapp") == []
    assert copies(store, number) == {"queued": 1}
    approve(store, "news_es")
    clock.shift(timedelta(hours=1))
    assert [text for _, text in told(store, "whatsapp")] == ["news"]


def test_a_discreet_person_is_only_told_that_there_is_something(store: Store) -> None:
    (person,) = store.run(crowd, 1)
    store.run(lambda db: preferences.change(db, person, discreet=True))
    announced(store)
    ((_, text),) = told(store)
    assert "reunión" not in text
    write(store, person)
    assert told(store) == [(address("telegram", person), "La reunión es el viernes.")]


def test_paused_nothing_goes_out_and_after_it_all_does(store: Store) -> None:
    store.run(crowd, 4)
    number = announced(store)
    assert len(deliver_some(store, 1)) == 1
    assert store.run(lambda db: steps.pause(db, number, "staff", now()))
    assert told(store) == []
    assert store.run(lambda db: steps.resume(db, number, now()))
    assert len(told(store)) == 3


def deliver_some(store: Store, most: int) -> list[object]:
    from models.claims import Room, turn_over  # noqa: PLC0415

    taken = store.run(turn_over, "telegram", NOBODY_ELSE, [], Room(most, most), now())
    return [*taken.replies, *taken.bulk]


def test_whoever_asks_for_it_while_it_is_paused_gets_it_afterwards(store: Store, clock: time_machine.Traveller) -> None:
    (person,) = closed(store)
    approve(store, "news_es")
    number = announced(store)
    deliver(store, "whatsapp")
    store.run(lambda db: steps.pause(db, number, "staff", now()))
    clock.shift(timedelta(minutes=1))
    write(store, person)
    assert told(store, "whatsapp") == []
    store.run(lambda db: steps.resume(db, number, now()))
    assert told(store, "whatsapp") == [(address("whatsapp", person), "La reunión es el viernes.")]


def test_corrected_words_go_to_those_who_have_not_got_it_yet(store: Store) -> None:
    store.run(crowd, 3)
    number = announced(store)
    deliver_some(store, 1)
    store.run(lambda db: drafts.correct(db, number, {"es": Words("La reunión es el sábado.")}))
    assert [text for _, text in told(store)] == ["La reunión es el sábado."] * 2
    revisions = select(Message.revision).where(Message.announcement_id == number).order_by(Message.id)
    assert store.run(lambda db: list(db.scalars(revisions))) == [1, 2, 2]


def test_cancelled_nobody_gets_it_any_more(store: Store) -> None:
    store.run(crowd, 3)
    number = announced(store)
    deliver_some(store, 1)
    assert store.run(lambda db: steps.cancel(db, number, now())) == 2
    assert told(store) == []
    store.run(progress.take_back, now())
    assert copies(store, number) == {"sending": 1, "cancelled": 2}


def test_blanks_are_filled_for_each_person(store: Store) -> None:
    store.run(crowd, 1)
    announced(store, texts={"es": Words("Hola, {nombre}. Nos vemos en {estado}.")})
    assert [text for _, text in told(store)] == ["Hola, Ana. Nos vemos en Ciudad de México."]


def test_the_first_part_is_a_part_and_the_rest_follows(store: Store) -> None:
    store.run(crowd, 150)
    number = announced(store, first_percent=1)
    assert len(told(store)) == 2
    assert watch(store).state == "held"
    assert told(store) == []
    assert store.run(lambda db: steps.go_on(db, number, now()))
    spread(store)
    assert len(told(store)) == 148
    assert watch(store).state == "done"
    assert copies(store, number) == {"sent": 150}


def test_the_first_part_of_a_few_is_one(store: Store) -> None:
    store.run(crowd, 7)
    announced(store, first_percent=1)
    assert len(told(store)) == 1


def test_what_comes_too_late_is_not_sent(store: Store, clock: time_machine.Traveller) -> None:
    store.run(crowd, 2)
    number = announced(store, valid_until=NOON + timedelta(hours=2))
    clock.shift(timedelta(hours=3))
    assert told(store) == []
    store.run(progress.expire, now())
    assert copies(store, number) == {"expired": 2}
    assert watch(store).state == "done"


def test_a_phone_that_is_hers_no_more_is_passed_over_for_another(store: Store) -> None:
    (person,) = store.run(crowd, 1)
    number = announced(store)
    store.run(lambda db: another_phone(db, person, "whatsapp", now()))
    store.run(lambda db: db.execute(update(Contact).where(Contact.channel == "telegram").values(revoked_at=now())))
    assert told(store) == []
    assert told(store, "whatsapp") == [("whatsapp:+525550000001", "La reunión es el viernes.")]
    assert copies(store, number) == {"sent": 1}


def test_spread_over_a_time(store: Store, clock: time_machine.Traveller) -> None:
    store.run(crowd, 200)
    announced(store, spread_minutes=100)
    early = len(told(store))
    clock.shift(timedelta(minutes=50))
    half = early + len(told(store))
    clock.shift(timedelta(minutes=51))
    assert early < 20
    assert 70 < half < 130
    assert half + len(told(store)) == 200


def test_two_announcements_share_the_way(store: Store) -> None:
    store.run(crowd, 20)
    first, second = announced(store), announced(store)
    taken = deliver_some(store, 10)
    assert len(taken) == 10
    counted = {first: copies(store, first)["sending"], second: copies(store, second)["sending"]}
    assert counted == {first: 5, second: 5}


def test_the_knocks_of_a_day_are_limited(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.announcements import quota  # noqa: PLC0415

    closed(store, 5)
    approve(store, "news_es")
    monkeypatch.setattr(quota, "room", lambda db, moment: 2 - knocked(db))
    announced(store)
    assert len(told(store, "whatsapp")) == 2


def knocked(db: object) -> int:
    sent = select(Message.id).where(Message.lane == KNOCK, Message.state != "queued")
    return len(db.execute(sent).all())  # type: ignore[attr-defined]


def test_the_standing_tells_what_was_written(store: Store) -> None:
    number = sent_off(store, "all", choices="rsvp")
    standing = store.run(reading.find, number)
    assert standing is not None
    assert (standing.audience, standing.choices, standing.state) == ("all", "rsvp", "planned")


def test_a_number_that_is_gone_by_the_knock_is_left_for_another_phone(store: Store) -> None:
    (person,) = closed(store)
    approve(store, "news_es")
    number = announced(store)
    (knock,) = deliver(store, "whatsapp")
    store.run(lambda db: another_phone(db, person, "telegram", now() - timedelta(days=9)))
    store.run(lambda db: contacts.unreachable(db, knock.contact_id, now()))
    store.run(lambda db: put_right.skip_rest(db, [knock.contact_id], now()))
    assert told(store, "whatsapp") == []
    assert told(store) == [("500001", "La reunión es el viernes.")]
    assert copies(store, number) == {"sent": 1}


def test_it_counts_among_what_came_unasked_this_week(store: Store) -> None:
    (person,) = store.run(crowd, 1)
    announced(store)
    assert store.run(prompts.recent, person, now()) == ()
    deliver(store)
    assert store.run(prompts.recent, person, now()) == (NOON,)


def test_she_finds_it_in_her_own_data(store: Store) -> None:
    (person,) = store.run(crowd, 1)
    announced(store)
    deliver(store)
    (message,) = store.run(my_data.as_file, person)["messages"]
    assert message["text"] == "La reunión es el viernes."


def test_an_audience_that_is_not_there_any_more_stops_it_and_staff_hear(store: Store) -> None:
    store.run(crowd, 1)
    number = announced(store, "cohort = Ninguna")
    standing = store.run(reading.find, number)
    assert standing is not None
    assert (standing.state, standing.why) == ("paused", "audience")
