"""A demo server that is killed and started again: the screens are the same, nothing is lost and nothing comes twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.shown import Shown
from dialogue.drawing.content import Content
from models.outbox import Claimed
from models.sealing import Vault
from tests.demo_house import House, on_new_store, serving


@pytest.fixture
def house(sqlite_template: Path, tmp_path: Path, vault: Vault) -> Iterator[House]:
    with on_new_store(sqlite_template, tmp_path, vault) as house:
        yield house


def again(house: House) -> House:
    """A server started anew on the same files."""
    return House(house.store, house.screens.parent.parent)


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_screens_survive_a_restart(house: House, channel: str) -> None:
    async with serving(house) as program:
        phone = await program.new(channel)
        await program.say(phone, text="ask")
        before, phones = await program.screen(phone), [each.id for each in house.phones.all()]
    later = again(house)
    async with serving(later) as program:
        assert await program.screen(phone) == before
        assert before[-1]["open"]
        assert [each.id for each in later.phones.all()] == phones
        await program.say(phone, tap=before[-1]["choices"][0]["tap"])
        assert [message["text"] for message in await program.screen(phone, after=before[-1]["id"])] == [
            "Sí",
            "Gracias.",
        ]


async def test_what_was_written_while_the_server_died_is_heard_once(house: House) -> None:
    async with serving(house):
        phone = await house.phones.new("telegram")
        await house.phones.write(phone, Shown(True, "hola", key="a key"))
    later = again(house)
    async with serving(later) as program:
        assert [(arrival.key, arrival.text) for _, arrival in later.inbox.heard_all] == [("a key", "hola")]
        assert [message["text"] for message in await program.screen(phone.id)] == ["hola", "hola"]
    latest = again(house)
    async with serving(latest):
        assert latest.inbox.heard_all == []


async def test_what_is_sent_again_after_a_crash_is_shown_once(house: House) -> None:
    long = Content("Aviso. " * 900)
    async with serving(house) as program:
        phone = await house.phones.new("telegram")
        message = Claimed(1, 1, 1, phone.address, long)
        first = await house.channels["telegram"].send(message)
        assert await house.channels["telegram"].send(message._replace(tries=2)) == first
        assert len(await program.screen(phone.id)) == 2


async def test_a_new_store_begins_with_empty_screens(
    house: House, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, vault: Vault
) -> None:
    async with serving(house) as program:
        phone = await program.new("telegram")
        await program.say(phone, text="hola")
    with on_new_store(sqlite_template, tmp_path_factory.mktemp("other"), vault) as other:
        later = House(other.store, house.screens.parent.parent)
        async with serving(later) as program:
            assert (await program.client.get(f"/demo/api/{phone}")).status == 404
            assert [each.alumnus for each in later.phones.all()] == ["Ana Ejemplo"]


async def test_the_file_tells_no_names_numbers_or_notes(house: House) -> None:
    async with serving(house) as program:
        phone = await house.phones.new("whatsapp")
        await program.say(phone.id, text="Capacitamos a 20 oficiales")
        written = b"".join(path.read_bytes() for path in house.screens.parent.iterdir())
    assert len(written) > 4096
    for secret in ("Ana Ejemplo", "Capacitamos", "oficiales", phone.address[-10:], "700000001"):
        assert secret.encode() not in written
