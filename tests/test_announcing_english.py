"""The same in English on WhatsApp, with what an officer meets there: lists, a closed window, people left out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from models import installation
from models.announcements import costs
from models.base import now
from models.knocks import keep_states
from models.people import Person
from models.store import Store
from tests.alumni import enrol
from tests.announced import announced, deliver, spread, watch
from tests.announcing import alumna, officer, receives
from tests.crowd import crowd

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # in the capital
RATES = "marketing=0.03,service=0.01,carrier=0.005,currency=USD"
LEFT = "Left out: 1 has not joined, 1 wants no messages."


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def people(store: Store) -> None:
    """Twelve who can be written to now, eight whose window is closed, one who said stop and one who has not joined."""
    store.run(lambda db: crowd(db, 12, channel="whatsapp"))
    store.run(lambda db: crowd(db, 8, channel="whatsapp", heard_at=now() - timedelta(days=3)))
    (stopped,) = store.run(crowd, 1)
    store.run(lambda db: db.execute(update(Person).where(Person.id == stopped).values(stopped_at=now())).rowcount)
    store.run(enrol)
    store.run(lambda db: keep_states(db, {"news_es": "approved", "news_en": "approved"}))
    store.run(lambda db: installation.keep(db, costs.KEPT_AS, RATES))


@pytest.mark.usefixtures("people")
def test_every_number_is_known_before_it_goes_out(store: Store) -> None:
    phone = officer(store, "whatsapp", "+525550000090", "en")
    reaches = f"It reaches 20 people: 12 on WhatsApp, 8 on WhatsApp after a notice. {LEFT}"
    asks = (
        "What shall we do with it? [Send to 20 people] [First to 1 person] [Send me a test] [See how it looks] "
        "[Change something] [Delete the draft] [All announcements]"
    )
    cost = "Sent to all by 25 Nov 2026, 12:00. Cost: at most 0.58 USD."
    phone(f"""
        > new announcement
        < For whom is it? [Everyone] [A cohort] [A state] [By their plans] [I will describe it]
        > everybody
        < Everybody. {reaches} What do you want to tell them? Please write the text in Spanish, in one message.
        > Hay un taller.
        < And in English? Whoever speaks English gets this text. [Only in one language]
        > There is a workshop.
        < Which buttons shall stand under it? [No buttons] [Will they come?] [From 1 to 5 stars] [Tell me more]
        [Talk to the team]
        > tell me more
        < What do they get who want to know more? Please write it in Spanish.
        > Es a las 10.
        < And what in English? [Only in one language]
        > It is at 10.
        < When shall it go out? [As soon as I say] [Tomorrow at 10] [On another day]
        > tomorrow
        < In Spanish: Hay un taller. [Quiero saber más] Whoever wants to know more gets this: Es a las 10. In English: There is
        a workshop. [Tell me more] Whoever wants to know more gets this: It is at 10. Is it right like this? [It is right]
        [Change something]
        > yes
        < Announcement 1: a draft. Everybody. {reaches} It begins on 25 Nov 2026, 10:00, on the clock where each person is. {cost}
        {asks}
        > 1
        < Shall I send it to 20 people? [Send to 20 people] [Not yet]
        > send to 20 people
        < Done. It goes to 20 people. [Look at it]
        > [Look at it]
        < Announcement 1: planned. Everybody. {reaches} It begins on 25 Nov 2026, 10:00, on the clock where each person is. {cost}
        What shall we do with it? [See how it looks] [Send me a test] [Correct the text] [Cancel it] [All announcements]
        > 4
        < Cancel it? Nobody has got it. [Cancel it] [Not yet]
        > cancel it
        < Cancelled. Announcement 1: cancelled. Everybody. Nobody has got it. What shall we do with it? [See how it looks]
        [All announcements]
    """)
    spread(store)
    assert deliver(store, "whatsapp") == []


def test_a_cohort_by_its_name(store: Store) -> None:
    phone = officer(store, "whatsapp", "+525550000090", "en")
    alumna(store, "whatsapp", "+525550000001")
    phone.write("announcement")
    phone("""
        > a cohort
        < Which cohort? [Generación de muestra]
        > generacion de muestra
        < All people from the cohort Generación de muestra. It reaches 1 person: 1 on WhatsApp. What do you want to tell them?
        Please write the text in Spanish, in one message.
    """)


def test_what_happened_is_read_two_days_later(store: Store) -> None:
    phone = officer(store, language="en")
    ana = alumna(store)
    store.run(crowd, 1)
    announced(store, choices="rating")
    receives(store, ana)
    ana.write("[4 ★]")
    watch(store)
    phone("""
        > announcements
        < 1. sent: La reunión es el viernes. Which one? [No. 1]
        > 1
        < Announcement 1: sent. Everybody. 2 of 2 have it. Answers: 4 ★: 1. What shall we do with it?
        [The answers] [See how it looks] [Correct the text] [Delete on Telegram] [All announcements]
        > delete on telegram
        < Delete what was sent on Telegram within two days? On WhatsApp it stays. [Delete on Telegram] [Not yet]
        > not yet
        < Announcement 1: sent. Everybody. 2 of 2 have it. Answers: 4 ★: 1. What shall we do with it?
        [The answers] [See how it looks] [Correct the text] [Delete on Telegram] [All announcements]
        > [Delete on Telegram]
        < Delete what was sent on Telegram within two days? On WhatsApp it stays. [Delete on Telegram] [Not yet]
        > [Delete on Telegram]
        < 2 messages are being deleted from Telegram. Announcement 1: sent. Everybody. 0 of 2 have it. Not
        reached: 2 deleted on Telegram. Answers: 4 ★: 1. What shall we do with it? [The answers] [See how it looks]
        [All announcements]
    """)
