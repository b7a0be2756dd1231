"""What Twilio accepted before its answer was lost is found there and not sent again; what it never had goes out."""

import random
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from bot.channels.whatsapp import WhatsApp, submit, sync
from dialogue.drawing.content import Content
from models import outbox
from models.base import now
from models.knocks import APPROVED, keep_states
from models.messages import BULK, KNOCK, Message
from models.store import Store
from tests.announced import announced, watch
from tests.awake import no_night
from tests.crowd import address, crowd
from tests.double import Double, dropped, lost, server_error
from tests.twilio_sender import account, contact_of, deliver_through, met, screen, states, twilio_sender

SOON, HOURS = timedelta(minutes=1), timedelta(hours=6, minutes=1)
AFTER = timedelta(minutes=3)


@pytest.fixture(autouse=True)
def awake() -> Iterator[None]:
    with no_night():
        yield


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double
        assert double.faults == []


@pytest.fixture
async def whatsapp(store: Store, double: Double) -> AsyncIterator[WhatsApp]:
    async with twilio_sender(store, double) as channel:
        yield channel


async def test_what_was_accepted_is_found_and_has_its_id(store: Store, double: Double, whatsapp: WhatsApp) -> None:
    ana, _ = await met(store, double, whatsapp, lost())
    assert states(store) == ["uncertain", "sent"]
    assert await whatsapp.uncertain(now() + AFTER) == 1
    [shown] = double.sent(address("whatsapp", ana))
    assert states(store) == ["delivered", "sent"]
    assert store.run(lambda db: db.scalars(select(Message.provider_id).order_by(Message.id)).first()) == shown.id
    await deliver_through(store, whatsapp, now() + AFTER)
    assert len(screen(double, ana)) == 1


async def test_what_never_came_there_goes_out_once(store: Store, double: Double, whatsapp: WhatsApp) -> None:
    ana, _ = await met(store, double, whatsapp, dropped())
    assert watch(store).state == "done"
    assert await whatsapp.uncertain(now() + AFTER) == 1
    assert states(store) == ["queued", "sent"]
    await deliver_through(store, whatsapp, now() + AFTER)
    assert screen(double, ana) == ["La reunión es el viernes."]
    assert states(store) == ["sent", "sent"]
    assert await whatsapp.uncertain(now() + 2 * AFTER) == 0
    assert watch(store).state == "done"


@pytest.mark.parametrize("seed", range(3))
async def test_everybody_gets_it_once_whatever_goes_wrong(
    store: Store, double: Double, whatsapp: WhatsApp, seed: int
) -> None:
    people = store.run(lambda db: crowd(db, 40, "whatsapp"))
    chance = random.Random(seed)  # noqa: S311 -- must repeat
    for person in people:
        double.twilio.state.last_inbound[address("whatsapp", person)] = now().timestamp()
        faults = [chance.choice([lost(), dropped(), server_error(), None]) for _ in range(2)]
        double.script("messages", faults, address("whatsapp", person))
    announced(store)
    with time_machine.travel(now()) as clock:
        for _ in range(4):
            await whatsapp.uncertain()
            await deliver_through(store, whatsapp)
            clock.shift(AFTER)
    assert {len(screen(double, person)) for person in people} == {1}
    assert set(states(store)) <= {"sent", "delivered"}


@pytest.mark.parametrize("ahead", [SOON, HOURS])
async def test_neither_too_soon_nor_after_hours(
    store: Store, double: Double, whatsapp: WhatsApp, ahead: timedelta
) -> None:
    await met(store, double, whatsapp, dropped())
    assert await whatsapp.uncertain(now() + ahead) == 0
    assert states(store) == ["uncertain", "sent"]
    assert double.record.calls["messages.list"] == 0


