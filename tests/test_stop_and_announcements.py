"""Whoever says stop gets no announcement any more, from that word on: in either language, on every channel, at any time.

What she had not got is taken back, also what only waited for her to write.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Connection, select, update

from bot.channels.whatsapp import WhatsApp
from dialogue.commands import STOP, WORDS
from models import addresses, consents, contacts, objections
from models.base import now
from models.contacts import Address, Contact
from models.knocks import APPROVED, keep_states
from models.messages import Message
from models.outbox import Claimed
from models.people import Person
from models.store import Store
from tests.alumni import enrol
from tests.announced import announced, copies, deliver
from tests.awake import no_night
from tests.crowd import address, crowd
from tests.double import Double, refused
from tests.phones import Phone, phone_of
from tests.twilio_sender import deliver_through, twilio_sender

NINE = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # in Chihuahua
HOUR = timedelta(hours=1)
RAW = {"telegram": "500001", "whatsapp": "whatsapp:+525550000001"}
SAID = {
    "es": "De acuerdo. Solo le responderemos cuando usted nos escriba. Para volver a como estaba, escriba «alta».",
    "en": "All right. We will only write when you write to us. To undo this, write “start”.",
}
STOPS = [word for word, command in WORDS.items() if command == STOP]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NINE, tick=False) as clock:
        yield clock


def ana(store: Store, channel: str, language: str = "es") -> Phone:
    """She has joined, has a plan, and agrees to announcements."""
    person = store.run(enrol, plans=("Patrullaje",))
    store.run(lambda db: db.execute(update(Person).values(joined_at=now(), language=language)))
    phone = phone_of(store, person, channel, RAW[channel], language)
    store.run(consents.record, person, 1, "2026-11", dict.fromkeys(("follow_up", "announcements"), True))
    return phone


def one_on_its_way(store: Store) -> int:
    """It is due in an hour."""
    return announced(store, starts_at=now() + HOUR)


def nothing_arrives(store: Store, phone: Phone, clock: time_machine.Traveller) -> bool:
    clock.move_to(phone.moment + 2 * HOUR)
    announced(store)
    return arrived(store, phone.channel) == []


def arrived(store: Store, channel: str = "telegram") -> list[Claimed]:
    """What of announcements goes out on a channel now, whatever else does."""
    return [each for each in deliver(store, channel) if each.announcement is not None]


@pytest.mark.parametrize("channel", RAW)
@pytest.mark.parametrize("word", [*STOPS, "ALTO", "Baja.", "STOP!", "/stop", "quiero darme de baja, por favor"])
def test_every_word_for_it_is_heard_at_once(
    store: Store, clock: time_machine.Traveller, channel: str, word: str
) -> None:
    phone = ana(store, channel)
    number = one_on_its_way(store)
    [answer] = phone.write(word)
    assert answer.text == SAID["es"]
    assert copies(store, number) == {"cancelled": 1}
    assert nothing_arrives(store, phone, clock)


@pytest.mark.parametrize("channel", RAW)
@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("before", [("hola",), ("avance",), ("avance", "60"), ("persona",), ("oponerme",), ("idioma",)])
def test_in_the_middle_of_anything(
    store: Store, clock: time_machine.Traveller, channel: str, language: str, before: tuple[str, ...]
) -> None:
    phone = ana(store, channel, language)
    number = one_on_its_way(store)
    for line in before:
        phone.write(line)
    assert phone.write("stop" if language == "en" else "alto")[0].text.startswith(SAID[language][:30])
    assert copies(store, number) == {"cancelled": 1}
    assert nothing_arrives(store, phone, clock)


@pytest.mark.parametrize("channel", RAW)
@pytest.mark.parametrize(("word", "yes"), [("baja", "es mi respuesta"), ("alto", "dejen de escribir")])
def test_where_it_could_be_an_answer_it_is_asked_back(
    store: Store, clock: time_machine.Traveller, channel: str, word: str, yes: str
) -> None:
    phone = ana(store, channel)
    number = one_on_its_way(store)
    for line in ("ajustes", "pausar o detener"):
        phone.write(line)
    [asked] = phone.write(word)
    assert "es su respuesta o prefiere que dejemos de escribirle?" in asked.text
    assert copies(store, number) == {"queued": 1}
    assert phone.write(yes)[0].text.startswith(SAID["es"][:30])
    assert copies(store, number) == {"cancelled": 1}
    assert nothing_arrives(store, phone, clock)


def test_what_waits_for_her_to_write_is_not_shown_when_what_she_writes_is_stop(
    store: Store, clock: time_machine.Traveller
) -> None:
    phone = ana(store, "whatsapp")
    store.run(keep_states, {"news_es": APPROVED})
    clock.shift(3 * 24 * HOUR)
    phone.moment = now()
    number = announced(store)
    [knock] = deliver(store, "whatsapp")
    assert knock.content.knock
    assert copies(store, number) == {"waiting": 1}
    assert [content.text for content in phone.write("alto")] == [SAID["es"]]
    assert copies(store, number) == {"cancelled": 1}
    assert nothing_arrives(store, phone, clock)


def test_a_knock_that_has_not_gone_out_does_not(store: Store, clock: time_machine.Traveller) -> None:
    phone = ana(store, "whatsapp")
    store.run(keep_states, {"news_es": APPROVED})
    clock.shift(3 * 24 * HOUR)
    phone.moment = now()
    rests = update(Contact).values(rests_until=now() + HOUR)
    store.run(lambda db: db.execute(rests))
    announced(store)
    assert deliver(store, "whatsapp") == []
    phone.write("alto")
    states = store.run(lambda db: set(db.scalars(select(Message.state).where(Message.announcement_id.is_not(None)))))
    assert states == {"cancelled"}


@pytest.mark.parametrize("channel", RAW)
def test_a_phone_in_doubt_gets_nothing_of_it_and_says_stop_for_itself_alone(
    store: Store, clock: time_machine.Traveller, channel: str
) -> None:
    phone = ana(store, channel)
    clock.shift(181 * 24 * HOUR)
    phone.moment = now()
    other = store.run(another_phone, "telegram" if channel == "whatsapp" else "whatsapp")
    [answer] = phone.write("alto")
    assert answer.text == "De acuerdo. No le escribiremos."
    announced(store)
    assert arrived(store, channel) == []
    assert [each.contact_id for each in arrived(store, "telegram" if channel == "whatsapp" else "whatsapp")] == [other]


def another_phone(db: Connection, channel: str) -> int:
    raw = RAW[channel].replace("0001", "0002")
    contact = addresses.at(db, Address(channel, raw, (raw,), "es"))
    contacts.belong(db, contact.id, db.execute(select(Person.id)).scalar_one())
    contacts.heard(db, contact.id, now())
    return contact.id


@pytest.mark.parametrize("channel", RAW)
def test_whoever_takes_back_only_announcements_gets_none_and_all_else(
    store: Store, clock: time_machine.Traveller, channel: str
) -> None:
    phone = ana(store, channel)
    number = one_on_its_way(store)
    for line in ("oponerme", "avisos y materiales"):
        phone.write(line)
    assert copies(store, number) == {"cancelled": 1}
    assert not store.run(lambda db: db.execute(select(Person.stopped_at)).scalar_one())
    assert nothing_arrives(store, phone, clock)


def test_taking_back_another_purpose_leaves_it(store: Store, clock: time_machine.Traveller) -> None:
    phone = ana(store, "telegram")
    number = one_on_its_way(store)
    store.run(
        objections.stop_messages, store.run(lambda db: db.execute(select(Person.id)).scalar_one()), "quotes", now()
    )
    assert copies(store, number) == {"queued": 1}
    clock.move_to(phone.moment + 2 * HOUR)
    assert len(arrived(store)) == 1


@pytest.fixture
async def twilio(store: Store) -> AsyncIterator[tuple[Double, WhatsApp]]:
    with no_night():
        async with Double() as double, twilio_sender(store, double) as whatsapp:
            yield double, whatsapp


@pytest.mark.parametrize("code", [21610, 63014, 63033])
async def test_a_stop_that_the_provider_keeps_is_one(store: Store, twilio: tuple[Double, WhatsApp], code: int) -> None:
    double, whatsapp = twilio
    ana, luis = store.run(lambda db: crowd(db, 2, "whatsapp"))
    for person in (ana, luis):
        double.twilio.state.last_inbound[address("whatsapp", person)] = now().timestamp()
    double.script("messages", [refused(code, "Attempt to send to unsubscribed recipient")], address("whatsapp", ana))
    first = announced(store)
    for _ in range(2):
        await deliver_through(store, whatsapp)
    assert copies(store, first) == {"skipped": 1, "sent": 1}
    second = announced(store)
    await deliver_through(store, whatsapp)
    assert copies(store, second) == {"sent": 1}
    assert double.sent(address("whatsapp", ana)) == []
    assert len(double.sent(address("whatsapp", luis))) == 2
