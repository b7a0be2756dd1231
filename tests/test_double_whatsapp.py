"""What the double posts as Twilio when people write: the fields of the real captures, signed as the real one signs."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.double import Double
from tests.double.callers import authentic, call_twilio
from tests.double.listener import Listener

WHATSAPP = "whatsapp:+525550000001"
PUBLIC = "https://lazos.example"


@pytest.fixture
async def bot() -> AsyncIterator[Listener]:
    async with Listener() as bot:
        yield bot


@pytest.fixture
async def double(bot: Listener) -> AsyncIterator[Double]:
    async with Double(webhook=bot.url, public_url=PUBLIC) as double:
        yield double


async def test_a_whatsapp_text_comes_as_captured_and_signed_over_the_public_address(
    double: Double, bot: Listener
) -> None:
    answer = await double.say(WHATSAPP, "¿Qué tal? ñ & más=1")
    [posted] = bot.posted
    assert (answer.status, posted.path) == (200, "/whatsapp")
    assert posted.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert posted.headers["User-Agent"] == "TwilioProxy/1.1"
    assert authentic(double, posted, f"{PUBLIC}/whatsapp")
    assert not authentic(double, posted, f"{bot.url}/whatsapp")
    form = posted.form
    assert form["MessageSid"] == form["SmsSid"] == form["SmsMessageSid"]
    told = ("Body", "From", "WaId", "NumMedia", "SmsStatus", "MessageType", "NumSegments")
    assert [form[name] for name in told] == [
        "¿Qué tal? ñ & más=1",
        WHATSAPP,
        "525550000001",
        "0",
        "received",
        "text",
        "1",
    ]
    assert json.loads(form["ChannelMetadata"])["data"]["context"]["WaId"] == "525550000001"
    assert form["ExternalUserId"].startswith("whatsapp:MX.")


async def test_connection_overrides_are_neither_signed_nor_sent(double: Double, bot: Listener) -> None:
    url = f"{PUBLIC}/whatsapp?v=1#rc=5&rp=all"
    await double.whatsapp_message(double.forms.text(WHATSAPP, "hola"), url=url)
    await double.whatsapp_message(double.forms.text(WHATSAPP, "hola"), url=url, signature="forged")
    assert bot.posted[0].path == "/whatsapp?v=1"
    assert authentic(double, bot.posted[0], f"{PUBLIC}/whatsapp?v=1")
    assert not authentic(double, bot.posted[1], f"{PUBLIC}/whatsapp?v=1")


async def test_what_people_send_in_whatsapp_has_the_real_fields(double: Double, bot: Listener) -> None:
    forms = double.forms
    for form in (
        forms.file(WHATSAPP, b"jpeg", "image/jpeg"),
        forms.file(WHATSAPP, b"%PDF", "application/pdf", name="plan.pdf"),
        forms.contact(WHATSAPP),
        forms.location(WHATSAPP, label="Academia"),
        forms.text("whatsapp:CO.899759302823042", "hola"),
        forms.reply(WHATSAPP, "SM" + "a" * 32, "eso"),
    ):
        await double.whatsapp_message(form)
    photo, document, contact, location, scoped, reply = (posted.form for posted in bot.posted)
    assert all(authentic(double, posted, f"{PUBLIC}/whatsapp") for posted in bot.posted)
    assert (photo["Body"], photo["NumMedia"], photo["MessageType"], photo["MessageSid"][:2]) == ("", "1", "image", "MM")
    assert photo["MediaUrl0"].startswith(double.twilio_api_url)
    assert (document["Body"], document["MediaContentType0"], document["MessageType"]) == (
        "plan.pdf",
        "application/pdf",
        "document",
    )
    assert (contact["Body"], contact["MediaContentType0"], contact["MessageType"]) == ("", "text/vcard", "contacts")
    assert (location["Body"], location["Latitude"], location["Label"]) == ("", "28.6353", "Academia")
    assert ("WaId" in scoped, scoped["ExternalUserId"]) == (False, "whatsapp:CO.899759302823042")
    assert reply["OriginalRepliedMessageSid"] == "SM" + "a" * 32


async def test_media_needs_the_password_and_is_handed_on_to_a_store_that_must_not_see_it(double: Double) -> None:
    url = double.forms.file(WHATSAPP, b"jpeg", "image/jpeg")["MediaUrl0"]
    auth = {"Authorization": aiohttp.encode_basic_auth(double.options.account_sid, double.options.auth_token)}
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as refused:
            assert refused.status == 401
        async with session.get(url, headers=auth, allow_redirects=False) as redirect:
            store = redirect.headers["Location"]
            assert (redirect.status, store.startswith(double.twilio_api_url)) == (307, False)
        async with session.get(store) as found:
            assert (found.headers["Content-Type"], await found.read()) == ("image/jpeg", b"jpeg")
        assert [fault.rule for fault in double.faults] == ["wrong or missing credentials"]
        async with session.get(store, headers=auth) as leak:
            assert leak.status == 400
    assert double.faults[-1].rule == "credentials sent to the media store"


async def test_a_tap_in_whatsapp_is_an_ordinary_message(double: Double, bot: Listener) -> None:
    await double.whatsapp_message(double.forms.text(WHATSAPP, "hola"), arrives=False)
    actions = [{"type": "QUICK_REPLY", "title": "Sí", "id": "1.plan.yes"}]
    items = [{"item": "Academia", "id": "2.plan.7", "description": "Abierto"}]
    for types in (
        {"twilio/quick-reply": {"body": "¿Sigue?", "actions": actions}},
        {"twilio/list-picker": {"body": "¿Qué plan?", "button": "Elegir", "items": items}},
    ):
        sid = double.twilio.contents.create({"language": "es", "types": types})["sid"]
        form = {"To": WHATSAPP, "From": double.options.sender, "ContentSid": sid}
        await double.twilio.messages.create(form, None)
    await double.tap(WHATSAPP, "Sí")
    await double.tap(WHATSAPP, "2.plan.7")
    button, listed = (posted.form for posted in bot.posted)
    assert [button[name] for name in ("Body", "ButtonText", "ButtonPayload", "MessageType")] == [
        "Sí",
        "Sí",
        "1.plan.yes",
        "interactive",
    ]
    assert [listed[name] for name in ("Body", "ListTitle", "ListId")] == ["Academia", "Academia", "2.plan.7"]
    assert button["OriginalRepliedMessageSid"] == double.sent(WHATSAPP)[0].id


async def test_a_lost_webhook_is_found_in_the_list(double: Double, bot: Listener) -> None:
    form = double.forms.text(WHATSAPP, "hola")
    await double.whatsapp_message(form, arrives=False)
    assert bot.posted == []
    assert double.twilio.messages.list({"From": WHATSAPP})["messages"][0]["sid"] == form["MessageSid"]


async def test_media_can_be_listed_described_and_removed(double: Double) -> None:
    path = double.forms.file(WHATSAPP, b"jpeg", "image/jpeg")["MediaUrl0"].removeprefix(double.url)
    folder, _, sid = path.rpartition("/")
    _, listed = await call_twilio(double, "GET", f"{folder}.json")
    _, described = await call_twilio(double, "GET", f"{path}.json")
    assert [media["sid"] for media in listed["media_list"]] == [sid]
    assert (described["content_type"], described["parent_sid"]) == ("image/jpeg", folder.split("/")[-2])
    assert (await call_twilio(double, "DELETE", f"{path}.json"))[0] == 204
    assert (await call_twilio(double, "GET", path))[0] == 404


async def test_a_form_of_any_shape_can_be_posted(double: Double, bot: Listener) -> None:
    await double.whatsapp_message({"Body": "a\x00b", "Extra": ""})
    assert bot.posted[0].form == {"Body": "a\x00b", "Extra": ""}
    assert authentic(double, bot.posted[0], f"{PUBLIC}/whatsapp")
