"""An announcement reaches everybody it is for, once, by the rules of this moment."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import insert, select, update

from models import my_data, preferences, prompts, stopping
from models.announcements import reading
from models.announcements.drafts import Words
from models.base import now
from models.consents import Consent
from models.contacts import Contact
from models.people import Person
from models.store import Store
from tests.announced import announced, copies, deliver, sent_off, watch
from tests.announced_people import NOON, another_phone, at_noon, told
from tests.crowd import address, consent, crowd


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    yield from at_noon()


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


def test_stop_is_heard_also_after_she_has_a_copy(store: Store) -> None:
    (person,) = store.run(crowd, 1)
    number = announced(store)
    store.run(lambda db: stopping.stop(db, person, now()))
    assert told(store) == []
    assert copies(store, number) == {"cancelled": 1}


def test_blanks_are_filled_for_each_person(store: Store) -> None:
    store.run(crowd, 1)
    announced(store, texts={"es": Words("Hola, {nombre}. Nos vemos en {estado}.")})
    assert [text for _, text in told(store)] == ["Hola, Ana. Nos vemos en Ciudad de México."]


def test_a_phone_that_is_hers_no_more_is_passed_over_for_another(store: Store) -> None:
    (person,) = store.run(crowd, 1)
    number = announced(store)
    store.run(lambda db: another_phone(db, person, "whatsapp", now()))
    store.run(lambda db: db.execute(update(Contact).where(Contact.channel == "telegram").values(revoked_at=now())))
    assert told(store) == []
    assert told(store, "whatsapp") == [("whatsapp:+525550000001", "La reunión es el viernes.")]
    assert copies(store, number) == {"sent": 1}


def test_the_standing_tells_what_was_written(store: Store) -> None:
    number = sent_off(store, "all", choices="rsvp")
    standing = store.run(reading.find, number)
    assert standing is not None
    assert (standing.audience, standing.choices, standing.state) == ("all", "rsvp", "planned")


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
