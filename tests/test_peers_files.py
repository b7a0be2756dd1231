"""A photo or a document goes from one peer to the other, and to nobody else; a refused one is told, and the talk goes on."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Connection, select

from bot.attachments import Attachments
from bot.channels.base import WrongContent
from bot.files import FileStore
from bot.ticks import sweep_files
from dialogue.drawing.content import Content
from dialogue.messages import Attachment
from handlers import inbound
from handlers.peer_talk import RELAYED
from handlers.uploads import REFUSALS
from models import addresses, received
from models.base import now
from models.files import StoredFile
from models.outbox import Claimed
from models.peers import sweeping
from models.received import Arrival
from models.sealing import vault
from models.store import Store
from tests.peered import NOON, Member, met, shelve


@pytest.fixture(autouse=True)
def noon(clock: time_machine.Traveller, store: Store) -> None:
    clock.move_to(NOON)
    store.run(shelve)


def showing(store: Store, who: Member, file: str) -> Claimed:
    contact = store.run(addresses.at, who.phone.from_here()).id
    return Claimed(1, contact, 1, "700", Content("", language="es", shows=Attachment(RELAYED, file)))


def first_file(db: Connection) -> StoredFile:
    return db.execute(select(StoredFile.__table__)).one()  # type: ignore[return-value]  # a row with its columns


async def test_a_photo_reaches_the_other_and_nobody_else(
    store: Store, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    her, him = met(store, clock)
    her.write("/peer reply 1")
    her.write("(photo)")
    kept, file = FileStore(f"file://{tmp_path}/files"), store.run(first_file)
    await kept.put(file.id, store.run(sealed_again, file))
    made = await Attachments(store, kept).make(showing(store, him, file.id))
    assert (made.data, made.type, made.name) == (b"a picture", "image/jpeg", "foto.jpg")
    with pytest.raises(WrongContent):
        await Attachments(store, kept).make(showing(store, her, file.id))
    with pytest.raises(WrongContent):
        await Attachments(store, kept).make(showing(store, him, "0" * 32))


async def test_a_photo_stays_as_long_as_what_was_written(
    store: Store, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    her, _him = met(store, clock)
    her.write("/peer reply 1")
    her.write("(photo)")
    kept, file = FileStore(f"file://{tmp_path}/files"), store.run(first_file)
    await kept.put(file.id, b"sealed")
    clock.move_to(now() + timedelta(days=2))
    await sweep_files(store, kept)
    assert await kept.get(file.id)
    clock.move_to(now() + timedelta(days=31))
    while store.run(sweeping.sweep, now()):
        pass
    await sweep_files(store, kept)
    with pytest.raises(FileNotFoundError):
        await kept.get(file.id)


def test_a_refused_file_is_told_and_the_talk_goes_on(store: Store, clock: time_machine.Traveller) -> None:
    her, him = met(store, clock)
    her.write("/peer reply 1")
    her.hears()
    store.run(refuse_file, her)
    assert her.hears()[0].startswith("Ese archivo trae macros u otros archivos dentro.")
    assert her.write("Se lo cuento por escrito")[-1].text.startswith("Enviado.")
    assert len(him.hears()) == 1


def refuse_file(db: Connection, who: Member) -> None:
    """A file of hers comes, is looked at, and cannot be taken."""
    moment = now()
    arrival = Arrival("a bad file", attachments=(received.Attachment("doc", "application/msword"),))
    inbound.receive(db, who.phone.from_here(), arrival, moment)
    for waiting in received.first_waiting(db, moment + timedelta(minutes=1)):
        inbound.resume(db, received.together(db, waiting), [], REFUSALS["dangerous"], moment)


def sealed_again(db: Connection, file: StoredFile) -> bytes:
    """The content of a file of tests/phones.py, as it would lie in the store."""
    return vault(db).seal(b"a picture", "stored_file", file.id, file.seal_id)
