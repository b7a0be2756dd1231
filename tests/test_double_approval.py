"""Which templates WhatsApp approves at the double, and what only an approved one may do."""

from collections.abc import AsyncIterator

import pytest

from tests.double import Double
from tests.double.callers import BOTH_WAYS, call_twilio
from tests.double.templates import Json, list_picker, quick_reply, send, template

ANA = "whatsapp:+525550000001"


@pytest.fixture(params=BOTH_WAYS)
async def double(request: pytest.FixtureRequest) -> AsyncIterator[Double]:
    async with Double(specs=request.param) as double:
        await double.whatsapp_message(double.forms.text(ANA, "hola"), arrives=False)
        yield double


async def test_four_buttons_need_an_approved_template(double: Double) -> None:
    sid = await template(double, quick_reply(*"abcd"))
    await send(double, sid)
    assert (double.sent(ANA), double.faults[0].rule) == ([], "4 buttons, 3 are allowed")
    await approve(double, sid, "cuatro")
    await send(double, sid)
    assert [shown.labels for shown in double.sent(ANA)] == [["a", "b", "c", "d"]]


async def approve(double: Double, sid: str, name: str) -> Json:
    path = f"/v1/Content/{sid}/ApprovalRequests"
    status, answer = await call_twilio(double, "POST", f"{path}/whatsapp", json={"name": name, "category": "UTILITY"})
    assert (status, answer["status"]) == (201, "received")
    double.twilio.contents.decide(sid)
    approval: Json = (await call_twilio(double, "GET", path))[1]
    return approval


async def test_only_an_approved_template_opens_a_closed_window(double: Double) -> None:
    stranger = "whatsapp:+525550000009"
    sid = await template(double, quick_reply("Sí", body="Hay un mensaje para usted."))
    await send(double, sid, to=stranger)
    assert double.sent(stranger) == []
    assert (await approve(double, sid, "hay_mensaje"))["whatsapp"]["status"] == "approved"
    await send(double, sid, to=stranger)
    assert [shown.text for shown in double.sent(stranger)] == ["Hay un mensaje para usted."]
    assert double.faults == []


UNAPPROVABLE = {
    "variable first": "{{1}}, le recordamos su plan.",
    "variable last": "Le recordamos su plan, {{1}}",
    "variables adjacent": "Le recordamos su plan {{1}} {{2}} de hoy.",
    "too few words": "Hola {{1}} ok",
    "no sample": "Le recordamos el plan {{3}} que tiene usted abierto.",
}


@pytest.mark.parametrize("body", UNAPPROVABLE.values(), ids=UNAPPROVABLE)
async def test_whatsapp_rejects_a_template_against_its_rules(double: Double, body: str) -> None:
    body = body.replace("{{3}}", "{{1}}") if "{{3}}" in body else body
    samples = {} if "usted abierto" in body else {"1": "Ana", "2": "Luis"}
    sid = await template(double, {"twilio/text": {"body": body}}, **samples)
    path = f"/v1/Content/{sid}/ApprovalRequests/whatsapp"
    _, answer = await call_twilio(double, "POST", path, json={"name": "recordatorio", "category": "UTILITY"})
    assert answer["status"] == "rejected"
    assert answer["rejection_reason"]
    assert len(double.faults) == 1


async def test_a_list_cannot_be_submitted_nor_a_name_used_twice(double: Double) -> None:
    lists, texts = await template(double, list_picker("a")), await template(double, {"twilio/text": {"body": "Hola"}})
    request = {"name": "uno", "category": "UTILITY"}
    assert (await call_twilio(double, "POST", f"/v1/Content/{lists}/ApprovalRequests/whatsapp", json=request))[0] == 400
    await approve(double, texts, "uno")
    again = await template(double, {"twilio/text": {"body": "Hola"}})
    for wrong in (request, {"name": "Dos", "category": "UTILITY"}, {"name": "dos", "category": "SURVEY"}):
        assert (await call_twilio(double, "POST", f"/v1/Content/{again}/ApprovalRequests/whatsapp", json=wrong))[
            0
        ] == 400
    assert len(double.faults) == 4
