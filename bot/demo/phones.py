"""The phones of the demo: made on demand, seen by whoever waits for news, and the same after a restart."""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from bot.demo import screens
from bot.demo.shown import TELEGRAM, Phone, Seeded, Seen, Shown
from models import installation
from models.store import Store, Unavailable

_FIRST_CHAT = 700_001_000
_FIRST_NUMBER = 55_5000_1000


class Phones:
    """The screens of one installation: `path` is their database, `store` that of the installation."""

    def __init__(self, path: Path, store: Store, seeded: Iterable[Seeded] = ()) -> None:
        self._path, self._main, self._seeded = path, store, list(seeded)
        self._screens: Store | None = None
        self._phones: dict[str, Phone] = {}
        self._news: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._opening, self._adding = asyncio.Lock(), asyncio.Lock()
        self._closed = False

    async def open(self) -> None:
        """Read what there is, and give every seeded person her phone; a second call does nothing.

        Raises `Unavailable`.
        """
        async with self._opening:
            if self._screens is not None:
                return
            if self._closed:
                raise Unavailable("closed")
            self._path.parent.mkdir(parents=True, exist_ok=True)
            own = Store(f"sqlite:///{self._path}", self._main.vault)
            await own.write(screens.belong, await self._main.write(_name_of))
            self._phones = {phone.id: phone for phone in await own.read(screens.phones)}
            self._screens = own
            for seeded in self._seeded:
                if self.at(seeded.channel, seeded.address) is None:
                    await self._add(Phone(seeded.channel, seeded.address, "es", seeded.alumnus))

    async def close(self) -> None:
        """Let nobody wait any longer, and close the database."""
        self._closed = True
        for event in self._news.values():
            event.set()
        if self._screens is not None:
            own, self._screens = self._screens, None
            await asyncio.to_thread(own.close)

    def all(self) -> list[Phone]:
        """Every phone, the seeded ones first."""
        return sorted(self._phones.values(), key=lambda phone: (phone.alumnus is None, phone.number))

    def get(self, id: str) -> Phone | None:
        """The phone with this id."""
        return self._phones.get(id)

    def at(self, channel: str, address: str) -> Phone | None:
        """The phone at an address."""
        return next((p for p in self._phones.values() if (p.channel, p.address) == (channel, address)), None)

    async def new(self, channel: str, language: str = "es") -> Phone:
        """A phone that belongs to nobody yet, at an address nobody has."""
        return await self._add(Phone(channel, "", language))

    async def waiting_to_be_heard(self, channel: str) -> list[tuple[Phone, Seen]]:
        """What was written on phones of this channel and has not reached the bot, in order."""
        by_number = {phone.number: phone for phone in self._phones.values() if phone.channel == channel}
        waiting = await self._own.read(screens.not_handed_on)
        return [(by_number[number], seen) for number, seen in waiting if number in by_number]

    async def write(self, phone: Phone, shown: Shown, content: bytes | None = None) -> int:
        """Put what the owner of a phone sends on its screen, with the content of its file; its number."""

        def written(db: Connection) -> int:
            if content is not None:
                screens.keep_upload(db, phone.number, shown.files[0].id, content)
            return screens.put(db, phone.number, shown)

        id = await self._own.write(written)
        self._tell(phone)
        return id

    async def heard(self, phone: Phone, id: int) -> None:
        """The bot has this message for good."""
        await self._own.write(screens.hand_on, phone.number, id)

    async def take_back(self, phone: Phone, id: int) -> None:
        """The bot could not be reached: the message is off the screen again."""
        await self._own.write(screens.take_back, phone.number, id)

    async def show(
        self,
        phone: Phone,
        pieces: Sequence[Shown],
        outgoing: int,
        content: bytes | None = None,
        *,
        again: bool,
        instead: str = "",
    ) -> int:
        """Show what the bot says, with the content of its file, once even if it is sent `again`.

        The number of the last piece. The message that it is shown `instead` of, by the id the bot got for it, is gone.
        """
        old = _numbers(phone, [instead])

        def shown(db: Connection) -> int:
            if old:
                screens.clear(db, phone.number, old, ())
            return screens.put_all(db, phone.number, pieces, outgoing, content, again=again)

        id = await self._own.write(shown)
        self._tell(phone)
        return id

    async def clear(self, phone: Phone, names: Collection[str]) -> None:
        """Take messages off a screen, by the ids that the bot got for its own and the keys of those it got."""
        await self._own.write(screens.clear, phone.number, _numbers(phone, names), set(names))
        self._tell(phone)

    async def after(self, phone: Phone, id: int, wait: float = 0, gone: int | None = None) -> list[Seen]:
        """What came after the message `id`; if there is nothing yet, what comes within `wait` seconds.

        It waits no longer than that other than so many messages are `gone` from the screen.
        """
        try:
            async with asyncio.timeout(wait or None):
                while not self._closed:
                    news = self._news[phone.id]
                    seen = await self._own.read(screens.after, phone.number, id)
                    if seen or not wait or (gone is not None and gone != len(await self.gone(phone))):
                        return seen
                    await news.wait()
        except TimeoutError:
            pass
        return []

    async def gone(self, phone: Phone) -> list[int]:
        """The numbers of the messages that were taken off a screen; none once the phones are closed."""
        return [] if self._closed else await self._own.read(screens.gone, phone.number)

    async def screen(self, phone: Phone) -> list[Seen]:
        """Everything on the screen of a phone."""
        return await self.after(phone, 0)

    async def upload(self, id: str) -> bytes | None:
        """The content of a file that was sent."""
        return await self._own.read(screens.upload, id)

    @property
    def _own(self) -> Store:
        if self._screens is None:
            raise RuntimeError("the demo phones are not open")
        return self._screens

    def _tell(self, phone: Phone) -> None:
        """Wake everybody who waits for news of this phone; the next to wait has an event of its own."""
        self._news.pop(phone.id, asyncio.Event()).set()

    async def _add(self, phone: Phone) -> Phone:
        async with self._adding:
            id = f"{phone.channel}-{secrets.token_hex(4)}"
            address = phone.address or self._free_address(phone.channel)
            made = Phone(phone.channel, address, phone.language, phone.alumnus, id)
            self._phones[id] = await self._own.write(screens.add_phone, made)
            return self._phones[id]

    def _free_address(self, channel: str) -> str:
        number = sum(phone.channel == channel for phone in self._phones.values())
        while self.at(channel, address := _address(channel, number)) is not None:
            number += 1
        return address


def _numbers(phone: Phone, names: Collection[str]) -> set[int]:
    """The numbers on this screen that ids of the bot's messages name."""
    own = {name.removeprefix(f"{phone.id}.") for name in names if name.startswith(f"{phone.id}.")}
    return {int(number) for number in own if number.isdecimal()}


def _address(channel: str, number: int) -> str:
    """An address that is visibly invented: a chat id, or a number as it is written in Mexico."""
    if channel == TELEGRAM:
        return str(_FIRST_CHAT + number)
    return f"whatsapp:+521{_FIRST_NUMBER + number}"


def _name_of(db: Connection) -> str:
    """What tells this installation's store from any other."""
    name = installation.kept(db, "demo phones")
    if name is None:
        name = uuid4().hex
        installation.keep(db, "demo phones", name)
    return name
