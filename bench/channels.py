"""Our channels, set up for the provider that stands in."""

from collections.abc import Sequence

from bench.provider import ACCOUNT, TOKEN
from bot.attachments import Attachments
from bot.channels.base import Inbox
from bot.channels.telegram import Telegram
from bot.channels.whatsapp import WhatsApp
from dialogue.phrases import Phrase
from models.store import Store

NO_LIMIT = 1_000_000.0  # messages a second
FROM = "whatsapp:+15005550006"
AUTH = "0" * 24 + "1e57be9c"


def telegram(
    provider: str,
    store: Store,
    inbox: Inbox,
    *,
    rate: float = NO_LIMIT,
    secret: str | None = None,
    commands: Sequence[tuple[str, Phrase]] = (),
    receives: bool = True,
) -> Telegram:
    return Telegram(
        token=TOKEN,
        secret=secret,
        api_url=f"{provider}/bot",
        file_url=f"{provider}/file/bot",
        rate=rate,
        public_url=None,
        store=store,
        inbox=inbox,
        attachments=Attachments(store),
        commands=commands,
        receives=receives,
    )


def whatsapp(
    provider: str,
    store: Store,
    inbox: Inbox,
    *,
    rate: float = NO_LIMIT,
    public_url: str | None = None,
    receives: bool = True,
) -> WhatsApp:
    return WhatsApp(
        account_sid=ACCOUNT,
        auth_tokens=[AUTH],
        sender=FROM,
        messaging_service=None,
        api_url=provider,
        content_url=provider,
        rate=rate,
        public_url=public_url,
        store=store,
        inbox=inbox,
        attachments=Attachments(store),
        receives=receives,
    )
