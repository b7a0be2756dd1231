"""What `lazos serve` and `lazos demo` run: the program with the providers' channels, or with the demo's."""

from collections.abc import Callable, Sequence
from pathlib import Path

import uvloop
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot import demo_peers, demo_people, demo_resources
from bot.attachments import Attachments
from bot.channels.base import Channel
from bot.channels.demo import DemoChannel
from bot.channels.telegram import Telegram
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp.templates import knocks
from bot.demo.phones import Phones
from bot.demo.shown import TELEGRAM, WHATSAPP
from bot.demo.site import demo_routes
from bot.files import FileStore
from bot.inbox import StoreInbox
from bot.lending import Lending
from bot.only_one import only_one
from bot.program import Program
from bot.roles import PARTS, Part, Role
from bot.settings import Settings
from bot.ticks import ticks
from dialogue.phrases import Phrase, _
from models import erasing, installation, office_hours
from models.announcements import authors, costs, outlook, quota
from models.knocks import APPROVED, keep_states
from models.peers import sweeping
from models.peers.rounds import months
from models.store import Store

COMMANDS: Sequence[tuple[str, Phrase]] = (
    ("menu", _("Menu")),
    ("back", _("One step back")),
    ("cancel", _("Leave this")),
    ("language", _("Language")),
    ("help", _("Help")),
    ("stop", _("Stop messages")),
)


def serve(settings: Settings, store: Store, started: Callable[[str], None], role: Role = Role.all) -> None:
    """Run with the channels that the settings name, until told to stop.

    Raises `AlreadyServing` or `NeedsPostgreSQL`.
    """
    receives = Part.receiving in PARTS[role]
    with only_one(store, role):
        _introduce(store, settings)
        program = Program(settings, store, lambda *parts: channels(settings, *parts, receives=receives), ticks, role)
        uvloop.run(program.run(started=started))


def serve_demo(settings: Settings, store: Store, folder: Path, started: Callable[[str], None]) -> None:
    """Run with two phones in the browser and fictional people, until told to stop."""
    phones = Phones(folder / "phones.db", store, demo_people.phones())
    lending = Lending(f"http://{settings.host}:{settings.port}")
    made: list[DemoChannel] = []

    def make(store: Store, inbox: StoreInbox) -> list[DemoChannel]:
        attachments = Attachments(store, FileStore(settings.files_url))
        made.extend(DemoChannel(name, inbox, phones, attachments, lending) for name in (TELEGRAM, WHATSAPP))
        return made

    def listening(address: str) -> None:
        lending.base = address
        started(address)

    with only_one(store):
        _introduce(store, settings)
        store.run(demo_people.seed)
        store.run(keep_states, {knock.key: APPROVED for knock in knocks()})
        uvloop.run(demo_resources.seed(store, FileStore(settings.files_url)))
        store.run(demo_peers.seed)
        program = Program(settings, store, make, ticks)
        uvloop.run(program.run(demo_routes(store, phones, made, demo_people.cards), listening))


def channels(settings: Settings, store: Store, inbox: StoreInbox, *, receives: bool = True) -> list[Channel]:
    """The channels that are switched on; `receives`: people's messages come to this process."""
    found: list[Channel] = []
    attachments = Attachments(store, FileStore(settings.files_url))
    if settings.telegram_token is not None:
        found.append(
            Telegram(
                token=settings.telegram_token,
                secret=settings.telegram_secret,
                api_url=settings.telegram_api_url,
                file_url=settings.telegram_file_url,
                rate=settings.telegram_rate,
                public_url=settings.public_url,
                store=store,
                inbox=inbox,
                attachments=attachments,
                commands=COMMANDS,
                polling=settings.telegram_mode == "polling",
                receives=receives,
            )
        )
    if settings.twilio_account_sid is not None:
        found.append(
            WhatsApp(
                account_sid=settings.twilio_account_sid,
                auth_tokens=settings.twilio_auth_token,
                sender=settings.twilio_whatsapp_from,
                messaging_service=settings.twilio_messaging_service_sid,
                api_url=settings.twilio_api_url,
                content_url=settings.twilio_content_url,
                rate=settings.twilio_rate,
                public_url=settings.public_url,
                store=store,
                inbox=inbox,
                attachments=attachments,
                receives=receives,
            )
        )
    return found


def _introduce(store: Store, settings: Settings) -> None:
    try:
        store.run(introduce, settings)
    except IntegrityError:  # another process has said the same at the same moment
        store.run(introduce, settings)


def introduce(db: Connection, settings: Settings) -> None:
    """Let the conversations know who runs this, and at which number."""
    number = (settings.twilio_whatsapp_from or "").removeprefix("whatsapp:")
    said = {
        "organisation": settings.organisation,
        "privacy contact": settings.privacy_contact,
        "whatsapp number": number,
        office_hours.KEPT_AS: f"{settings.office_hours} {settings.timezone}",
        erasing.TERM_KEPT_AS: str(settings.erase_after_days),
        sweeping.KEPT_AS: str(settings.peer_content_days),
        months.KEPT_AS: f"{settings.peer_round_day} {settings.timezone}",
        authors.APPROVAL_KEPT_AS: str(settings.approval_above),
        costs.KEPT_AS: settings.whatsapp_prices,
        quota.KEPT_AS: str(settings.twilio_daily_contacts),
        outlook.PACE_KEPT_AS["telegram"]: str(settings.telegram_rate),
        outlook.PACE_KEPT_AS["whatsapp"]: str(settings.twilio_rate),
    }
    for name, value in said.items():
        if (installation.kept(db, name) or "") != value:
            installation.keep(db, name, value)
