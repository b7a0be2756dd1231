"""WhatsApp's real channel before the double, and delivery through it step by step."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from time import monotonic

from sqlalchemy import Connection, select

from bot.attachments import Attachments
from bot.attempt import Attempt
from bot.channels.whatsapp import Account, WhatsApp
from bot.pace import Pace
from models.base import now
from models.claims import Room, record, turn_over
from models.contacts import Contact
from models.holders import NOBODY_ELSE
from models.messages import Message
from models.store import Store
from tests.announced import announced
from tests.crowd import address, crowd
from tests.double import Double, Fault
from tests.whatsapp_bench import Heard


@asynccontextmanager
async def twilio_sender(store: Store, double: Double) -> AsyncIterator[WhatsApp]:
    """A channel that sends to the double; nobody can reach it."""
    channel = WhatsApp(
        account_sid=double.options.account_sid,
        auth_tokens=[double.options.auth_token],
        sender=double.options.sender,
        messaging_service=None,
        api_url=double.twilio_api_url,
        content_url=double.twilio_content_url,
        rate=80.0,
        public_url=None,
        store=store,
        inbox=Heard(),
        attachments=Attachments(store),
    )
    yield channel
    await channel.stop()


def account(double: Double) -> Account:
    """The double's account."""
    options = double.options
    return Account(options.account_sid, options.auth_token, double.twilio_api_url, double.twilio_content_url)


async def deliver_through(store: Store, whatsapp: WhatsApp, moment: datetime | None = None) -> None:
    """Send what is due, each once, and record how that went."""
    attempt, at = Attempt(whatsapp, Pace(1000, monotonic)), moment or now()
    taken = store.run(turn_over, "whatsapp", NOBODY_ELSE, [], Room(50, 50), at)
    store.run(record, [await attempt(each) for each in (*taken.replies, *taken.bulk)], at)


async def met(store: Store, double: Double, whatsapp: WhatsApp, fault: Fault | None, **fields: str) -> list[int]:
    """People whose window is open, and an announcement to the first of them that meets a fault."""
    people = store.run(lambda db: crowd(db, 2, "whatsapp"))
    for person in people:
        double.twilio.state.last_inbound[address("whatsapp", person)] = now().timestamp()
    double.script("messages", [fault], address("whatsapp", people[0]))
    announced(store, **fields)
    await deliver_through(store, whatsapp)
    return people


def states(store: Store) -> list[str]:
    """Of every message."""
    return list(store.run(lambda db: db.scalars(select(Message.state).order_by(Message.id)).all()))


def screen(double: Double, person: int) -> list[str]:
    """What somebody of the crowd has on the phone."""
    return [shown.text for shown in double.sent(address("whatsapp", person))]


def contact_of(db: Connection, person: int) -> int:
    """The only phone of somebody of the crowd."""
    return db.execute(select(Contact.id).where(Contact.person_id == person)).scalar_one()