@pytest.mark.parametrize("choices", ["rsvp", "rating"])
async def test_buttons_and_lists_are_known_by_their_words(
    store: Store, double: Double, whatsapp: WhatsApp, choices: str
) -> None:
    await sync(account(double), store)
    ana, _ = await met(store, double, whatsapp, lost(), choices=choices)
    assert double.sent(address("whatsapp", ana))[0].labels
    assert await whatsapp.uncertain(now() + AFTER) == 1
    assert states(store) == ["delivered", "sent"]


async def test_a_knock_is_found_or_goes_again(store: Store, double: Double, whatsapp: WhatsApp) -> None:
    await sync(account(double), store)
    await submit(account(double), store)
    for sid in double.twilio.state.approvals:
        double.twilio.contents.decide(sid)
    store.run(keep_states, {"news_es": APPROVED})
    people = store.run(lambda db: crowd(db, 2, "whatsapp", now() - timedelta(days=3)))
    for person, fault in zip(people, (lost(), dropped()), strict=True):
        double.script("messages", [fault], address("whatsapp", person))
    announced(store)
    for _ in range(2):
        await deliver_through(store, whatsapp)
    assert knocks(store) == ["uncertain", "uncertain"]
    assert await whatsapp.uncertain(now() + AFTER) == 2
    assert sorted(knocks(store)) == ["delivered", "queued"]
    await deliver_through(store, whatsapp, now() + AFTER)
    assert sorted(knocks(store)) == ["delivered", "sent"]
    assert [len(screen(double, person)) for person in people] == [1, 1]


def knocks(store: Store) -> list[str]:
    query = select(Message.state).where(Message.lane == KNOCK).order_by(Message.id)
    return list(store.run(lambda db: db.scalars(query).all()))


async def test_of_two_that_say_the_same_staff_decide(store: Store, double: Double, whatsapp: WhatsApp) -> None:
    (ana, _), same = await met(store, double, whatsapp, lost()), Content("La reunión es el viernes.")
    double.script("messages", [lost()], address("whatsapp", ana))
    store.run(lambda db: outbox.queue(db, contact_of(db, ana), "whatsapp", same, now(), BULK))
    await deliver_through(store, whatsapp)
    assert await whatsapp.uncertain(now() + AFTER) == 0
    assert states(store) == ["uncertain", "sent", "uncertain"]
    asked = double.record.calls["messages.list"]
    assert await whatsapp.uncertain(now() + 2 * AFTER) == 0
    assert double.record.calls["messages.list"] == asked


async def test_two_that_differ_are_told_apart(store: Store, double: Double, whatsapp: WhatsApp) -> None:
    ana, _ = await met(store, double, whatsapp, lost())
    double.script("messages", [dropped()], address("whatsapp", ana))
    store.run(lambda db: outbox.queue(db, contact_of(db, ana), "whatsapp", Content("Otra cosa."), now(), BULK))
    await deliver_through(store, whatsapp)
    assert await whatsapp.uncertain(now() + AFTER) == 2
    assert states(store) == ["delivered", "sent", "queued"]


async def test_beside_something_nobody_knows_nothing_is_sent_again(
    store: Store, double: Double, whatsapp: WhatsApp
) -> None:
    """It may be the same in other words than those in which Twilio lists it."""
    ana, _ = await met(store, double, whatsapp, dropped())
    to = address("whatsapp", ana)
    foreign = double.twilio.state.resource("SM" + "f" * 32, "sent", {"to": to, "body": "¿Qué es esto?"})
    double.twilio.state.keep(foreign)
    assert await whatsapp.uncertain(now() + AFTER) == 0
    assert states(store) == ["uncertain", "sent"]


async def test_a_list_without_anything_of_ours_tells_nothing(store: Store, double: Double, whatsapp: WhatsApp) -> None:
    ana, _ = await met(store, double, whatsapp, None)
    double.script("messages", [dropped()], address("whatsapp", ana))
    announced(store)
    await deliver_through(store, whatsapp)
    double.twilio.state.messages.clear()
    assert await whatsapp.uncertain(now() + AFTER) == 0
    assert states(store)[2:] == ["uncertain", "sent"]
