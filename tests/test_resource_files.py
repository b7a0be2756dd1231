"""The file of a resource reaches a person's phone; the demo's catalogue brings its own."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import time_machine

from bot import demo_resources
from bot.attachments import Attachments
from bot.channels.base import WrongContent
from bot.files import FileStore
from bot.resource_index import keep_up
from bot.ticks import sweep_files
from dialogue.drawing.content import Content
from dialogue.messages import Attachment
from models.base import now
from models.outbox import Claimed
from models.resources import cards, filing, topics
from models.resources.searching import search
from models.store import Store


def showing(id: str) -> Claimed:
    return Claimed(1, 1, 1, "700", Content("", language="es", shows=Attachment(filing.SHOWN_AS, id)))


async def test_the_demo_s_catalogue_is_found_and_its_files_go_out(store: Store, tmp_path: Path) -> None:
    kept = FileStore(f"file://{tmp_path}/files")
    await demo_resources.seed(store, kept)
    before = store.run(topics.topics, "es", None, now())
    await demo_resources.seed(store, kept)
    assert store.run(topics.topics, "es", None, now()) == before
    assert await keep_up(store) >= 40
    assert await keep_up(store) == 0
    card = store.run(search, "prosedimiento de cadena de custodia", "es", None, now())[0]
    assert card.file is not None
    assert card.light is not None
    assert card.light.size < card.file.size
    made = await Attachments(store, kept).make(showing(card.light.id))
    assert (made.type, made.name, made.key) == ("application/pdf", "cadena-custodia.pdf", card.light.id)
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert len(pdf.pages) == 1
    with time_machine.travel(now() + timedelta(days=2)):
        assert await sweep_files(store, kept) == 0
    assert await kept.get(card.file.id)


async def test_a_file_that_is_not_there_is_wrong(store: Store, tmp_path: Path) -> None:
    kept = FileStore(f"file://{tmp_path}/files")
    await demo_resources.seed(store, kept)
    card = store.run(cards.card, "cadena-custodia", "es", None, now())
    assert card is not None
    assert card.file is not None
    await kept.delete(card.file.id)
    for id in (card.file.id, "0" * 32):
        with pytest.raises(WrongContent):
            await Attachments(store, kept).make(showing(id))
    with pytest.raises(WrongContent):
        await Attachments(store).make(showing(card.file.id))
