"""The double itself: one server that is both providers, and the hands with which a test plays the people."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.double.control import control
from tests.double.faults import Fault
from tests.double.forms import Forms
from tests.double.options import Options
from tests.double.postman import Answer, Postman
from tests.double.receipts import Receipts
from tests.double.record import Address, Record, Shown, Violation
from tests.double.script import Script
from tests.double.telegram import Telegram
from tests.double.twilio import Twilio
from tests.double.updates import Updates

BODY_LIMIT = 60_000_000
PATIENCE = 5.0


class Double:
    """`async with Double() as double:` serves until the block ends. Options are those of `Options`."""

    def __init__(self, **options: Any) -> None:
        self.options = Options(**options)
        self.record = Record(keep=self.options.keep)
        self.scripted = Script()
        self.telegram = Telegram(self.options, self.record, self.scripted)
        self.twilio = Twilio(self.options, self.record, self.scripted)
        self.postman = Postman(self.options)
        self.receipts = Receipts(self.twilio.state, self.twilio.messages, self.postman)
        self.twilio.on_accepted = self.receipts.accepted
        self.updates = Updates(self.telegram.state)
        self.forms = Forms(self.twilio.state, self.twilio.media)
        self._runners: list[web.ServerRunner] = []

    async def __aenter__(self) -> Self:
        self.url = await self._serve(self._answer, self.options.port)
        self.twilio.state.api_url = self.url
        self.twilio.state.media_url = await self._serve(self._store, self.options.media_port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.receipts.close()
        await self.postman.close()
        for runner in self._runners:
            await runner.cleanup()

    async def _serve(self, handler: Callable[[web.BaseRequest], Any], port: int) -> str:
        loop = asyncio.get_running_loop()

        def request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
            return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=BODY_LIMIT)

        runner = web.ServerRunner(web.Server(handler, request_factory=request, access_log=None), shutdown_timeout=0.1)
        await runner.setup()
        self._runners.append(runner)
        await web.TCPSite(runner, self.options.host, port).start()
        return f"http://{self.options.host}:{runner.addresses[0][1]}"

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path.partition("?")[0]
        if path.startswith("/bot"):
            response = await self.telegram.call(request, path[4:])
        elif path.startswith("/file/bot"):
            response = self.telegram.download(path[9:])
        elif path.startswith("/control/"):
            response = await control(self, request, path[9:])
        else:
            response = await self.twilio.call(request, path)
        await self.record.changed()
        return response

    async def _store(self, request: web.BaseRequest) -> web.StreamResponse:
        return self.twilio.media.content(request, request.path)

    @property
    def telegram_api_url(self) -> str:
        return f"{self.url}/bot"

    @property
    def telegram_file_url(self) -> str:
        return f"{self.url}/file/bot"

    @property
    def twilio_api_url(self) -> str:
        return self.url

    @property
    def twilio_content_url(self) -> str:
        return self.url

    @property
    def checked_against_specs(self) -> bool:
        """Whether the machine-readable descriptions were found; without them the hand-written rules remain."""
        return self.telegram.rules.from_specs and self.twilio.schemas.from_specs

    @property
    def faults(self) -> list[Violation]:
        """Every request no provider would have accepted; empty for a bot that behaves."""
        return self.record.faults

    def asked(self, key: str) -> list[dict[str, Any]]:
        """The parameters of every checked call of a Telegram method or an operation of Twilio's, in order."""
        return [request.parameters for request in self.record.requests if request.method == key]

    @property
    def unanswered(self) -> list[str]:
        """Ids of button presses in Telegram that were never answered: there the button still turns."""
        return [id for id, given in self.telegram.state.answered.items() if given is None]

    def script(self, key: str, faults: Iterable[Fault | None], address: Address = "") -> None:
        """The next requests meet these, in order. Key: a Telegram method, `telegram`, `messages`, `content`, …"""
        self.scripted.add(key, faults, str(address))

    def mix(self, key: str, shares: Mapping[Fault, float], seed: int = 0) -> None:
        """From now on each fault meets its share of requests, by the seed."""
        self.scripted.mix(key, shares, seed)

    def sent(self, address: Address) -> list[Shown]:
        """What the bot's side of the screen shows at an address, in order. A chat id, or `whatsapp:…`."""
        return list(self.record.screens[str(address)])

    async def settled(self, count: int, address: Address, seconds: float = PATIENCE) -> list[Shown]:
        """Wait until `count` messages in all have arrived at an address; then what is on the screen."""
        return await self.record.settled(count, str(address), seconds)

    async def until(self, true: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until `true()`; it is asked again after every request. Raises TimeoutError."""
        await self.record.until(true, seconds)

    async def quiet(self) -> None:
        """Wait until every status callback begun so far has been answered."""
        await self.receipts.quiet()

    async def telegram_update(self, update: dict[str, Any], *, secret: str | None = None) -> Answer:
        """Post an update to the bot's webhook with its secret (or another); without a webhook it waits for polling."""
        state = self.telegram.state
        url = state.webhook["url"] or (self.options.webhook and f"{self.options.webhook}/telegram")
        if not url:
            state.pending.append(update)
            await self.record.changed()
            return Answer(202, "")
        answer = await self.postman.telegram(url, update, state.secret if secret is None else secret)
        await self.telegram.answered_in_body(answer.body)
        return answer

    async def whatsapp_message(
        self, form: dict[str, str], *, url: str = "", signature: str | None = None, arrives: bool = True
    ) -> Answer:
        """Post a form to the bot, signed over `url` (default: the public address and `/whatsapp`).
        With `arrives=False` the webhook is lost and the message only stands in the account's list."""
        self.forms.received(form)
        if not arrives:
            return Answer(0, "")
        where = url or f"{self.options.public_url or self.options.webhook}/whatsapp"
        return await self.postman.twilio(where, form, charset=False, signature=signature)

    async def receipt(self, sid: str, rank: str, code: int = 0) -> Answer:
        """Post one status callback for a message by hand."""
        return await self.receipts.post(sid, rank, code)

    async def say(self, address: Address, text: str) -> Answer:
        """A person writes, in the channel of the address."""
        if str(address).startswith("whatsapp:"):
            return await self.whatsapp_message(self.forms.text(str(address), text))
        return await self.telegram_update(self.updates.text(int(address), text))

    async def tap(self, address: Address, label: str) -> Answer:
        """A person presses the button with this label (or data) in the latest message that has one."""
        for shown in reversed(self.record.screens[str(address)]):
            for button in shown.buttons:
                if label in (button.label, button.data):
                    return await self._press(shown, button.data)
        raise LookupError(f"no button {label!r} on the screen of {address}")

    async def _press(self, shown: Shown, data: str) -> Answer:
        if shown.address.startswith("whatsapp:"):
            return await self.whatsapp_message(self.forms.choice(shown.address, shown, data))
        return await self.telegram_update(self.updates.callback(int(shown.address), shown, data))
