"""The file of an announcement is opened once for everybody, uploaded once to Telegram, and lent once to WhatsApp."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from obstore.exceptions import GenericError

from bot import announced_files
from bot.announced_files import AnnouncedFiles
from bot.attachments import Attachments, Made
from bot.channels.base import RetryLater, WrongContent
from bot.channels.telegram import Telegram
from bot.channels.whatsapp import sync
from bot.demo.drawn import drawn
from bot.files import FileStore
from bot.lending import Lending
from dialogue.drawing.content import Content, Option
from dialogue.messages import Attachment
from models.announcements.attached import attach
from models.announcements.contents import FILE
from models.files import seal
from models.outbox import Claimed
from models.store import Store
from tests.announced import sent_off
from tests.double import Double, lost, refused
from tests.made import PICTURE
from tests.telegram_setting import ANA, channel, running
from tests.whatsapp_bench import ANA as ANA_WHATSAPP
from tests.whatsapp_bench import Bench, bench

PEOPLE = [ANA + number for number in range(20)]
RSVP = (Option("Sí", "/answer 1 yes"), Option("No", "/answer 1 no"))


class Counted(FileStore):
    """Counts how often a file is fetched; with `away` it cannot be."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"file://{folder}")
        self.fetched, self.away = 0, False

    async def get(self, id: str) -> bytes:
        self.fetched += 1
        if self.away:
            raise GenericError("away")
        return await super().get(id)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def kept(tmp_path: Path) -> Counted:
    return Counted(tmp_path / "files")


@pytest.fixture
def number(store: Store) -> int:
    return sent_off(store)


async def put(store: Store, kept: FileStore, number: int, data: bytes, type: str = "image/png") -> str:
    file = seal(store.vault, data, type, "aviso.png")
    await kept.put(file.id, file.content)
    store.run(attach, number, file)
    return file.id


def showing(
    number: int, address: int | str = ANA, *options: Option, text: str = "La reunión es el viernes."
) -> Claimed:
    content = Content(text, options, language="es", shows=Attachment(FILE, str(number)))
    return Claimed(number, 1, 1, str(address), content, "announced", announcement=number)


async def test_it_is_fetched_and_opened_once(store: Store, kept: Counted, number: int) -> None:
    id = await put(store, kept, number, PICTURE.data)
    attachments = Attachments(store, kept)
    made = await asyncio.gather(*(attachments.make(showing(number)) for _ in range(50)))
    assert set(made) == {Made(PICTURE.data, "image/png", "aviso.png", id)}
    assert kept.fetched == 1


async def test_another_file_that_staff_give_it_is_noticed(store: Store, kept: Counted, number: int) -> None:
    clock = Clock()
    files = AnnouncedFiles(store, kept, clock)
    await put(store, kept, number, b"one")
    assert (await files.of(number))[1] == b"one"
    await put(store, kept, number, b"two")
    clock.now += announced_files.FRESH
    assert (await files.of(number))[1] == b"two"


async def test_no_more_is_kept_than_there_is_room_for(
    store: Store, kept: Counted, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announced_files, "MOST_BYTES", 2500)
    clock, numbers = Clock(), [number, sent_off(store), sent_off(store)]
    files = AnnouncedFiles(store, kept, clock)
    for each in numbers:
        await put(store, kept, each, bytes(1000))
    for each in (numbers[0], numbers[1], numbers[0], numbers[2], numbers[0]):
        clock.now += 1
        await files.of(each)
    assert kept.fetched == 3  # the second one went, since it was not used for longest
    await files.of(numbers[1])
    assert kept.fetched == 4
    clock.now += announced_files.UNUSED
    await put(store, kept, numbers[2], b"another")
    await files.of(numbers[2])
    await files.of(numbers[1])
    assert kept.fetched == 6


async def test_what_is_not_there_stops_it_and_a_store_that_is_away_does_not(
    store: Store, kept: Counted, number: int
) -> None:
    attachments = Attachments(store, kept)
    with pytest.raises(WrongContent, match="file"):
        await attachments.make(showing(number))
    id = await put(store, kept, number, PICTURE.data)
    kept.away = True
    with pytest.raises(RetryLater, match="files"):
        await attachments.make(showing(number))
    kept.away = False
    await kept.delete(id)
    with pytest.raises(WrongContent, match="file"):
        await attachments.make(showing(number))
    with pytest.raises(WrongContent, match="attachment"):
        await Attachments(store).make(showing(number))


@pytest.fixture
async def telegram(store: Store, kept: Counted) -> AsyncIterator[tuple[Double, Telegram]]:
    attachments = Attachments(store, kept)
    async with Double() as double, running(channel(double.url, store, attachments=attachments)) as telegram:
        await telegram.registered()
        yield double, telegram
        assert double.faults == []


