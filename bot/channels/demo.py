"""The demo's two channels: messages take the real way in and out, only the provider is a screen on this machine."""

import asyncio
from collections import defaultdict
from collections.abc import Collection
from uuid import uuid4

from aiohttp import web

from bot.attachments import Attachments
from bot.channels.base import FetchError, Inbox, TooLarge, Unreachable
from bot.channels.whatsapp.addresses import address_of as whatsapp_address
from bot.demo.drawn import drawn
from bot.demo.phones import Phones
from bot.demo.shown import TELEGRAM, WHATSAPP, File, Phone, Seen, Shown, Upload
from bot.lending import Lending
from dialogue.catalogues import languages
from dialogue.messages import Media, Tap
from models.contacts import Address
from models.outbox import Claimed
from models.received import Arrival, Attachment


class DemoChannel:
    """The Telegram or the WhatsApp of the demo (`name`), whose `phones` show what is sent."""

    rate = 1000.0
    gap, burst = 0.0, 1

    def __init__(self, name: str, inbox: Inbox, phones: Phones, attachments: Attachments, lending: Lending) -> None:
        self.name, self._inbox, self._phones = name, inbox, phones
        self._attachments, self._lending = attachments, lending
        self._one_at_a_time: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def routes(self) -> list[web.RouteDef]:
        """Where WhatsApp's links lead; what the phones need is served once for both channels, by `bot.demo.site`."""
        return self._lending.routes() if self.name == WHATSAPP else []

    async def start(self) -> None:
        """Hand on what was written when the server went away before it was stored."""
        await self._phones.open()
        for phone, seen in await self._phones.waiting_to_be_heard(self.name):
            await self._hand_on(phone, seen.id, seen.shown)

    async def stop(self) -> None:
        await self._phones.close()

    async def send(self, message: Claimed) -> str | None:
        phone = self._phones.at(self.name, message.address)
        if phone is None:
            raise Unreachable("no_such_phone")
        if message.content.clears or message.content.deletes:
            await self._clear(phone, message.content.deletes or message.deletes)
            return None
        made = await self._attachments.make(message) if message.content.shows else None
        pieces, again = drawn(self.name, message.content, made, self._lending), message.tries > 1
        data = made.data if made else None
        id = await self._phones.show(phone, pieces, message.id, data, again=again, instead=message.content.edits)
        return f"{phone.id}.{id}"

    async def _clear(self, phone: Phone, deletes: Collection[str]) -> None:
        """Telegram takes messages off the screen; nothing can be taken off WhatsApp."""
        if self.name == TELEGRAM:
            await self._phones.clear(phone, deletes)

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        content = await self._phones.upload(attachment.reference)
        if content is None:
            raise FetchError("no_such_file")
        if len(content) > most:
            raise TooLarge("too_large")
        return content

    async def write(self, phone: Phone, text: str) -> int:
        """The owner of `phone` writes; the number of what she wrote, once the bot has it. Raises `Unavailable`."""
        return await self._say(phone, Shown(True, text))

    async def tap(self, phone: Phone, tap: str) -> int:
        """The owner of `phone` presses a button; as `write`."""
        label = _label(await self._phones.screen(phone), tap)
        return await self._say(phone, Shown(True, label, tap=tap))

    async def attach(self, phone: Phone, upload: Upload, caption: str) -> int:
        """The owner of `phone` sends a file; as `write`."""
        file = File(uuid4().hex, upload.name, upload.type, len(upload.content))
        return await self._say(phone, Shown(True, caption, files=(file,)), upload.content)

    async def _say(self, phone: Phone, shown: Shown, content: bytes | None = None) -> int:
        shown = _with_key(shown)
        async with self._one_at_a_time[phone.id]:
            id = await self._phones.write(phone, shown, content)
            try:
                await self._hand_on(phone, id, shown)
            except Exception:
                await self._phones.take_back(phone, id)
                raise
        return id

    async def _hand_on(self, phone: Phone, id: int, shown: Shown) -> None:
        await self._inbox.heard(address_of(phone), _arrival(self.name, shown))
        await self._phones.heard(phone, id)


def _with_key(shown: Shown) -> Shown:
    return Shown(True, shown.text, files=shown.files, tap=shown.tap, key=uuid4().hex)


def address_of(phone: Phone) -> Address:
    """The address of a phone as the real channel would name it."""
    if phone.channel == TELEGRAM:
        language = (phone.language or "").partition("-")[0].lower()
        return Address(TELEGRAM, phone.address, (phone.address,), language if language in languages() else None)
    address = whatsapp_address(phone.address)
    if address is None:
        raise LookupError("this phone has no address")
    return address


def _arrival(channel: str, shown: Shown) -> Arrival:
    """What the real channel would make of it."""
    key = shown.key or ""
    if shown.tap is not None:
        return _pressed(channel, key, shown.tap, shown.text)
    if not shown.files:
        return Arrival(key, shown.text)
    (file,) = shown.files
    media = _media(file.type)
    attachments = (Attachment(file.id, file.type, file.size),) if media is Media.FILE else ()
    captioned = channel == TELEGRAM or file.type.startswith(("image/", "video/"))
    return Arrival(key, shown.text if captioned else "", media=media, attachments=attachments)


def _pressed(channel: str, key: str, tap: str, label: str) -> Arrival:
    """A button carries a command or the mark of an option; of any other button WhatsApp tells the label."""
    if tap.startswith("/"):
        return Arrival(key, tap)
    if channel == TELEGRAM or Tap.read(tap) is not None:
        return Arrival(key, tap=tap)
    return Arrival(key, label or tap)


def _media(type: str) -> Media:
    kinds = {"audio": Media.VOICE, "video": Media.VIDEO}
    return kinds.get(type.partition("/")[0], Media.FILE)


def _label(screen: list[Seen], tap: str) -> str:
    """What stands on the button, as it was shown last; a button that was never shown has nothing on it."""
    buttons = (button for seen in reversed(screen) for button in seen.shown.choices)
    return next((button.label for button in buttons if button.tap == tap), "")
