"""Files sent from the demo phones, and what the JSON interface refuses."""

from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData

from bot.channels.base import FetchError, TooLarge
from bot.demo.requests import FILE_LIMIT, JSON_LIMIT
from dialogue.messages import Media
from models.received import Attachment
from models.sealing import Vault
from tests.demo_house import House, Program, on_new_store, serving
from tests.evidence_samples import encoded, photo

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def house(sqlite_template: Path, tmp_path: Path, vault: Vault) -> Iterator[House]:
    with on_new_store(sqlite_template, tmp_path, vault) as house:
        yield house


@pytest.fixture
async def program(house: House) -> AsyncIterator[Program]:
    async with serving(house) as program:
        yield program


def form(content: bytes, name: str = "foto.jpg", type: str = "image/jpeg", caption: str = "Taller") -> FormData:
    data = FormData()
    data.add_field("caption", caption)
    data.add_field("file", BytesIO(content), filename=name, content_type=type)
    return data


async def send(program: Program, phone: str, data: FormData) -> dict[str, Any]:
    answer = await program.client.post(f"/demo/api/{phone}", data=data)
    assert answer.status == 202
    id = (await answer.json())["id"]
    return next(message for message in await program.screen(phone) if message["id"] == id)


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_a_photo_is_on_the_screen_and_can_be_fetched_by_the_bot(
    house: House, program: Program, channel: str
) -> None:
    picture = encoded(photo(), "JPEG")
    message = await send(program, await program.new(channel), form(picture))
    (file,) = message["files"]
    assert (message["text"], file["name"], file["type"]) == ("Taller", "foto.jpg", "image/jpeg")
    shown = await program.client.get(file["url"])
    assert (shown.status, shown.content_type, await shown.read()) == (200, "image/jpeg", picture)

    _, arrival = house.inbox.heard_all[-1]
    assert (arrival.media, arrival.text) == (Media.FILE, "Taller")
    (attachment,) = arrival.attachments
    assert await house.channels[channel].fetch(attachment, len(picture)) == picture
    with pytest.raises(TooLarge):
        await house.channels[channel].fetch(attachment, len(picture) - 1)


async def test_a_file_that_is_not_there_cannot_be_fetched(house: House, program: Program) -> None:
    with pytest.raises(FetchError):
        await house.channels["telegram"].fetch(Attachment("nothing"), 100)
    phone, other = await program.new("telegram"), await program.new("telegram")
    (file,) = (await send(program, phone, form(b"%PDF-1.7", "informe.pdf", "application/pdf")))["files"]
    assert (await program.client.get(file["url"].replace(phone, other))).status == 404
    assert (await program.client.get(f"/demo/api/{phone}/files/0")).status == 404


@pytest.mark.parametrize(
    ("type", "content"),
    [("text/html", b"<script>alert(1)</script>"), ("image/svg+xml", b"<svg onload='alert(1)'/>"), ("image/png", b"x")],
)
async def test_only_real_pictures_are_ever_shown_in_place(program: Program, type: str, content: bytes) -> None:
    message = await send(program, await program.new("telegram"), form(content, "a.html", type))
    answer = await program.client.get(message["files"][0]["url"])
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_a_voice_note_is_told_from_a_file(house: House, program: Program) -> None:
    await send(program, await program.new("telegram"), form(b"OggS", "voz.ogg", "audio/ogg"))
    assert house.inbox.heard_all[-1][1].media is Media.VOICE


async def test_a_file_may_be_larger_than_the_bot_will_take(house: House, program: Program) -> None:
    message = await send(program, await program.new("telegram"), form(bytes(11_000_000)))
    assert message["files"][0]["size"] == house.inbox.heard_all[-1][1].attachments[0].size == 11_000_000


async def test_what_a_file_is_called_says_nothing_of_folders(program: Program) -> None:
    phone = await program.new("telegram")
    disposition = 'Content-Disposition: form-data; name="file"; filename="../../etc/b\t.pdf"'
    body = f"--x\r\n{disposition}\r\nContent-Type: <b>\r\n\r\nx\r\n--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await program.client.post(f"/demo/api/{phone}", data=body, headers=headers)).status == 202
    (file,) = (await program.screen(phone))[0]["files"]
    assert (file["name"], file["type"]) == ("b.pdf", "application/octet-stream")


BAD = {
    "not JSON": ("{", JSON, 400),
    "a list": ("[]", JSON, 400),
    "nothing": ("{}", JSON, 400),
    "both": ('{"text": "a", "tap": "1.a.b"}', JSON, 400),
    "a number": ('{"text": 1}', JSON, 400),
    "blank": ('{"text": " \\n"}', JSON, 400),
    "half a sign": ('{"text": "\\ud800"}', JSON, 400),
    "not UTF-8": (b'{"text": "\xff"}', JSON, 400),
    "deep": ("[" * 100_000, JSON, 400),
    "a long text": ('{"text": "' + "a" * JSON_LIMIT + '"}', JSON, 413),
    "plain text": ("hola", {"Content-Type": "text/plain"}, 415),
    "no boundary": ("hola", {"Content-Type": "multipart/form-data"}, 400),
    "a broken form": ("hola", {"Content-Type": "multipart/form-data; boundary=x"}, 400),
}


@pytest.mark.parametrize(("body", "headers", "status"), BAD.values(), ids=BAD.keys())
async def test_bad_input_is_refused_in_one_sentence(
    house: House, program: Program, body: str | bytes, headers: dict[str, str], status: int
) -> None:
    phone = await program.new("telegram")
    answer = await program.client.post(f"/demo/api/{phone}", data=body, headers=headers)
    assert answer.status == status
    assert (await answer.json())["error"].endswith(".")
    assert await program.screen(phone) == []
    assert house.inbox.heard_all == []


async def test_forms_are_refused_that_are_too_large_or_hold_no_one_file(program: Program) -> None:
    phone = await program.new("telegram")
    no_file, two = FormData(), form(b"x")
    no_file.add_field("caption", "Taller", content_type="text/plain")
    two.add_field("file", b"y", filename="otra.jpg")
    for data, status in ((form(bytes(FILE_LIMIT + 1)), 413), (no_file, 400), (two, 400)):
        answer = await program.client.post(f"/demo/api/{phone}", data=data)
        assert answer.status == status
        assert (await answer.json())["error"].endswith(".")
    assert await program.screen(phone) == []


@pytest.mark.parametrize("query", ["after=x", "after=-1", "after=1e3", "wait=nan", "after=" + "9" * 40, "wait=²"])
async def test_strange_questions_are_refused(program: Program, query: str) -> None:
    answer = await program.client.get(f"/demo/api/{await program.new('telegram')}?{query}")
    assert answer.status == 400


@pytest.mark.parametrize("body", ['{"channel": "sms"}', "{}", '{"channel": "telegram", "language": "<b>"}', "no"])
async def test_strange_phones_are_refused(program: Program, body: str) -> None:
    assert (await program.client.post("/demo/api/phones", data=body, headers=JSON)).status == 400
    assert (await program.client.post("/demo/api/phones", data=body)).status == 415


async def test_an_unknown_phone_is_not_found(program: Program) -> None:
    assert (await program.client.get("/demo/api/telegram-0")).status == 404
    assert (await program.client.post("/demo/api/telegram-0", json={"text": "hola"})).status == 404


async def test_when_the_store_is_away_nothing_stays_on_the_screen(program: Program) -> None:
    phone = await program.new("telegram")
    answer = await program.client.post(f"/demo/api/{phone}", json={"text": "away"})
    assert answer.status == 503
    assert await program.screen(phone) == []
