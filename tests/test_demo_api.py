"""The demo phones for a program: what it sends reaches the bot, and what the bot says is on the screen."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.demo.cards import Card
from dialogue.drawing.content import Content, Option
from models import access
from models.sealing import Vault
from tests import alumni
from tests.demo_house import House, Program, on_new_store, serving

CHANNELS = ("telegram", "whatsapp")


@pytest.fixture
def house(sqlite_template: Path, tmp_path: Path, vault: Vault) -> Iterator[House]:
    with on_new_store(sqlite_template, tmp_path, vault) as house:
        yield house


@pytest.fixture
async def program(house: House) -> AsyncIterator[Program]:
    async with serving(house) as program:
        yield program


async def listed(program: Program) -> dict[str, dict[str, str]]:
    phones = await (await program.client.get("/demo/api/phones")).json()
    return {phone["phone"]: phone for phone in phones}


async def test_new_phones_belong_to_nobody_and_seeded_ones_to_somebody(program: Program) -> None:
    mine = [await program.new(channel) for channel in CHANNELS]
    phones = await listed(program)
    assert [phones[phone]["channel"] for phone in mine] == list(CHANNELS)
    assert all("alumnus" not in phones[phone] for phone in mine)
    assert [phone["alumnus"] for phone in phones.values() if "alumnus" in phone] == ["Ana Ejemplo"]


@pytest.mark.parametrize("channel", CHANNELS)
async def test_what_is_written_is_heard_and_answered(program: Program, channel: str) -> None:
    phone = await program.new(channel)
    first = await program.say(phone, text="hola")
    second = await program.say(phone, text="otra vez")
    assert second > first
    screen = await program.screen(phone)
    assert [(message["from"], message["text"]) for message in screen] == [
        ("me", "hola"),
        ("bot", "hola"),
        ("me", "otra vez"),
        ("bot", "otra vez"),
    ]
    assert [message["id"] for message in screen] == sorted({message["id"] for message in screen})
    assert [message["text"] for message in await program.screen(phone, after=second)] == ["otra vez"]


async def test_each_phone_has_a_screen_of_its_own(program: Program) -> None:
    one, other = await program.new("telegram"), await program.new("telegram")
    await program.say(one, text="hola")
    assert await program.screen(other) == []


async def test_waiting_ends_when_something_comes(program: Program) -> None:
    phone = await program.new("telegram")
    waiting = asyncio.create_task(program.screen(phone, wait=50))
    await program.say(phone, text="hola")
    messages = await asyncio.wait_for(waiting, 10)
    assert messages[0]["text"] == "hola"


async def test_waiting_ends_when_nothing_comes(program: Program) -> None:
    phone = await program.new("telegram")
    assert await program.screen(phone, wait=0.05) == []


async def test_nobody_waits_for_a_server_that_stops(house: House) -> None:
    await house.start()
    phone = await house.phones.new("telegram")
    waiting = asyncio.create_task(house.phones.after(phone, 0, 50))
    await house.stop()
    assert await asyncio.wait_for(waiting, 10) == []


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_pressed_button_sends_its_tap(house: House, program: Program, channel: str) -> None:
    phone = await program.new(channel)
    await program.say(phone, text="ask")
    question = (await program.screen(phone))[-1]
    assert [choice["label"] for choice in question["choices"]] == ["Sí", "No"]
    id = await program.say(phone, tap=question["choices"][0]["tap"])
    _, arrival = house.inbox.heard_all[-1]
    assert (arrival.tap, arrival.text) == ("1.go.yes", "")
    mine = next(message for message in await program.screen(phone) if message["id"] == id)
    assert (mine["from"], mine["text"]) == ("me", "Sí")


async def test_only_a_question_that_waits_is_open(program: Program) -> None:
    phone = await program.new("telegram")
    await program.say(phone, text="hola")
    await program.say(phone, text="ask")
    assert [message["open"] for message in await program.screen(phone)] == [False, False, False, True]
    await program.say(phone, tap="1.go.yes")
    assert not any(message["open"] for message in await program.screen(phone))


async def test_a_question_that_the_store_no_longer_holds_is_not_open(house: House, program: Program) -> None:
    phone = await program.new("telegram")
    await program.say(phone, text="ask")
    address, _ = house.inbox.heard_all[-1]
    await house.inbox.say(address, Content("¿Y ahora?", asks=True))
    assert (await program.screen(phone))[-1]["open"]
    await program.say(phone, text="adiós")
    await house.inbox.say(address, Content("¿Y ahora?", asks=True))
    assert not (await program.screen(phone))[-1]["open"]


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(label, f"1.q.{place}") for place, label in enumerate(labels))


@pytest.mark.parametrize(
    ("channel", "labels", "choices", "opened", "numbered"),
    [
        ("telegram", ["Sí", "No", "Más tarde", "Nunca"], 4, False, False),
        ("whatsapp", ["Sí", "No", "Más tarde"], 3, False, False),
        ("whatsapp", ["Sí", "No", "Más tarde", "Nunca"], 4, True, False),
        ("whatsapp", ["Una opción que no cabe en ningún botón"], 0, False, True),
    ],
)
async def test_choices_look_as_the_channel_draws_them(
    house: House, program: Program, channel: str, labels: list[str], choices: int, opened: bool, numbered: bool
) -> None:
    phone = await program.new(channel)
    await program.say(phone, text="hola")
    address, _ = house.inbox.heard_all[-1]
    await house.inbox.say(address, Content("¿Cuál?", options(*labels), numbered=True, asks=True))
    message = (await program.screen(phone))[-1]
    assert len(message["choices"]) == choices
    assert ("opener" in message) == opened
    assert (f"1. {labels[0]}" in message["text"]) == numbered


async def test_the_bot_hears_addresses_as_the_channels_name_them(house: House, program: Program) -> None:
    await program.say(await program.new("whatsapp"), text="hola")
    await program.say(await program.new("telegram", language="en-GB"), text="hola")
    await program.say(await program.new("telegram"), text="hola")
    whatsapp, english, spanish = (address for address, _ in house.inbox.heard_all)
    assert whatsapp.raw.startswith("whatsapp:+521555000")
    assert whatsapp.names == ("+52" + whatsapp.raw.removeprefix("whatsapp:+521"),)
    assert (english.language, spanish.language) == ("en", "es")
    assert english.names == (english.raw,) != spanish.names


async def test_a_button_may_carry_a_command(house: House, program: Program) -> None:
    await program.say(await program.new("whatsapp"), tap="/menu")
    assert house.inbox.heard_all[-1][1].text == "/menu"


async def test_cards_lie_there_until_they_are_used(house: House, program: Program) -> None:
    used, unused = house.store.run(_two_codes)
    house.cards = [Card(code, "Curso de Ejemplo", "es", "Ana Ejemplo") for code in (used, unused)]
    one = await (await program.client.get("/demo/api/codes?unused=1")).json()
    assert [(card["code"], card["cohort"], card["language"]) for card in one] == [(unused, "Curso de Ejemplo", "es")]
    both = await (await program.client.get("/demo/api/codes")).json()
    assert [card["code"] for card in both] == [used, unused]


def _two_codes(db: Connection) -> tuple[str, str]:
    """A code that was used, and one that was not."""
    used, unused = (alumni.code_for(db, alumni.enrol(db, given, "Ejemplo")) for given in ("Ana", "Berta"))
    code = access.usable(db, b"somebody", used)
    assert code is not None
    assert access.redeem(db, code) is not None
    return used, unused
