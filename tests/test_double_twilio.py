"""The double's Twilio refuses what the real one refuses, and looks like the real one to Twilio's own client."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import time_machine
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from tests.double import Double
from tests.double.callers import BOTH_WAYS, call_twilio, create_message

ANA = "whatsapp:+525550000001"
LUIS = "whatsapp:+525550000002"


@pytest.fixture(params=BOTH_WAYS)
async def double(request: pytest.FixtureRequest) -> AsyncIterator[Double]:
    async with Double(specs=request.param) as double:
        for address in (ANA, LUIS):
            await double.whatsapp_message(double.forms.text(address, "hola"), arrives=False)
        yield double


@pytest.fixture
async def client(double: Double) -> AsyncIterator[Any]:
    http = TwilioHttpClient()
    client = Client(double.options.account_sid, double.options.auth_token, http_client=http)
    client.api.base_url, client.content.base_url = double.twilio_api_url, double.twilio_content_url
    yield client
    http.session.close()


BROKEN = {
    "no To": ({"To": None}, 21604),
    "no From": ({"From": None}, 21603),
    "To without channel": ({"To": "+525550000001"}, 21211),
    "To too short": ({"To": "whatsapp:+52555"}, 21211),
    "From another channel": ({"From": "+15005550006"}, 21910),
    "From unknown": ({"From": "whatsapp:+15005550007"}, 63007),
    "to oneself": ({"To": "whatsapp:+15005550006"}, 21266),
    "service unknown": ({"From": None, "MessagingServiceSid": "MG" + "f" * 32}, 21701),
    "nothing to say": ({"Body": None}, 21619),
    "blank Body": ({"Body": "  "}, 21619),
    "Body over 1600": ({"Body": "a" * 1601}, 21617),
    "two files": ({"MediaUrl": ["https://a.example/1.jpg", "https://a.example/2.jpg"]}, 21623),
    "file without address": ({"MediaUrl": "foto.jpg"}, 21620),
    "callback without address": ({"StatusCallback": "/whatsapp/status"}, 21609),
    "content of no form": ({"Body": None, "ContentSid": "HX123"}, 21655),
    "content unknown": ({"Body": None, "ContentSid": "HX" + "a" * 32}, 21655),
    "variables without content": ({"ContentVariables": "{}"}, 21654),
    "unknown parameter": ({"Text": "Hola"}, 20001),
    "parameter twice": ({"Body": ["a", "b"]}, 20001),
    "no whole number": ({"ValidityPeriod": "long"}, 20001),
    "no truth value": ({"SmartEncoded": "perhaps"}, 20001),
    "schedule without service": ({"SendAt": "2099-01-01T00:00:00Z", "ScheduleType": "fixed"}, 35118),
}


@pytest.mark.parametrize(("changes", "code"), BROKEN.values(), ids=BROKEN)
async def test_what_breaks_a_rule_is_refused_and_recorded(double: Double, changes: dict[str, Any], code: int) -> None:
    status, answer = await create_message(double, **changes)
    assert (status, answer["status"], answer["code"]) == (400, 400, code)
    assert answer["more_info"] == f"https://www.twilio.com/docs/errors/{code}"
    assert [fault.where for fault in double.faults] == ["messages"]
    assert double.sent(ANA) == []


async def test_the_limits_themselves_are_allowed(double: Double) -> None:
    service = {"From": None, "MessagingServiceSid": double.options.service_sid}
    for changes in ({"Body": "a" * 1600}, {"To": "whatsapp:MX.9"}, {"MediaUrl": "https://a.example/1.jpg"}, service):
        status, answer = await create_message(double, **changes)
        assert status == 201, answer
    assert double.faults == []


async def test_a_schedule_must_be_near_enough_and_whole(double: Double) -> None:
    service = {"From": None, "MessagingServiceSid": double.options.service_sid}
    assert (await create_message(double, **service, SendAt="2099-01-01T00:00:00Z", ScheduleType="fixed"))[1][
        "code"
    ] == 35114
    assert (await create_message(double, **service, ScheduleType="fixed"))[1]["code"] == 35111


async def test_wrong_credentials_and_unknown_resources_are_recorded(double: Double) -> None:
    path = f"{double.twilio_api_url}{double.twilio.state.account_path}"
    good = {"Authorization": aiohttp.encode_basic_auth(double.options.account_sid, double.options.auth_token)}
    bad = {"Authorization": aiohttp.encode_basic_auth(double.options.account_sid, "guess")}
    async with aiohttp.ClientSession() as session:
        for url, headers, expected in (
            (f"{path}/Messages.json", bad, (401, 20003)),
            (f"{path}/Messages.json", {}, (401, 20003)),
            (f"{path}/Calls.json", good, (404, 20404)),
            (f"{path}/Messages/SM{'0' * 32}.json", good, (404, 20404)),
        ):
            async with session.get(url, headers=headers) as response:
                assert (response.status, (await response.json())["code"]) == expected
    assert len(double.faults) == 4


async def test_twilio_s_client_sends_and_looks_up(double: Double, client: Any) -> None:
    sender = double.options.sender
    sent = await asyncio.to_thread(client.messages.create, to=ANA, from_=sender, body="Hola, Ana")
    photo = await asyncio.to_thread(client.messages.create, to=ANA, from_=sender, media_url=["https://a.example/1.jpg"])
    assert (sent.sid[:2], len(sent.sid), sent.status, sent.to, sent.direction) == (
        "SM",
        34,
        "queued",
        ANA,
        "outbound-api",
    )
    assert sent.date_created.tzinfo is not None
    assert photo.sid.startswith("MM")
    looked_up = await asyncio.to_thread(client.messages(sent.sid).fetch)
    assert (looked_up.body, looked_up.status) == ("Hola, Ana", "delivered")
    assert [(shown.id, shown.text) for shown in double.sent(ANA)] == [(sent.sid, "Hola, Ana"), (photo.sid, "")]
    assert double.sent(ANA)[1].media[0].url == "https://a.example/1.jpg"
    await asyncio.to_thread(client.messages(sent.sid).update, body="")
    assert (await asyncio.to_thread(client.messages(sent.sid).fetch)).body == ""
    assert await asyncio.to_thread(client.messages(sent.sid).delete)
    with pytest.raises(TwilioRestException):
        await asyncio.to_thread(client.messages(sent.sid).fetch)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_every_sid_belongs_to_its_message_when_many_are_sent_at_once(double: Double) -> None:
    async with AsyncTwilioHttpClient() as http:
        client = Client(double.options.account_sid, double.options.auth_token, http_client=http)
        client.api.base_url = double.twilio_api_url
        sends = [
            client.messages.create_async(to=f"whatsapp:+52555000{n:04}", from_=double.options.sender, body=str(n))
            for n in range(50)
        ]
        answers = await asyncio.gather(*sends)
    assert [(answer.to, answer.body) for answer in answers] == [
        (f"whatsapp:+52555000{n:04}", str(n)) for n in range(50)
    ]
    assert len({answer.sid for answer in answers}) == 50


async def test_lists_come_page_by_page_the_newest_first(double: Double, client: Any) -> None:
    for number in range(7):
        await create_message(double, Body=str(number))
    await create_message(double, To=LUIS, Body="otra")
    listed = await asyncio.to_thread(client.messages.list, to=ANA, page_size=3)
    assert [message.body for message in listed] == ["6", "5", "4", "3", "2", "1", "0"]
    inbound = await asyncio.to_thread(client.messages.list, from_=ANA)
    assert [(message.body, message.direction, message.status) for message in inbound] == [
        ("hola", "inbound", "received")
    ]
    assert double.faults == []


async def test_lists_can_be_cut_by_date(double: Double, client: Any) -> None:
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False):
        await create_message(double, Body="lunes")
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False):
        await create_message(double, Body="martes")
    found = {}
    for query in ("DateSent", "DateSent>", "DateSent<"):
        _, page = await call_twilio(double, "GET", "/Messages.json", params={query: "2026-11-24", "To": ANA})
        found[query] = {message["body"] for message in page["messages"]}
    assert found == {"DateSent": {"lunes"}, "DateSent>": {"lunes", "martes"}, "DateSent<": {"lunes"}}


async def test_free_text_outside_the_window_is_accepted_and_fails_later(double: Double, client: Any) -> None:
    stranger = "whatsapp:+525550000009"
    status, answer = await create_message(double, To=stranger)
    assert (status, answer["status"], answer["error_code"]) == (201, "queued", None)
    looked_up = await asyncio.to_thread(client.messages(answer["sid"]).fetch)
    assert (looked_up.status, looked_up.error_code, double.sent(stranger)) == ("failed", 63016, [])


async def test_the_window_closes_a_day_after_the_last_message(double: Double) -> None:
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False) as clock:
        await double.whatsapp_message(double.forms.text(ANA, "hola"), arrives=False)
        clock.shift(24 * 3600 - 1)
        await create_message(double, Body="a tiempo")
        clock.shift(1)
        await create_message(double, Body="tarde")
    assert [shown.text for shown in double.sent(ANA)] == ["a tiempo"]
