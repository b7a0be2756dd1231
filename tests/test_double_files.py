"""The double is as strict with files and with clearing as the providers are."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
import time_machine
from aiohttp import FormData, web
from aiohttp.test_utils import TestServer
from PIL import Image

from tests.double import Double
from tests.double.callers import call_telegram, call_twilio, create_message

ANA, ANA_ON_WHATSAPP = 1001, "whatsapp:+525550000001"


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        await double.whatsapp_message(double.forms.text(ANA_ON_WHATSAPP, "hola"), arrives=False)
        yield double


def picture(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("content", [b"no picture", picture(6000, 4001), picture(21, 1)])
async def test_telegram_takes_no_photo_that_it_cannot_show(double: Double, content: bytes) -> None:
    form = FormData({"chat_id": str(ANA)}, default_to_multipart=True)
    form.add_field("photo", content, filename="foto.png", content_type="image/png")
    status, _ = await call_telegram(double, "sendPhoto", data=form)
    assert (status, len(double.faults), double.sent(ANA)) == (400, 1, [])


async def test_one_old_message_keeps_all_of_a_call_from_being_deleted(double: Double) -> None:
    with time_machine.travel("2026-11-20T10:00:00Z", tick=False) as clock:
        await call_telegram(double, "sendMessage", {"chat_id": ANA, "text": "viejo"})
        clock.shift(48 * 3600)
        await call_telegram(double, "sendMessage", {"chat_id": ANA, "text": "nuevo"})
        ids = {"chat_id": ANA, "message_ids": [1, 2, 77]}
        assert (await call_telegram(double, "deleteMessages", ids))[0] == 400
        assert (await call_telegram(double, "deleteMessages", ids | {"message_ids": [2, 77]}))[0] == 200
    assert [shown.text for shown in double.sent(ANA)] == ["viejo"]


@pytest.mark.parametrize(
    ("type", "status", "body", "code", "wrong"),
    [
        ("image/png", 200, "Hola", None, 0),
        ("image/png", 404, "Hola", 63019, 0),
        ("application/json", 200, "", 63021, 1),
        ("application/pdf", 200, "Hola", None, 1),
        ("application/pdf", 200, None, None, 0),
    ],
)
async def test_twilio_fetches_a_file_after_it_has_taken_the_message(
    double: Double, type: str, status: int, body: str | None, code: int | None, wrong: int
) -> None:
    async def file(request: web.Request) -> web.Response:
        return web.Response(body=b"a file", status=status, content_type=type)

    app = web.Application()
    app.router.add_get("/media/x", file)
    async with TestServer(app) as server:
        double.options.webhook = str(server.make_url("")).rstrip("/")
        accepted, answer = await create_message(double, Body=body, MediaUrl=f"{double.options.webhook}/media/x")
        assert (accepted, answer["status"], double.sent(ANA_ON_WHATSAPP)) == (201, "queued", [])
        await double.quiet()
    _, later = await call_twilio(double, "GET", f"/Messages/{answer['sid']}.json")
    assert (later["error_code"], len(double.faults)) == (code, wrong)
    assert len(double.sent(ANA_ON_WHATSAPP)) == (0 if code else 1)
