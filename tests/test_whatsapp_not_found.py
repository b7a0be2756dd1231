"""Before what Twilio never had goes out again, it is looked whether it still may, and what was found counts as told."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from bot.channels.base import SendError
from bot.channels.whatsapp import WhatsApp
from dialogue.drawing.content import Content
from models import outbox, stopping
from models.announcements import steps
from models.announcements.tables import Announcement
from models.base import now
from models.contacts import Contact
from models.messages import BULK
from models.store import Store
from tests.awake import no_night
from tests.crowd import address
from tests.double import Double, dropped, lost, refused
from tests.twilio_sender import contact_of, deliver_through, met, screen, states, twilio_sender

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


async def test_when_twilio_cannot_be_asked_everything_stays(store: Store, double: Double, whatsapp: WhatsApp) -> None:
    await met(store, double, whatsapp, dropped())
    double.script("messages.list", [refused(20003, "Authenticate", 401)])
    with pytest.raises(SendError):
        await whatsapp.uncertain(now() + AFTER)
    assert states(store) == ["uncertain", "sent"]
    assert await whatsapp.uncertain(now() + AFTER) == 1


async def test_what_became_of_it_meanwhile_is_told(store: Store, double: Double, whatsapp: WhatsApp) -> None:
    ana, _ = await met(store, double, whatsapp, lost())
    [shown] = double.sent(address("whatsapp", ana))
    double.twilio.messages.mark(shown.id, "read")
    await whatsapp.uncertain(now() + AFTER)
    assert states(store) == ["read", "sent"]


async def test_an_opt_out_that_was_told_there_is_one(store: Store, double: Double, whatsapp: WhatsApp) -> None:
    ana, _ = await met(store, double, whatsapp, lost())
    [shown] = double.sent(address("whatsapp", ana))
    double.twilio.messages.mark(shown.id, "failed", 63033)
    await whatsapp.uncertain(now() + AFTER)
    assert states(store) == ["failed", "sent"]
    gone = select(Contact.unreachable_at).where(Contact.person_id == ana)
    assert store.run(lambda db: db.execute(gone).scalar_one()) is not None


async def test_whoever_said_stop_meanwhile_gets_nothing(store: Store, double: Double, whatsapp: WhatsApp) -> None:
    ana, _ = await met(store, double, whatsapp, dropped())
    store.run(stopping.stop, ana, now())
    assert await whatsapp.uncertain(now() + AFTER) == 1
    assert states(store) == ["cancelled", "sent"]
    await deliver_through(store, whatsapp, now() + AFTER)
    assert screen(double, ana) == []


async def test_of_what_was_cancelled_or_is_over_nothing_goes_out(
    store: Store, double: Double, whatsapp: WhatsApp
) -> None:
    for end in (
        lambda db: steps.cancel(db, watch_number(db), now()),
        lambda db: db.execute(update(Announcement).values(valid_until=now() - SOON)),
    ):
        await met(store, double, whatsapp, dropped())
        store.run(end)
        await whatsapp.uncertain(now() + AFTER)
        assert "cancelled" in states(store)
        assert "queued" not in states(store)


async def test_a_prompt_she_has_answered_meanwhile_is_not_sent_again(
    store: Store, double: Double, whatsapp: WhatsApp
) -> None:
    (ana, _), asked = await met(store, double, whatsapp, None), Content("¿Cómo va su plan?")
    double.script("messages", [dropped()], address("whatsapp", ana))
    store.run(lambda db: outbox.queue(db, contact_of(db, ana), "whatsapp", asked, now(), BULK))
    await deliver_through(store, whatsapp)
    heard = update(Contact).where(Contact.person_id == ana).values(heard_at=now() + SOON)
    store.run(lambda db: db.execute(heard))
    assert await whatsapp.uncertain(now() + AFTER) == 1
    assert states(store)[-1] == "cancelled"


async def test_a_failure_that_is_found_there_counts(store: Store, double: Double, whatsapp: WhatsApp) -> None:
    """Outside of the window: the copy is looked at anew."""
    ana, _ = await met(store, double, whatsapp, lost())
    [shown] = double.sent(address("whatsapp", ana))
    double.twilio.messages.mark(shown.id, "failed", 63016)
    assert await whatsapp.uncertain(now() + AFTER) == 1
    assert states(store) == ["queued", "sent"]


def watch_number(db: Connection) -> int:
    return db.execute(select(Announcement.id).order_by(Announcement.id.desc()).limit(1)).scalar_one()
