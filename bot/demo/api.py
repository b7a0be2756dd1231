"""The demo phones for a program: JSON in and out, and answers that wait for news."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from aiohttp import web
from sqlalchemy import Connection

from bot.channels.demo import DemoChannel, address_of
from bot.demo import requests
from bot.demo.cards import Card, unused
from bot.demo.phones import Phones
from bot.demo.requests import Refused
from bot.demo.shown import Phone, Seen, Shown
from bot.demo.waiting import waits
from bot.media.kinds import FACTS, image_kind
from models.store import Store, Unavailable

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_NEWEST = 2**53


class Api(NamedTuple):
    """The interface: `store` is that of the installation, `cards` finds the access cards that were given out."""

    store: Store
    phones: Phones
    channels: Mapping[str, DemoChannel]
    cards: Callable[[Connection], list[Card]]

    def routes(self) -> list[web.RouteDef]:
        """What the phones of the page use, and any program may."""
        return [
            web.get("/demo/api/phones", self._answering(self.list_phones)),
            web.post("/demo/api/phones", self._answering(self.add_phone)),
            web.get("/demo/api/codes", self._answering(self.list_codes)),
            web.get("/demo/api/{phone}", self._answering(self.messages)),
            web.post("/demo/api/{phone}", self._answering(self.say)),
            web.get("/demo/api/{phone}/files/{file}", self._answering(self.file)),
        ]

    async def list_phones(self, request: web.Request) -> web.Response:
        """Every phone, with the name of the alumnus for the seeded ones."""
        return web.json_response([_described(phone) for phone in self.phones.all()])

    async def add_phone(self, request: web.Request) -> web.Response:
        """A new phone that belongs to nobody yet."""
        wanted = await requests.new_phone(request)
        return web.json_response(_described(await self.phones.new(wanted.channel, wanted.language)))

    async def list_codes(self, request: web.Request) -> web.Response:
        """The access codes on the demo's cards, with `unused=1` those that can still be used."""
        cards = await self.store.read(self.cards)
        if requests.number(request.query, "unused", 1):
            cards = await self.store.read(unused, cards)
        return web.json_response([card._asdict() for card in cards])

    async def messages(self, request: web.Request) -> web.Response:
        """What is on a screen after a message; waits for it when asked to."""
        phone = self._phone(request)
        after = int(requests.number(request.query, "after", _NEWEST))
        wait = requests.number(request.query, "wait", requests.LONGEST_WAIT)
        known = int(requests.number(request.query, "gone", _NEWEST)) if "gone" in request.query else None
        seen = await self.phones.after(phone, after, wait, known)
        open_one = await self._open(phone) if any(message.shown.asks for message in seen) else None
        gone = await self.phones.gone(phone)  # perhaps some of those that have just been read
        messages = [_message(phone, each, open_one) for each in seen if each.id not in gone]
        return web.json_response({"messages": messages, "gone": gone})

    async def say(self, request: web.Request) -> web.Response:
        """Write, press a button or send a file."""
        phone = self._phone(request)
        channel = self.channels[phone.channel]
        if requests.is_form(request):
            id = await channel.attach(phone, *await requests.upload(request))
        else:
            said = await requests.said(request)
            id = await (channel.tap(phone, said.tap) if said.tap else channel.write(phone, said.text or ""))
        return web.json_response({"id": id}, status=202)

    async def file(self, request: web.Request) -> web.Response:
        """A file on the screen of a phone; only pictures are ever shown in place."""
        phone = self._phone(request)
        on_screen = [file.id for seen in await self.phones.screen(phone) for file in seen.shown.files]
        id = request.match_info["file"]
        content = await self.phones.upload(id) if id in on_screen else None
        if content is None:
            raise Refused(404, "There is no such file.")
        kind = image_kind(content)
        headers = {"Content-Security-Policy": "default-src 'none'; sandbox"}
        if kind is None:
            headers["Content-Disposition"] = "attachment"
        type = "application/octet-stream" if kind is None else FACTS[kind].type
        return web.Response(body=content, content_type=type, headers=headers)

    def _phone(self, request: web.Request) -> Phone:
        phone = self.phones.get(request.match_info["phone"])
        if phone is None:
            raise Refused(404, "There is no such phone.")
        return phone

    async def _open(self, phone: Phone) -> int | None:
        """The message on this screen whose question waits for an answer here."""
        said = [message for message in await self.phones.screen(phone) if not message.shown.mine]
        if not said or not said[-1].shown.asks:
            return None
        return said[-1].id if await self.store.read(waits, address_of(phone)) else None

    def _answering(self, handler: Handler) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                await self.phones.open()
                response = await handler(request)
            except Refused as refused:
                response = refused.answer()
            except Unavailable:
                response = Refused(503, "The store cannot be reached: try again.").answer()
            response.headers.update({"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})
            return response

        return answer


def _described(phone: Phone) -> dict[str, Any]:
    described = {"phone": phone.id, "channel": phone.channel, "language": phone.language}
    return described if phone.alumnus is None else described | {"alumnus": phone.alumnus}


def _message(phone: Phone, seen: Seen, open_one: int | None) -> dict[str, Any]:
    shown = seen.shown
    message: dict[str, Any] = {
        "id": seen.id,
        "from": "me" if shown.mine else "bot",
        "text": shown.text,
        "choices": [{"label": button.label, "tap": button.tap} for button in shown.choices],
        "files": _files(phone, shown),
        "open": seen.id == open_one,
        "at": seen.at.isoformat(timespec="milliseconds"),
    }
    more = {"opener": shown.opener, "rows": shown.rows, "tap": shown.tap}
    return message | {name: value for name, value in more.items() if value}


def _files(phone: Phone, shown: Shown) -> list[dict[str, Any]]:
    return [
        {"name": file.name, "type": file.type, "size": file.size, "url": f"/demo/api/{phone.id}/files/{file.id}"}
        for file in shown.files
    ]
