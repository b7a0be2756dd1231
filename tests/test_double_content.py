"""Templates at the double: what may be made of them, what a person sees, what WhatsApp will not draw."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList

from tests.double import Double
from tests.double.callers import BOTH_WAYS, WITH_SPECS, call_twilio
from tests.double.templates import Json, list_picker, quick_reply, send, template

ANA = "whatsapp:+525550000001"


@pytest.fixture(params=BOTH_WAYS)
async def double(request: pytest.FixtureRequest) -> AsyncIterator[Double]:
    async with Double(specs=request.param) as double:
        await double.whatsapp_message(double.forms.text(ANA, "hola"), arrives=False)
        yield double


@pytest.fixture(params=[WITH_SPECS])
async def strict(request: pytest.FixtureRequest) -> AsyncIterator[Double]:
    async with Double(specs=request.param) as double:
        assert double.checked_against_specs
        yield double


BROKEN = {
    "no types": {},
    "11 buttons": quick_reply(*"abcdefghijk"),
    "title of 21": quick_reply("a" * 21),
    "same title twice": quick_reply("Sí", "Sí"),
    "body of 1025": quick_reply("Sí", body="a" * 1025),
    "empty body": quick_reply("Sí", body=""),
    "no items": list_picker(),
    "11 items": list_picker(*"abcdefghijk"),
    "item of 25": list_picker("a" * 25),
    "description of 73": list_picker("a", description="a" * 73),
    "id of 201": list_picker("a", id="a" * 201),
    "same id twice": list_picker("a", "b", id="x"),
    "list button of 21": list_picker("a", button="a" * 21),
    "variables out of sequence": quick_reply("Sí", body="Hola {{2}}, ¿sí?"),
    "blank in a variable": quick_reply("Sí", body="Hola {{su nombre}}"),
    "variable name of 17": quick_reply("Sí", body="Hola {{abcdefghijklmnopq}}"),
    "101 variables": {"twilio/text": {"body": " ".join(f"{{{{{n}}}}}" for n in range(1, 102))}},
}


@pytest.mark.parametrize("types", BROKEN.values(), ids=BROKEN)
async def test_a_template_that_cannot_be_drawn_is_refused(double: Double, types: Json) -> None:
    status, _ = await call_twilio(double, "POST", "/v1/Content", json={"language": "es", "types": types})
    assert (status, [fault.where for fault in double.faults]) == (400, ["content"])


DEEP = {
    "unknown field": {"language": "es", "types": {"twilio/text": {"body": "a", "footer": "b"}}},
    "unknown type": {"language": "es", "types": {"twilio/telegram": {"body": "a"}}},
    "no language": {"types": {"twilio/text": {"body": "a"}}},
    "number as sample": {"language": "es", "variables": {"1": 2}, "types": {"twilio/text": {"body": "a {{1}}"}}},
    "action of no kind": {
        "language": "es",
        "types": {"twilio/quick-reply": {"body": "a", "actions": [{"type": "REPLY", "title": "Sí"}]}},
    },
}


@pytest.mark.parametrize("body", DEEP.values(), ids=DEEP)
async def test_templates_are_checked_against_the_description(strict: Double, body: Json) -> None:
    status, answer = await call_twilio(strict, "POST", "/v1/Content", json=body)
    assert (status, answer["code"], len(strict.faults)) == (400, 20001, 1)


async def test_the_person_sees_the_rendered_template(double: Double) -> None:
    sid = await template(
        double,
        {"twilio/text": {"body": "sin botones"}} | quick_reply("{{2}}", "No", body="Hola {{1}}, ¿sigue?"),
        **{"1": "usted", "2": "Sí"},
    )
    assert (await send(double, sid, {"1": "Ana"}))[0] == 201
    [shown] = double.sent(ANA)
    assert (shown.text, shown.labels, shown.kind) == ("Hola Ana, ¿sigue?", ["Sí", "No"], "twilio/quick-reply")
    assert [button.data for button in shown.buttons] == ["1.plan.0", "1.plan.1"]


async def test_one_list_template_serves_every_menu(double: Double) -> None:
    items = [{"item": "{{3}}", "id": "{{4}}", "description": "{{5}}"}]
    picker = {"twilio/list-picker": {"body": "{{1}}", "button": "{{2}}", "items": items}}
    sid = await template(double, picker)
    given = {"1": "¿Qué plan?", "2": "Elegir", "3": "Academia", "4": "7.plan.12", "5": "Abierto"}
    assert (await send(double, sid, given))[0] == 201
    [shown] = double.sent(ANA)
    assert (shown.text, shown.opener) == ("¿Qué plan?", "Elegir")
    assert (shown.buttons[0].data, shown.buttons[0].description) == ("7.plan.12", "Abierto")
    assert double.faults == []


LATE = {
    "empty": ({"1": "", "2": "Sí"}, "variable 1 is empty"),
    "line break": ({"1": "a\nb", "2": "Sí"}, "variable 1 holds a line break"),
    "five spaces": ({"1": "a     b", "2": "Sí"}, "variable 1 holds a line break, a tab or more than 4 spaces"),
    "title too long once filled in": ({"1": "Ana", "2": "a" * 21}, "button title over 20"),
    "body too long once filled in": ({"1": "a" * 1024, "2": "Sí"}, "body over 1024"),
    "titles alike once filled in": ({"1": "Ana", "2": "No"}, "the same button title twice"),
}


@pytest.mark.parametrize(("given", "rule"), LATE.values(), ids=LATE)
async def test_what_whatsapp_will_not_draw_fails_after_acceptance(double: Double, given: Json, rule: str) -> None:
    sid = await template(double, quick_reply("{{2}}", "No", body="Hola {{1}}, ¿sigue?"))
    status, answer = await send(double, sid, given)
    assert (status, answer["status"]) == (201, "queued")
    _, looked_up = await call_twilio(double, "GET", answer["uri"])
    assert (looked_up["status"], looked_up["error_code"], double.sent(ANA)) == ("failed", 63013, [])
    assert double.faults[0].rule.startswith(rule)


ODD = {
    "no JSON": ("{1: a}", 21656),
    "a list": ("[]", 21656),
    "a number": ({"1": 60, "2": "Sí"}, 21656),
    "null": ({"1": None, "2": "Sí"}, 21656),
    "missing without sample": ({"2": "Sí"}, 21656),
    "over 1600": ({"1": "a" * 1601, "2": "Sí"}, 21658),
}


@pytest.mark.parametrize(("given", "code"), ODD.values(), ids=ODD)
async def test_variables_that_are_no_object_of_strings_are_refused(double: Double, given: Any, code: int) -> None:
    sid = await template(double, quick_reply("{{2}}", "No", body="Hola {{1}}, ¿sigue?"))
    status, answer = await send(double, sid, given)
    assert (status, answer["code"], len(double.faults)) == (400, code, 1)


async def test_text_or_files_do_not_go_with_a_template(double: Double) -> None:
    sid = await template(double, quick_reply("Sí"))
    for extra in ({"Body": "Hola"}, {"MediaUrl": "https://a.example/1.jpg"}):
        form = {"To": ANA, "From": double.options.sender, "ContentSid": sid, **extra}
        status, _ = await call_twilio(double, "POST", "/Messages.json", data=form)
        assert status == 400
    assert len(double.faults) == 2


async def test_twilio_s_client_makes_lists_and_removes_templates(double: Double) -> None:
    http = TwilioHttpClient()
    client = Client(double.options.account_sid, double.options.auth_token, http_client=http)
    client.content.base_url = double.twilio_content_url
    contents = client.content.v1.contents
    body = {"friendly_name": "menú", "language": "es", "variables": {}, "types": quick_reply("Sí", "No")}
    made = [await asyncio.to_thread(contents.create, ContentList.ContentCreateRequest(body)) for _ in range(3)]
    assert all(content.sid.startswith("HX") for content in made)
    listed = await asyncio.to_thread(client.content.v1.content_and_approvals.list, page_size=2)
    assert [(content.sid, content.approval_requests["status"]) for content in listed] == [
        (content.sid, "unsubmitted") for content in made
    ]
    assert (await asyncio.to_thread(contents(made[0].sid).fetch)).types == quick_reply("Sí", "No")
    assert await asyncio.to_thread(contents(made[0].sid).delete)
    assert len(await asyncio.to_thread(contents.list)) == 2
    with pytest.raises(TwilioRestException):
        await asyncio.to_thread(contents(made[0].sid).fetch)
    http.session.close()


async def test_a_template_can_be_changed_until_it_is_submitted(double: Double) -> None:
    sid = await template(double, {"twilio/text": {"body": "Hola"}})
    change = {"types": {"twilio/text": {"body": "Buenos días"}}}
    status, changed = await call_twilio(double, "PUT", f"/v1/Content/{sid}", json=change)
    assert (status, changed["types"], changed["language"]) == (200, change["types"], "es")
    request = {"name": "saludo", "category": "UTILITY"}
    await call_twilio(double, "POST", f"/v1/Content/{sid}/ApprovalRequests/whatsapp", json=request)
    assert (await call_twilio(double, "PUT", f"/v1/Content/{sid}", json=change))[0] == 400
