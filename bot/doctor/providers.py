"""The providers, as they see us: webhooks, templates, the clock."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp
from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.channels.base import SendError
from bot.channels.telegram.request import Request
from bot.channels.telegram.webhook import PATH
from bot.channels.whatsapp import Account, status
from bot.channels.whatsapp.client import connected
from bot.channels.whatsapp.codes import translated
from bot.channels.whatsapp.registering import pointed_at, webhook_address
from bot.doctor.findings import Finding, doubtful, well, wrong
from bot.settings import Settings
from models.knocks import APPROVED
from models.store import Store

PATIENCE = 20.0  # seconds
OFF, FAR_OFF = 5, 60  # seconds that the clock may differ
PENDING = 100  # updates

Ask = Callable[[Settings, Store], Awaitable[Finding]]


async def all_of(settings: Settings, store: Store) -> AsyncIterator[Finding]:
    """Everything that somebody outside has to say."""
    if settings.public_url is not None:
        yield await _in_time("public address", public_address(settings.public_url))
    if settings.telegram_token is not None:
        yield await _in_time("telegram", telegram(settings, settings.telegram_token))
        yield await _in_time("clock", clock(settings.telegram_api_url))
    if settings.twilio_account_sid is not None:
        account = account_of(settings, settings.twilio_account_sid)
        yield await _in_time("whatsapp", whatsapp(settings, account))
        yield await _in_time("templates", templates(account, store))
        if settings.telegram_token is None:
            yield await _in_time("clock", clock(settings.twilio_api_url))


def account_of(settings: Settings, sid: str) -> Account:
    """The account of the settings, as it is spoken to."""
    return Account(sid, settings.twilio_auth_token[0], settings.twilio_api_url, settings.twilio_content_url)


async def public_address(url: str) -> Finding:
    """Whether this program answers at its public address."""
    try:
        async with aiohttp.ClientSession() as session, session.get(f"{url}/health/live") as answer:
            there = answer.status == 200 and (await answer.json()) == {"live": True}
    except (aiohttp.ClientError, OSError, ValueError) as problem:
        said = f"does not answer ({type(problem).__name__})"
        return wrong("public address", said, "is `lazos serve` running, and does the proxy in front of it lead here?")
    if there:
        return well("public address", "answers")
    return wrong("public address", "something else answers there", "see LAZOS_PUBLIC_URL and the proxy")


async def telegram(settings: Settings, token: str) -> Finding:
    """Whether the token is good, and updates come to us."""
    request = Request()
    bot = Bot(token, settings.telegram_api_url, request=request, get_updates_request=request)
    try:
        await request.initialize()
        await bot.get_me()
        return _hook(settings, await bot.get_webhook_info())
    except InvalidToken:
        return wrong("telegram", "refuses the token", "get a new one from @BotFather for LAZOS_TELEGRAM_TOKEN")
    except TelegramError as problem:
        return wrong("telegram", f"does not answer ({type(problem).__name__})", "see whether this machine is online")
    finally:
        await request.shutdown()


def _hook(settings: Settings, there: WebhookInfo) -> Finding:
    if settings.telegram_mode == "polling":
        if not there.url:
            return well("telegram", "knows the token; updates are fetched")
        return wrong("telegram", "a webhook is set, so nothing can be fetched", "start `lazos serve`: it takes it away")
    if there.url != f"{settings.public_url}{PATH}":
        return wrong("telegram", "its webhook leads elsewhere or nowhere", "start `lazos serve`: it sets the webhook")
    if there.pending_update_count > PENDING:
        said = f"{there.pending_update_count} updates wait at Telegram"
        return doubtful("telegram", said, "see whether `lazos serve` runs and the public address answers")
    return well("telegram", "knows the token and the webhook")


async def whatsapp(settings: Settings, account: Account) -> Finding:
    """Whether the account is good, and messages come to us."""
    try:
        async with connected(account) as client:
            with translated():
                known = await client.api.v2010.accounts(account.sid).fetch_async()
            if known.status != "active":
                return wrong("whatsapp", f"the account is {known.status}", "see Twilio's console")
            if account.messaging_url is None or settings.public_url is None:
                return well("whatsapp", "knows the account")
            sender, service = settings.twilio_whatsapp_from, settings.twilio_messaging_service_sid
            where = await pointed_at(client, sender, service)
    except SendError as problem:
        cure = "see LAZOS_TWILIO_ACCOUNT_SID and LAZOS_TWILIO_AUTH_TOKEN"
        return wrong("whatsapp", f"Twilio refuses or does not answer (code {problem.code})", cure)
    if where == webhook_address(settings.public_url):
        return well("whatsapp", "knows the account and the webhook")
    return wrong("whatsapp", "its webhook leads elsewhere or nowhere", "start `lazos serve`, or set it in the console")


async def templates(account: Account, store: Store) -> Finding:
    """Whether buttons and lists can be drawn."""
    try:
        found = await status(account, store)
    except SendError as problem:
        return wrong("templates", f"Twilio refuses or does not answer (code {problem.code})", "try again later")
    missing = [each.name for each in found if not each.there]
    if missing:
        return doubtful("templates", f"{len(missing)} of {len(found)} are missing", "run `lazos templates sync`")
    waiting = [each.name for each in found if each.approval and each.approval != APPROVED]
    if waiting:
        lost = "no announcement reaches anybody" if any("_news_" in name for name in waiting) else "nobody is reminded"
        said = f"all are there, but WhatsApp has not approved {len(waiting)}: {lost} outside of 24 hours"
        return doubtful("templates", said, "run `lazos templates submit`, and `templates status` for the reason")
    return well("templates", f"all {len(found)} are there and approved where they have to be")


async def clock(url: str) -> Finding:
    """How far this machine's clock is from the provider's."""
    parts = urlsplit(url)
    try:
        address = f"{parts.scheme}://{parts.netloc}/"
        async with aiohttp.ClientSession() as session, session.head(address) as answer:
            theirs = parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, OSError, KeyError, ValueError):
        return doubtful("clock", "nobody tells the time", "see whether this machine is online")
    off = abs(round((datetime.now(UTC) - theirs.astimezone(UTC)).total_seconds()))
    if off <= OFF:
        return well("clock", "right to the second" if off < 2 else f"{off} s off")
    judge = wrong if off > FAR_OFF else doubtful
    return judge("clock", f"{off} s off", "let it be set by the network (timedatectl set-ntp true)")


async def _in_time(what: str, asked: Awaitable[Finding]) -> Finding:
    try:
        async with asyncio.timeout(PATIENCE):
            return await asked
    except TimeoutError:
        return wrong(what, f"no answer within {PATIENCE:.0f} s", "see whether this machine is online")