@pytest.mark.parametrize(
    ("type", "method", "name"),
    [
        ("image/png", "sendPhoto", "photo"),
        ("application/pdf", "sendDocument", "document"),
    ],
)
async def test_telegram_gets_it_once(
    store: Store, kept: Counted, number: int, telegram: tuple[Double, Telegram], type: str, method: str, name: str
) -> None:
    await put(store, kept, number, PICTURE.data, type)
    double, account = telegram
    await asyncio.gather(*(account.send(showing(number, person, *RSVP)) for person in PEOPLE))
    for person in PEOPLE:
        [shown] = double.sent(person)
        assert (shown.text, shown.labels) == ("La reunión es el viernes.", ["Sí", "No"])
        assert shown.media[0].content == PICTURE.data
    by_id = [asked[name] for asked in double.asked(method) if isinstance(asked[name], str)]
    assert len(by_id) == len(PEOPLE) - 1


async def test_an_id_that_telegram_forgot_is_uploaded_anew(
    store: Store, kept: Counted, number: int, telegram: tuple[Double, Telegram]
) -> None:
    await put(store, kept, number, PICTURE.data)
    double, account = telegram
    await account.send(showing(number))
    double.script("sendPhoto", [refused(400, "Bad Request: wrong file identifier/HTTP URL specified")])
    for _ in range(2):
        await account.send(showing(number))
    assert len(double.sent(ANA)) == 3
    uploads = [asked for asked in double.asked("sendPhoto") if not isinstance(asked["photo"], str)]
    assert len(uploads) == 2


async def test_after_an_upload_whose_answer_was_lost_the_next_one_uploads(
    store: Store, kept: Counted, number: int, telegram: tuple[Double, Telegram]
) -> None:
    await put(store, kept, number, PICTURE.data)
    double, account = telegram
    double.script("sendPhoto", [lost()])
    sent = await asyncio.gather(*(account.send(showing(number, each)) for each in PEOPLE), return_exceptions=True)
    assert sum(isinstance(each, Exception) for each in sent) == 1
    assert all(len(double.sent(person)) == 1 for person in PEOPLE)


@pytest.fixture
async def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    monkeypatch.setattr("tests.whatsapp_bench.Ready", lambda store: Attachments(store, Counted(tmp_path / "files")))
    async with bench(tmp_path) as here:
        await here.double.say(ANA_WHATSAPP, "hola")
        yield here
        assert here.double.faults == []


async def test_whatsapp_fetches_it_from_one_address(here: Bench, kept: Counted) -> None:
    number = sent_off(here.store)
    await put(here.store, kept, number, PICTURE.data)
    for _ in range(7):
        await here.channel.send(showing(number, ANA_WHATSAPP))
    shown = await here.double.settled(7, ANA_WHATSAPP)
    assert {each.media[0].content for each in shown} == {PICTURE.data}
    assert {each.text for each in shown} == {"La reunión es el viernes."}
    assert len({url for asked in here.double.asked("messages") for url in asked.get("MediaUrl", [])}) == 1


@pytest.mark.parametrize("templates", [True, False])
async def test_whatsapps_buttons_come_after_it_with_the_words(here: Bench, kept: Counted, templates: bool) -> None:
    if templates:
        await sync(here.account, here.store)
        await here.channel.start()
    number = sent_off(here.store)
    await put(here.store, kept, number, PICTURE.data)
    sid = await here.channel.send(showing(number, ANA_WHATSAPP, *RSVP))
    await here.double.settled(2, ANA_WHATSAPP)
    by_sid = {each.id: each for each in here.double.sent(ANA_WHATSAPP)}
    words = by_sid.pop(sid or "")
    assert words.labels == (["Sí", "No"] if templates else [])
    assert words.text.replace("\u200b", "").startswith("La reunión es el viernes.")
    [picture] = by_sid.values()
    assert (picture.text, picture.media[0].content) == ("", PICTURE.data)


def test_the_demo_draws_it_like_that(number: int) -> None:
    content = showing(number, ANA, *RSVP).content
    made, lending = Made(PICTURE.data, "image/png", "aviso.png", "f" * 32), Lending("http://127.0.0.1:8080")
    [telegram] = drawn("telegram", content, made, lending)
    assert (telegram.text, len(telegram.choices), len(telegram.files)) == ("La reunión es el viernes.", 2, 1)
    picture, words = drawn("whatsapp", content, made, lending)
    assert (picture.text, len(picture.files), len(words.choices)) == ("", 1, 2)
    assert words.text == "La reunión es el viernes."
