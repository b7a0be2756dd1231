"""The real program, from the roster to the last word: erased by herself, deleted by an operator, and nothing is left."""

from collections.abc import Awaitable
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from models import rights
from models.base import now
from tests import lives
from tests.canaries import behind_seals, everything_in, found, lying_open
from tests.double import Answer, Double
from tests.evidence_samples import encoded, photo
from tests.house import House, store_of
from tests.lives import CANARIES
from tests.roster_desk import table

ROSTER = {
    "given_name": lives.GIVEN,
    "family_name": lives.FAMILY,
    "agency": lives.AGENCY,
    "rank": "Comandante",
    "state": "Chihuahua",
    "municipality": lives.MUNICIPALITY,
    "email": lives.EMAIL,
    "phone": lives.PHONE,
    "language": "es",
    "programme": "Curso",
    "cohort": "2024",
    "plan_title": lives.PLAN,
    "plan_goal": lives.GOAL,
}
LIVED = {value for value in ROSTER.values() if value in CANARIES}
LIVED |= {lives.NOTE, lives.QUESTION, lives.ANSWER, lives.TYPED, lives.TELEGRAM}
CHAT = int(lives.TELEGRAM)


class Screen:
    """What one person does and reads, message by message."""

    def __init__(self, double: Double) -> None:
        self._double, self._read = double, 0

    async def say(self, text: str) -> str:
        return await self.reads(self._double.say(CHAT, text))

    async def tap(self, label: str) -> str:
        return await self.reads(self._double.tap(CHAT, label))

    async def send(self, picture: bytes) -> str:
        return await self.reads(self._double.telegram_update(self._double.updates.photo(CHAT, picture)))

    async def reads(self, deed: Awaitable[Answer] | None = None) -> str:
        """Do something, and wait for what comes then."""
        if deed is not None:
            assert (await deed).status == 200
        self._read += 1
        return (await self._double.settled(self._read, CHAT, seconds=20))[-1].text


async def test_she_is_erased_and_nothing_of_her_is_left(double: Double, house: House, tmp_path: Path) -> None:
    screen = Screen(double)
    await her_life(screen, await on_the_roster(house, tmp_path), house)
    with closing(store_of(house.database_url, house.keys)) as inside:
        assert behind_seals(inside, CANARIES) == LIVED
        assert files_in(tmp_path) != []
        await screen.say("eliminar mis datos")
        assert "ya están bloqueados" in await screen.tap("Eliminar todo")
        await double.quiet()
        deleted = await house.command("person", "erase", "1", "--now", "--reason", "she asked for it herself")
        assert deleted == (0, "Person 1 is deleted (files: 1).\n", "")
        assert behind_seals(inside, CANARIES) == set()
        assert lying_open(inside, CANARIES) == set()
        (request,) = inside.run(rights.everything)
        assert (request.person, request.kind, request.done_on) == (1, rights.CANCELLATION, rights.day_of(now()))
    assert found(CANARIES, lying_around(house, tmp_path)) == set()
    assert files_in(tmp_path) == []
    assert double.faults == []


async def on_the_roster(house: House, folder: Path) -> str:
    """Bring her in as staff do; her access code."""
    code, out, err = await house.command("roster", "import", str(roster_in(folder)))
    assert code == 0, out + err
    _code, out, _err = await house.command("roster", "invites")
    (row,) = table(out)
    return row["code"].replace("-", "")


def roster_in(folder: Path) -> Path:
    """A roster with her alone."""
    file = folder / "roster.csv"
    file.write_text(f"{','.join(ROSTER)}\n{','.join(ROSTER.values())}\n", encoding="utf-8")
    return file


async def her_life(screen: Screen, code: str, house: House) -> None:
    first = (f"/start {code}", lives.FIRST, "acepto", "1 y 3", "sí", lives.TYPED)
    for line in (*first, "avance", "60", "nada", f"capacitamos con {lives.NOTE}", "omitir"):
        await screen.say(line)
    assert "1 archivo" in await screen.send(encoded(photo(), "JPEG"))
    assert "equipo" in await screen.say(f"hablar con una persona {lives.QUESTION}")
    answered = await house.command("tickets", "reply", "1", f"Sí, {lives.ANSWER}")
    assert answered[0] == 0, answered
    assert lives.ANSWER in await screen.reads()


def lying_around(house: House, folder: Path) -> bytes:
    """The logs, the files, and where the database is a file, that and its log."""
    url = make_url(house.database_url)
    own = [Path(f"{url.database}{end}") for end in ("", "-wal", "-shm")] if url.drivername == "sqlite" else []
    assert house.log()
    return everything_in(folder / "files", *own) + house.log().encode()


def files_in(folder: Path) -> list[Path]:
    return [each for each in (folder / "files").rglob("*") if each.is_file()]
