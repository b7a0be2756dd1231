"""Messages that wait: for their file, for the rest of an album, or behind another message of the same person."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Connection, select

from bot import waiting
from bot.channels.base import FetchError
from bot.files import FileStore
from bot.inbox import StoreInbox
from bot.waiting import WaitingRoom
from dialogue.messages import Media
from handlers import inbound
from models import outbox
from models.base import now
from models.files import StoredFile
from models.messages import Message
from models.received import Arrival, Attachment
from models.sealing import vault
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, phone_of
from tests.post import Post

THANKS = "Gracias. Quedó registrado en «Plan»: 60%, avanzado.\nAnoté 5 personas capacitadas.\nGuardé 1 archivo."
AGAIN = "Si gusta, mande una foto o un documento. Si no, escriba «omitir»."


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Polls follow soon, so that tests do not wait."""
    monkeypatch.setattr(waiting, "POLL", 0.02)


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
async def room(store: Store, post: Post, tmp_path: Path) -> AsyncIterator[StoreInbox]:
    """The waiting room at work; what comes in goes through its inbox."""
    async with waiting_room(store, post, tmp_path) as inbox:
        yield inbox


@asynccontextmanager
async def waiting_room(store: Store, post: Post, folder: Path) -> AsyncIterator[StoreInbox]:
    inbox = StoreInbox(store, lambda channel: None, lambda: None)
    working = WaitingRoom(store, {"telegram": post}, FileStore(f"file://{folder}/files"), inbox)
    task = asyncio.create_task(working.run())
    yield inbox
    await working.stop()
    await task


def at_the_upload(store: Store) -> Phone:
    phone = phone_of(store, store.run(enrol, plans=("Plan",)))
    for line in ("avance", "60", "nada", "omitir", "5"):
        phone.write(line)
    return phone


def photo(key: str, reference: str = "photo", album: str | None = None) -> Arrival:
    return Arrival(key, media=Media.FILE, attachments=(Attachment(reference),), album=album)


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "JPEG")
    return out.getvalue()


def texts(db: Connection) -> list[str]:
    rows = db.execute(select(Message.__table__).order_by(Message.id)).all()
    return [outbox.content_of(db, row.seal_id, row.body_sealed).text for row in rows]


async def answers(store: Store, count: int) -> list[str]:
    """What was said after the question for a file, once it is `count` messages."""
    async with asyncio.timeout(20):
        while len(found := store.run(texts)[5:]) < count:  # noqa: ASYNC110  # the database tells nobody of itself
            await asyncio.sleep(0.02)
    return found


async def test_a_photo_is_rewritten_sealed_and_kept_with_the_report(
    store: Store, post: Post, room: StoreInbox, tmp_path: Path
) -> None:
    phone = at_the_upload(store)
    post.files["photo"] = jpeg()
    await room.heard(phone.from_here(), photo("p1"))
    assert await answers(store, 1) == [THANKS]
    file = store.run(lambda db: db.execute(select(StoredFile.__table__)).one())
    assert (file.name, file.type, file.report_id is not None) == ("foto.jpg", "image/jpeg", True)
    stored = await FileStore(f"file://{tmp_path}/files").get(file.id)
    assert b"JFIF" not in stored
    opened = store.run(lambda db: vault(db).open(stored, "stored_file", file.id, file.seal_id))
    assert Image.open(io.BytesIO(opened)).size == (256, 256)


async def test_what_is_refused_is_said_and_the_question_stays_open(store: Store, post: Post, room: StoreInbox) -> None:
    phone = at_the_upload(store)
    post.files |= {"program": b"MZ" + bytes(1000), "photo": jpeg()}
    await room.heard(phone.from_here(), photo("p1", "program"))
    [refused] = await answers(store, 1)
    assert refused.startswith("Puedo recibir fotos, PDF, Word, Excel y PowerPoint.")
    assert refused.endswith(AGAIN)
    await room.heard(phone.from_here(), photo("p2"))
    assert (await answers(store, 2))[-1] == THANKS


async def test_later_messages_of_the_same_person_wait_behind_the_file(
    store: Store, post: Post, room: StoreInbox
) -> None:
    phone = at_the_upload(store)
    post.files["photo"] = jpeg()
    await room.heard(phone.from_here(), photo("p1"))
    await room.heard(phone.from_here(), Arrival("t1", "ayuda"))
    first, second = await answers(store, 2)
    assert first == THANKS
    assert second.startswith("Escriba «avance»")


async def test_an_album_is_one_answer(store: Store, post: Post, room: StoreInbox) -> None:
    phone = at_the_upload(store)
    post.files["photo"] = jpeg()
    for number in range(3):
        await room.heard(phone.from_here(), photo(f"p{number}", album="a1"))
    assert await answers(store, 1) == [THANKS.replace("1 archivo", "3 archivos")]
    assert len(store.run(lambda db: db.execute(select(StoredFile.id)).all())) == 3


async def test_photos_sent_one_after_another_are_one_answer_too(store: Store, post: Post, room: StoreInbox) -> None:
    phone = at_the_upload(store)
    post.files["photo"] = jpeg()
    for number in range(2):
        await room.heard(phone.from_here(), photo(f"p{number}"))
    assert await answers(store, 1) == [THANKS.replace("1 archivo", "2 archivos")]


async def test_what_is_written_under_a_photo_that_nobody_asked_for_is_heard(store: Store, room: StoreInbox) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Plan",)))
    attachments = (Attachment("photo"),)
    await room.heard(phone.from_here(), Arrival("p1", "avance 60", media=Media.FILE, attachments=attachments))
    said = store.run(texts)[-1]
    assert said.startswith("Ese archivo no lo pude guardar.")
    assert "60%, avanzado" in said


async def test_a_file_that_nobody_asked_for_is_not_fetched(store: Store, post: Post, room: StoreInbox) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Plan",)))
    phone.write("avance")
    await room.heard(phone.from_here(), photo("p1"))
    assert store.run(texts)[-1].startswith("Aquí no hace falta un archivo.")
    assert post.fetched == []


async def test_a_file_that_cannot_be_had_is_asked_for_again(store: Store, post: Post, room: StoreInbox) -> None:
    phone = at_the_upload(store)
    post.files["photo"] = FetchError("404")
    await room.heard(phone.from_here(), photo("p1"))
    [refused] = await answers(store, 1)
    assert refused == f"El archivo no llegó. Mándelo otra vez, por favor.\n\n{AGAIN}"


async def test_a_provider_that_is_away_is_asked_again_later(store: Store, post: Post, room: StoreInbox) -> None:
    phone = at_the_upload(store)
    post.files["photo"] = FetchError("502", again=True)
    await room.heard(phone.from_here(), photo("p1"))
    async with asyncio.timeout(10):
        while not post.fetched:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    post.files["photo"] = jpeg()
    assert await answers(store, 1) == [THANKS]


async def test_what_waited_when_the_program_died_is_answered_by_the_next(
    store: Store, post: Post, tmp_path: Path
) -> None:
    phone = at_the_upload(store)
    store.run(inbound.receive, phone.from_here(), photo("p1"), now())
    post.files["photo"] = jpeg()
    async with waiting_room(store, post, tmp_path):
        assert await answers(store, 1) == [THANKS]


async def test_a_sender_over_the_limit_is_answered_a_little_later(store: Store, room: StoreInbox) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Plan",)))
    for number in range(30):
        await room.heard(phone.from_here(), Arrival(f"t{number}", "hola"))
    async with asyncio.timeout(20):
        while len(store.run(texts)) < 30:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
