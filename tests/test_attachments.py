"""What messages show is made from what they hold, for whom it is meant, and reaches her through a restart."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection

from bot.attachments import Attachments
from bot.channels.base import RetryLater, WrongContent
from dialogue.drawing.content import Content
from dialogue.drawing.picture import PictureOfPlan, ProgressPicture
from dialogue.messages import Attachment
from models import contacts, doubts, outbox
from models.base import now
from models.outbox import Claimed
from models.sealing import Vault
from models.store import Store
from tests.alumni import enrol
from tests.double import Double, later
from tests.house import House, new_keys, store_of
from tests.outgoing import contact_at

ANA = "whatsapp:+525550000001"
PICTURE = ProgressPicture((PictureOfPlan("Plan de ejemplo", 60, "advanced"),), "2026-11-24")
PROGRESS = Attachment("progress", msgspec.json.encode(PICTURE).decode())


def hers(db: Connection, address: str = "700") -> tuple[int, int]:
    """A person and her contact."""
    person, contact = enrol(db, plans=("Plan de ejemplo",)), contact_at(db, address)
    contacts.belong(db, contact, person)
    return person, contact


def showing(kind: str, data: str, contact: int = 1, language: str = "es") -> Claimed:
    return Claimed(1, contact, 1, "700", Content("", language=language, shows=Attachment(kind, data)))


@pytest.mark.parametrize(("language", "name"), [("es", "avance.png"), ("en", "progress.png")])
async def test_a_picture_of_progress(store: Store, language: str, name: str) -> None:
    made = await Attachments(store).make(showing(PROGRESS.kind, PROGRESS.data, language=language))
    assert (made.type, made.name, made.data[:8]) == ("image/png", name, b"\x89PNG\r\n\x1a\n")
    assert len(made.data) <= 60_000


@pytest.mark.parametrize(("language", "name"), [("es", "mis-datos.json"), ("en", "my-data.json")])
async def test_all_that_is_held_about_her(store: Store, language: str, name: str) -> None:
    person, contact = store.run(hers)
    made = await Attachments(store).make(showing("account", str(person), contact, language))
    assert (made.type, made.name) == ("application/json", name)
    assert "Plan de ejemplo" in json.dumps(json.loads(made.data), ensure_ascii=False)


async def test_nobody_gets_what_is_held_about_somebody_else(store: Store) -> None:
    person, contact = store.run(hers)
    _, other = store.run(hers, "800")
    for whose in (other, store.run(contact_at, "900")):
        with pytest.raises(WrongContent):
            await Attachments(store).make(showing("account", str(person), whose))
    store.run(doubts.doubt, contact, now())
    with pytest.raises(WrongContent):
        await Attachments(store).make(showing("account", str(person), contact))


async def test_a_kind_that_nobody_makes_is_wrong_and_a_store_that_is_away_is_tried_again(
    vault: Vault, tmp_path: Path
) -> None:
    store = Store(f"sqlite:///{tmp_path / 'not there' / 'lazos.db'}", vault)
    for kind, problem in (("film", WrongContent), ("account", RetryLater)):
        with pytest.raises(problem):
            await Attachments(store).make(showing(kind, "1"))
    store.close()


@pytest.fixture
async def house(double: Double, tmp_path: Path) -> AsyncIterator[House]:
    """`lazos serve` on SQLite."""
    port = int(double.options.webhook.rsplit(":", 1)[1])
    house = House(double, f"sqlite:///{tmp_path / 'lazos.db'}", new_keys(), tmp_path, port)
    await house.command("migrate")
    async with house:
        yield house


async def test_a_picture_that_was_not_fetched_before_a_crash_is_sent_again(double: Double, house: House) -> None:
    """Twilio accepts it, the program dies, and the address at which it lay is known no more."""
    await double.say(ANA, "hola")
    await double.settled(1, ANA)
    double.script("messages", [later(63019)])
    store = store_of(house.database_url, house.keys)
    store.run(lambda db: outbox.queue(db, 1, "whatsapp", Content("Así va.", language="es", shows=PROGRESS), now()))
    await double.until(lambda: double.record.calls["messages"] == 2, seconds=20)
    *_, shown = await double.settled(2, ANA, seconds=30)
    assert (shown.text, shown.media[0].type) == ("Así va.", "image/png")
    assert shown.media[0].content.startswith(b"\x89PNG")
    assert double.record.calls["messages"] == 3
    assert double.faults == []
    assert "/media/" not in house.log()
    store.close()
