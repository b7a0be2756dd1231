"""The whole program without a public address: it joins people by polling, and a kill in the middle changes nothing."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from models.received import Received
from models.store import Store
from tests.alumni import code_for, enrol
from tests.double import Double
from tests.house import House, free_port, new_keys, store_of
from tests.test_kills import KILLS, SEED, WRITES, join, reports
from tests.test_program import TELEGRAM, Talk

PEOPLE = 15
FIRST = 700_000
TWILIO = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_WHATSAPP_FROM")


class PollingHouse(House):
    """A house that nobody can reach: Telegram by polling, and nothing of what is `off`."""

    def __init__(self, double: Double, database_url: str, folder: Path, off: Sequence[str] = TWILIO) -> None:
        super().__init__(double, database_url, new_keys(), folder, free_port())
        self._environment |= {f"LAZOS_{name}": "" for name in ("PUBLIC_URL", *off)} | {"LAZOS_TELEGRAM_MODE": "polling"}


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """Telegram, which knows no address of the house."""
    async with Double() as double:
        yield double
        assert double.faults == []


@pytest.fixture
async def house(double: Double, bare_database_url: str, tmp_path: Path) -> AsyncIterator[PollingHouse]:
    house = PollingHouse(double, bare_database_url, tmp_path)
    assert await house.command("migrate") == (0, "", "The database is up to date.\n")
    async with house:
        yield house


@pytest.fixture
def inside(house: House) -> Iterator[Store]:
    store = store_of(house.database_url, house.keys)
    yield store
    store.close()


async def test_she_joins_and_reports_without_a_public_address(double: Double, house: House, inside: Store) -> None:
    person = inside.run(enrol, "Ana", "Canario Ejemplo", ("Plan canario",))
    phone = Talk(double, TELEGRAM)
    assert "primer apellido" in await phone.say(f"/start {inside.run(code_for, person).replace('-', '')}")
    assert "Aviso de privacidad" in await phone.say("canario")
    assert "voluntario" in await phone.tap("Acepto")
    assert "¿Es correcto?" in await phone.tap("Nada de esto")
    assert "¿Qué quiere hacer?" in await phone.tap("Sí, es correcto")
    assert "de 0 a 100" in await phone.tap("Reportar avance")
    await house.kill()
    await house.start()
    assert "dificultado" in await phone.say("60%")
    await double.until(lambda: not double.unanswered)
    assert await house.stop() == 0
    log = house.log()
    assert "PUBLIC_URL" not in log
    assert '"event": "telegram.polling"' in log
    assert not [word for word in ("anario", str(TELEGRAM), double.options.telegram_token) if word in log]


def heard(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(Received)).scalar_one()


async def test_a_batch_cut_by_kills_has_its_effect_once(double: Double, house: House, inside: Store) -> None:
    people = {FIRST + number: inside.run(join, FIRST + number) for number in range(PEOPLE)}
    chance, cut = random.Random(SEED), 0  # noqa: S311  # repeatable, not secret
    for _ in range(KILLS):
        await house.kill()
        for text in WRITES:
            for address in people:
                await double.say(address, text)
        some = inside.run(heard) + chance.randrange(1, PEOPLE * len(WRITES) // 2)
        await house.start()
        while inside.run(heard) < some:  # noqa: ASYNC110  # the database tells nobody of itself
            await asyncio.sleep(0.001)
        cut += len(double.telegram.state.pending) > 0
        await house.kill()
        await house.start()
        await double.until(lambda: not double.telegram.state.pending, seconds=60)
    assert cut, "some kills have to come between the first turn and the confirmation"
    assert {inside.run(reports, person) for person in people.values()} == {KILLS}, "as many reports as were made"


@pytest.mark.parametrize("bare_database_url", ["sqlite"], indirect=True)
async def test_whatsapp_beside_it_still_wants_a_public_address(
    double: Double, bare_database_url: str, tmp_path: Path
) -> None:
    house = PollingHouse(double, bare_database_url, tmp_path, off=())
    await house.command("migrate")
    async with house:
        await double.say(TELEGRAM, "hola")
        await double.settled(1, TELEGRAM, seconds=20)
    assert "LAZOS_PUBLIC_URL is not set: Twilio does not know where to deliver messages\n" in house.log()
    assert "Telegram does not know" not in house.log()
