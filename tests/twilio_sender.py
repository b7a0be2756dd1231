"""WhatsApp's real channel before the double, and delivery through it step by step."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from time import monotonic

from bot.attachments import Attachments
from bot.attempt import Attempt
from bot.channels.whatsapp import Account, WhatsApp
from bot.pace import Pace
from models.base import now
from models.claims import Room, record, turn_over
from models.holders import NOBODY_ELSE
from models.store import Store
from tests.double import Double
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
