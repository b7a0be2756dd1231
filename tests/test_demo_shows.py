"""What the bot shows, lends and takes away on the demo phones, as a program and as a newcomer sees it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.channels.base import WrongContent
from bot.demo.shown import Seen
from dialogue.drawing.content import Content
from models.outbox import Claimed
from models.sealing import Vault
from tests.demo_house import House, Program, on_new_store, ready, send, serving, showing
from tests.made import DOCUMENT, PICTURE

CHANNELS = ("telegram", "whatsapp")


@pytest.fixture
def house(sqlite_template: Path, tmp_path: Path, vault: Vault) -> Iterator[House]:
    with on_new_store(sqlite_template, tmp_path, vault) as house:
        yield ready(house)


@pytest.fixture
async def program(house: House) -> AsyncIterator[Program]:
    async with serving(house) as program:
        yield program


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_picture_is_on_the_screen_and_stays_there(house: House, program: Program, channel: str) -> None:
    phone = await program.new(channel)
    await send(house, phone, showing("picture", "Así va su plan."))
    [message] = await program.screen(phone)
    [file] = message["files"]
    assert (message["from"], message["text"]) == ("bot", "Así va su plan.")
    assert (file["name"], file["type"], file["size"]) == ("avance.png", "image/png", len(PICTURE.data))
    answer = await program.client.get(file["url"])
    assert (answer.content_type, await answer.read()) == ("image/png", PICTURE.data)
    await house.stop()
    later = House(house.store, house.screens.parent.parent)
    async with serving(later) as again:
        assert await again.screen(phone) == [message]
        assert await (await again.client.get(file["url"])).read() == PICTURE.data


async def test_a_picture_that_is_sent_again_is_shown_once(house: House, program: Program) -> None:
    phone = await program.new("telegram")
    content = showing("picture", "Palabra. " * 200)
    where = house.phones.get(phone)
    assert where is not None
    first = Claimed(500, 1, 1, where.address, content)
    ids = [await house.channels["telegram"].send(first._replace(tries=tries)) for tries in (1, 2)]
    assert ids[0] == ids[1]
    assert [(len(each["files"]), bool(each["text"])) for each in await program.screen(phone)] == [(1, False), (0, True)]


async def test_telegram_shows_a_document_and_whatsapp_a_link_that_works(house: House, program: Program) -> None:
    house.lending.base = str(program.client.make_url("")).rstrip("/")
    telegram, whatsapp = await program.new("telegram"), await program.new("whatsapp")
    for phone in (telegram, whatsapp):
        await send(house, phone, showing("document", "Sus datos."))
    [message] = await program.screen(telegram)
    assert [(file["name"], file["type"]) for file in message["files"]] == [("mis-datos.json", "application/json")]
    answer = await program.client.get(message["files"][0]["url"])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert await answer.read() == DOCUMENT.data

    [message] = await program.screen(whatsapp)
    assert message["files"] == []
    text, _, link = message["text"].rpartition(" ")
    assert text == "Sus datos.\n\nSu archivo está aquí durante una hora:"
    answer = await program.client.get(urlsplit(link).path)
    assert (answer.status, await answer.read()) == (200, DOCUMENT.data)


async def test_a_knock_looks_like_the_approved_template_and_is_for_whatsapp_alone(
    house: House, program: Program
) -> None:
    knock = Content("discreet", language="es", knock=True)
    whatsapp, telegram = await program.new("whatsapp"), await program.new("telegram")
    await send(house, whatsapp, knock)
    [message] = await program.screen(whatsapp)
    assert message["text"] == "Hola. Hay un mensaje para usted. Toque el botón para verlo."
    assert message["choices"] == [{"label": "Ver", "tap": "/open"}]
    await program.say(whatsapp, tap="/open")
    assert house.inbox.heard_all[-1][1].text == "/open"
    with pytest.raises(WrongContent):
        await send(house, telegram, knock)


async def test_clearing_empties_telegram_and_no_number_is_given_again(house: House, program: Program) -> None:
    phone = await program.new("telegram")
    await program.say(phone, text="hola")
    shown = await send(house, phone, showing("picture", "Palabra. " * 200))
    before = await program.screen(phone)
    key = house.inbox.heard_all[0][1].key
    await send(house, phone, Content("", clears=True), 501, deletes=(f"{phone}.2", shown or "", key, "callback:1"))
    assert await program.screen(phone) == []
    assert (await program.client.get(before[2]["files"][0]["url"])).status == 404
    answer = await (await program.client.get(f"/demo/api/{phone}", params={"after": "4", "gone": "0"})).json()
    assert answer == {"messages": [], "gone": [1, 2, 3, 4]}
    await program.say(phone, text="otra vez")
    assert [message["id"] for message in await program.screen(phone)] == [5, 6]


async def test_whoever_waits_for_news_hears_of_a_clearing(house: House, program: Program) -> None:
    phone = await program.new("telegram")
    await program.say(phone, text="hola")
    await send(house, phone, Content("", clears=True), 501, deletes=(f"{phone}.2",))
    waits = {"after": "2", "gone": "0", "wait": "60"}
    answer = await (await program.client.get(f"/demo/api/{phone}", params=waits)).json()
    assert answer == {"messages": [], "gone": [2]}


async def test_nothing_can_be_taken_off_whatsapp(house: House, program: Program) -> None:
    phone = await program.new("whatsapp")
    await program.say(phone, text="hola")
    await send(house, phone, Content("", clears=True), 501, deletes=(f"{phone}.2",))
    assert len(await program.screen(phone)) == 2


async def test_what_is_cleared_while_it_is_read_is_not_shown(
    house: House, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = await program.new("telegram")
    await program.say(phone, text="hola")
    read = house.phones.after

    async def after(*where: Any) -> list[Seen]:
        seen = await read(*where)
        await send(house, phone, Content("", clears=True), 501, deletes=(f"{phone}.2",))
        return seen

    monkeypatch.setattr(house.phones, "after", after)
    assert [message["id"] for message in await program.screen(phone)] == [1]


async def test_what_takes_the_place_of_a_message_and_what_is_sent_again(house: House, program: Program) -> None:
    phone = await program.new("telegram")
    where = house.phones.get(phone)
    assert where is not None
    telegram, asked = house.channels["telegram"], Claimed(501, 1, 1, where.address, Content("¿Cuáles?"))
    old = await telegram.send(asked)
    await telegram.send(asked._replace(id=502, content=Content("✓ Uno", edits=str(old))))
    assert [each["text"] for each in await program.screen(phone)] == ["✓ Uno"]
    first = await telegram.send(asked._replace(id=503, content=Content("El viernes.")))
    await send(house, phone, Content("Anotado."), 504)
    await telegram.send(asked._replace(id=503, content=Content("Corrección: el sábado.")))
    await send(house, phone, Content("", deletes=(str(first),)), 505)
    assert [each["text"] for each in await program.screen(phone)] == ["✓ Uno", "Anotado.", "Corrección: el sábado."]
