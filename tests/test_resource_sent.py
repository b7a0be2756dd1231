"""The file of a resource arrives whole, the light one where that was asked for, on every channel it is sent by."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from bot import demo_resources
from bot.attachments import Attachments
from bot.demo.drawn import drawn
from bot.files import FileStore
from bot.lending import Lending
from dialogue.drawing.content import Content
from models import people
from models.outbox import Claimed
from models.store import Store
from tests.alumni import enrol
from tests.double import Double
from tests.phones import phone_of
from tests.resource_phones import WHATSAPP
from tests.telegram_setting import ANA, channel, running
from tests.telegram_setting import new_store as telegram_store
from tests.whatsapp_bench import bench

NAME = "cadena-custodia.pdf"


async def stocked(store: Store, folder: Path) -> FileStore:
    kept = FileStore(f"file://{folder}/files")
    await demo_resources.seed(store, kept)
    return kept


def asked(store: Store, on: str, language: str, *said: str) -> list[Content]:
    """What the bot says in the end to somebody who asks for a file."""
    person = store.run(enrol)
    store.run(people.speak, person, language)
    phone = phone_of(store, person, on, WHATSAPP if on == "whatsapp" else "500001", language)
    for each in said:
        phone.write(each)
    return phone.shown


def pages(data: bytes) -> int:
    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)


SPANISH = ("buscar prosedimiento de cadena de custodia", "[1]")
ENGLISH = ("search chain of custody step by step", "1")


@pytest.mark.parametrize(("choice", "count"), [(0, 1), (1, 2)])
@pytest.mark.parametrize(("on", "language", "said"), [("telegram", "es", SPANISH), ("whatsapp", "en", ENGLISH)])
async def test_the_light_file_first_and_the_whole_one_on_the_demo_phones(
    store: Store, tmp_path: Path, on: str, language: str, said: tuple[str, str], choice: int, count: int
) -> None:
    kept = await stocked(store, tmp_path)
    card = asked(store, on, language, *said)[0]
    label = card.options[choice].label
    assert label.startswith(
        [("Versión ligera (", "Completo ("), ("Light version (", "Complete (")][language == "en"][choice]
    )
    content, words = asked(store, on, language, *said, f"[{label}]")
    made = await Attachments(store, kept).make(Claimed(1, 1, 1, "500001", content))
    assert (made.type, made.name, pages(made.data)) == ("application/pdf", NAME, count)
    (shown,) = drawn(on, content, made, Lending("http://127.0.0.1"))
    assert [(file.name, file.size) for file in shown.files] == [(NAME, len(made.data))]
    (after,) = drawn(on, words, None, Lending("http://127.0.0.1"))
    assert len(after.choices) == 3


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double
        assert double.faults == []


async def test_it_arrives_on_telegram(double: Double, tmp_path: Path) -> None:
    store = telegram_store(tmp_path)
    kept = await stocked(store, tmp_path)
    file, words = asked(store, "telegram", "es", *SPANISH, "1")
    async with running(channel(double.url, store, attachments=Attachments(store, kept))) as telegram:
        for number, content in enumerate((file, words), 1):
            await telegram.send(Claimed(number, 1, 1, str(ANA), content))
    document, after = double.sent(ANA)
    assert (document.kind, document.text, document.media[0].name) == ("document", "", NAME)
    assert pages(document.media[0].content) == 1
    assert after.labels == ["Me sirve", "No me sirve", "Guardar"]
    store.close()


async def test_it_arrives_on_whatsapp_from_an_address_of_ours(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        kept = await stocked(here.store, tmp_path)
        here.channel._sender._attachments = Attachments(here.store, kept)
        await here.double.say(WHATSAPP, "hola")
        file, words = asked(here.store, "whatsapp", "es", *SPANISH, "1")
        for number, content in enumerate((file, words), 1):
            await here.channel.send(Claimed(number, 1, 1, WHATSAPP, content))
        came = {each.text.partition("\n")[0]: each for each in await here.double.settled(2, WHATSAPP)}
        assert sorted(came) == ["", "Aquí va «Cadena de custodia paso a paso»."]
        assert pages(came[""].media[0].content) == 1
        assert here.double.faults == []
