"""Messages whose webhook never came are found; and Twilio is told where to post, where that can be told."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.channels.base import RetryLater, SendError
from bot.channels.whatsapp import Account, webhook_address
from bot.channels.whatsapp.client import Wire, client_on, connected
from bot.channels.whatsapp.reconciling import missed
from bot.channels.whatsapp.registering import register
from dialogue.messages import Media
from models.base import now
from models.store import Unavailable
from tests.double import flood
from tests.whatsapp_bench import ANA, Bench, Heard, bench, claimed

BSUID = "whatsapp:CO.899000000000001"
SOON = timedelta(minutes=1)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as here:
        yield here


async def lost(here: Bench, form: dict[str, str]) -> None:
    await here.double.whatsapp_message(form, arrives=False)


async def test_what_never_came_is_handed_in_in_order(here: Bench) -> None:
    forms = here.double.forms
    await lost(here, forms.text(ANA, "primero"))
    await lost(here, forms.text(BSUID, "segundo"))
    assert await here.channel.missed(now() + SOON) == 2
    assert [(address.raw, said.text) for address, said in here.inbox.messages] == [
        (ANA, "primero"),
        (BSUID, "segundo"),
    ]
    assert here.double.faults == []


async def test_it_is_the_same_message_as_the_webhook_would_have_brought(here: Bench) -> None:
    for form in (here.double.forms.text(ANA, "hola"), here.double.forms.file(ANA, b"x", "image/jpeg", "mire")):
        await here.double.whatsapp_message(form)
    await here.channel.missed(now() + SOON)
    came, found = here.inbox.messages[:2], here.inbox.messages[2:]
    assert [said for _, said in found] == [said for _, said in came]
    assert await here.channel.fetch(found[1][1].attachments[0], 10) == b"x"


async def test_files_of_every_kind_are_told_apart(here: Bench) -> None:
    forms = here.double.forms
    await lost(here, forms.file(ANA, b"x", "application/pdf", name="informe.pdf"))
    await lost(here, forms.file(ANA, b"x", "audio/ogg"))
    await lost(here, forms.contact(ANA))
    await here.channel.missed(now() + SOON)
    said = [(said.text, said.media) for _, said in here.inbox.messages]
    assert said == [("", Media.FILE), ("", Media.VOICE), ("", Media.OTHER)]


async def test_our_own_messages_and_what_may_yet_come_are_left_alone(here: Bench) -> None:
    await lost(here, here.double.forms.text(ANA, "hola"))
    assert await here.channel.missed(now()) == 0
    assert await here.channel.missed(now() + timedelta(hours=1)) == 0
    assert here.inbox.messages == []


async def test_with_a_messaging_service_only_what_people_wrote_counts(here: Bench) -> None:
    await here.double.say(ANA, "hola")
    await here.channel.send(claimed("Buenas tardes"))
    inbox = Heard()
    async with connected(here.account) as client:
        assert await missed(client, here.account, inbox, None, now() + SOON) == 1
    assert [said.text for _, said in inbox.messages] == ["hola"]


async def test_more_than_a_page(here: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.whatsapp.reconciling.PAGE", 2)
    texts = [f"mensaje {place}" for place in range(5)]
    for text in texts:
        await lost(here, here.double.forms.text(ANA, text))
    await here.channel.missed(now() + SOON)
    assert [said.text for _, said in here.inbox.messages] == texts


async def test_when_twilio_or_the_store_is_away_it_says_so(here: Bench) -> None:
    await lost(here, here.double.forms.text(ANA, "hola"))
    here.double.script("messages.list", [flood()])
    with pytest.raises(RetryLater):
        await here.channel.missed(now() + SOON)
    here.inbox.away = True
    with pytest.raises(Unavailable):
        await here.channel.missed(now() + SOON)


class Senders:
    """Twilio's Senders interface and Messaging Services, as far as a webhook address goes."""

    def __init__(self) -> None:
        self.webhook: dict[str, Any] = {"callback_url": "https://old.example", "fallback_url": "https://help.example"}
        self.service: dict[str, Any] = {
            "sid": "MG0",
            "inbound_request_url": None,
            "use_inbound_webhook_on_number": True,
        }
        self.changes = 0
        self.status = 202

    async def answer(self, request: web.Request) -> web.Response:
        if request.path.startswith("/v1/Services/"):
            if request.method == "POST":
                self.changes += 1
                given = await request.post()
                self.service |= {"inbound_request_url": given["InboundRequestUrl"]}
                self.service["use_inbound_webhook_on_number"] = given["UseInboundWebhookOnNumber"] == "true"
            return web.json_response(self.service)
        if request.method == "POST":
            self.changes += 1
            self.webhook = (await request.json())["webhook"]
            return web.json_response({"code": 63104}, status=self.status)
        known = {"sid": "XE0", "sender_id": "whatsapp:+15005550006", "webhook": self.webhook, "status": "ONLINE"}
        meta = {"key": "senders", "page": 0, "page_size": 100, "next_page_url": None}
        return web.json_response({"senders": [known], "meta": meta})


@pytest.fixture
async def senders() -> AsyncIterator[tuple[Senders, Any]]:
    senders = Senders()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", senders.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    wire = Wire()
    client = client_on(wire, Account("AC0", "token"))
    client.messaging.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield senders, client
    await wire.close()
    await runner.cleanup()


PUBLIC = "https://bot.example/"
ADDRESS = "https://bot.example/whatsapp#rc=5&rp=all"


async def test_a_number_is_pointed_at_us_once_and_keeps_the_rest(senders: tuple[Senders, Any]) -> None:
    twilio, client = senders
    for _ in range(2):
        assert await register(client, "whatsapp:+15005550006", None, PUBLIC)
    assert twilio.webhook["callback_url"] == ADDRESS == webhook_address(PUBLIC)
    assert twilio.webhook["fallback_url"] == "https://help.example"
    assert twilio.changes == 1


async def test_a_messaging_service_is_pointed_at_us_once(senders: tuple[Senders, Any]) -> None:
    twilio, client = senders
    for _ in range(2):
        assert await register(client, None, "MG0", PUBLIC)
    assert twilio.service["inbound_request_url"] == ADDRESS
    assert twilio.changes == 1


async def test_a_number_twilio_does_not_know_is_reported(senders: tuple[Senders, Any]) -> None:
    assert not await register(senders[1], "whatsapp:+15005550007", None, PUBLIC)


async def test_a_refusal_is_reported(senders: tuple[Senders, Any]) -> None:
    senders[0].status = 400
    with pytest.raises(SendError):
        await register(senders[1], "whatsapp:+15005550006", None, PUBLIC)


@pytest.mark.parametrize(
    ("api", "messaging"),
    [
        ("https://api.twilio.com", "https://messaging.twilio.com"),
        ("https://api.dublin.ie1.twilio.com", "https://messaging.dublin.ie1.twilio.com"),
        ("http://127.0.0.1:4010", None),
        ("https://api.twilio.com.evil.example", None),
    ],
)
def test_senders_are_set_up_at_twilio_only(api: str, messaging: str | None) -> None:
    assert Account("AC0", "token", api).messaging_url == messaging
