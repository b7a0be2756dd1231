"""The whole program, as people and providers meet it: two channels, signed webhooks, a real process."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import text

from models.store import Store
from tests.alumni import code_for, enrol
from tests.double import Double
from tests.house import House, free_port, new_keys, store_of

TELEGRAM = 700123001
WHATSAPP = "whatsapp:+5215550000123"


@pytest.fixture
def inside(house: House) -> Iterator[Store]:
    store = store_of(house.database_url, house.keys)
    yield store
    store.close()


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "JPEG")
    return out.getvalue()


class Talk:
    """A person at the double: writes, presses, and sees the answer."""

    def __init__(self, double: Double, address: int | str) -> None:
        self._double, self._address, self._seen = double, address, 0

    async def say(self, text: str) -> str:
        answer = await self._double.say(self._address, text)
        return await self._answer(answer.status)

    async def tap(self, label: str) -> str:
        answer = await self._double.tap(self._address, label)
        return await self._answer(answer.status)

    async def photo(self, content: bytes) -> str:
        answer = await self._double.telegram_update(self._double.updates.photo(int(self._address), content))
        return await self._answer(answer.status)

    async def _answer(self, status: int) -> str:
        """What the bot says next; after a kill it may say once more what it had said last."""
        assert 200 <= status < 300
        shown = await self._double.settled(self._seen + 1, self._address, seconds=20)
        if self._seen and shown[-1].text == shown[self._seen - 1].text:
            shown = await self._double.settled(len(shown) + 1, self._address, seconds=20)
        self._seen = len(shown)
        return shown[-1].text


def everything_in(folder: Path) -> bytes:
    """Database, write-ahead log, files and logs of a house."""
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


async def test_she_joins_reports_with_a_photo_and_finishes_in_the_other_channel(
    double: Double, house: House, inside: Store, tmp_path: Path
) -> None:
    code, out, err = await house.command("templates", "sync")
    assert (code, err) == (0, ""), err
    assert " 0 found" in out
    assert " created, 0" in out
    assert (await house.command("templates", "sync"))[1].startswith("0 created")
    person = inside.run(enrol, "Ana", "Canario Ejemplo", ("Plan canario",))
    phone = Talk(double, TELEGRAM)
    assert "primer apellido" in await phone.say(f"/start {inside.run(code_for, person).replace('-', '')}")
    assert "Aviso de privacidad" in await phone.say("canario")
    assert "voluntario" in await phone.tap("Acepto")
    assert "¿Es correcto?" in await phone.tap("Nada de esto")
    assert "¿Qué quiere hacer?" in await phone.tap("Sí, es correcto")
    assert "de 0 a 100" in await phone.tap("Reportar avance")
    assert "dificultado" in await phone.say("60%")
    assert "Did you mean" not in await phone.say("english")
    assert "achieved" in await phone.tap("Lack of resources")
    assert "got in the way" in await phone.say("back")
    assert "achieved" in await phone.tap("Nothing")
    assert "trained" in await phone.say("canarynote about the academy")
    await house.kill()
    await house.start()
    assert "photo" in await phone.say("4")
    assert "On record" in await phone.photo(jpeg())
    assert "from 0 to 100" in await phone.say("progress")
    assert "got in the way" in await phone.say("70")
    link = (await phone.say("/link")).split("\n\n")[1]
    other = Talk(double, WHATSAPP)
    assert "family name" in await other.say(link)
    assert "Shall we go on?" in await other.say("canario ejemplo")
    assert "got in the way" in await other.tap("Go on")
    assert "What changed" in await other.tap("Transfer")
    await double.quiet()
    assert double.faults == []
    assert double.unanswered == []
    assert await house.stop() == 0
    everything = everything_in(tmp_path)
    for canary in (b"Canario", b"canario", b"canarynote", b"5550000123", str(TELEGRAM).encode(), b"Villa Ejemplo"):
        assert canary not in everything, canary


async def test_every_authentic_message_gets_a_2xx_and_no_stranger_learns_anything(double: Double, house: House) -> None:
    make, forms = double.updates, double.forms
    updates = [
        make.sticker(TELEGRAM),
        make.contact(TELEGRAM),
        make.location(TELEGRAM),
        make.poll(TELEGRAM),
        make.voice(TELEGRAM, b"OggS"),
        make.photo(TELEGRAM, jpeg(), "mire"),
        *make.album(TELEGRAM, [jpeg(), jpeg()]),
        make.forward(TELEGRAM, "reenviado"),
        make.text(TELEGRAM, "nulo \0 aquí"),
        make.text(TELEGRAM, "x" * 4096),
    ]
    for update in updates:
        assert (await double.telegram_update(update)).status == 200
    for number, form in enumerate((forms.text(WHATSAPP, "hola"), forms.text(WHATSAPP, "nulo \0 aquí"))):
        assert 200 <= (await double.whatsapp_message(form)).status < 300, number
    heard = await double.settled(len(updates), TELEGRAM, seconds=20)
    assert {shown.text for shown in heard} == {
        "Este servicio es por invitación. Si tiene una clave de acceso, escríbala completa, por favor: son 16 letras y números."
    }
    assert double.faults == []


async def test_forgeries_get_403_and_leave_nothing(double: Double, house: House, inside: Store) -> None:
    forged = await double.telegram_update(double.updates.text(TELEGRAM, "hola"), secret="wrong")
    unsigned = await double.whatsapp_message(double.forms.text(WHATSAPP, "hola"), signature="d3Jvbmc=")
    assert (forged.status, unsigned.status) == (403, 403)
    assert inside.run(lambda db: db.execute(text("select count(*) from contact")).scalar()) == 0


@pytest.mark.parametrize("bare_database_url", ["sqlite"], indirect=True)
async def test_on_sqlite_a_second_process_refuses_to_start(house: House) -> None:
    code, _, err = await house.command("serve")
    assert code == 1
    assert err.startswith("lazos: another `lazos serve` (or demo) is at work on this database: stop it first;")
    assert err.endswith("several processes need PostgreSQL: set LAZOS_DATABASE_URL=postgresql+psycopg://…\n")


@pytest.mark.parametrize("bare_database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["web", "sender", "clock"])
async def test_on_sqlite_one_process_does_it_all(
    double: Double, bare_database_url: str, tmp_path: Path, role: str
) -> None:
    house = House(double, bare_database_url, new_keys(), tmp_path, free_port())
    await house.command("migrate")
    code, _, err = await house.command("serve", "--role", role)
    assert code == 1
    assert err == (
        f"lazos: on SQLite one process does it all: leave out `--role {role}`; several processes need PostgreSQL:"
        " set LAZOS_DATABASE_URL=postgresql+psycopg://…\n"
    )
