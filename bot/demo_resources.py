"""The resources of `make demo`: an invented catalogue, with small PDFs that are drawn when they are first needed."""

from io import BytesIO
from pathlib import Path
from textwrap import wrap

from sqlalchemy import Connection

from bot.card_paper import BOLD, PLAIN, WIDTH, Paper
from bot.files import FileStore
from models import files, installation
from models.base import now
from models.resources import importing, items, sheet, topics
from models.resources.importing import Wanted
from models.resources.items import Item, Place
from models.resources.sheet import Found
from models.store import Store
from surveys import sheets

TABLE = Path(__file__).with_name("demo_resources.csv")
TOPICS = Path(__file__).with_name("demo_resource_topics.csv")
_DONE, _WHO = "demo resources", "demo"
_PAGES = {"file": 2, "light": 1}
_INVENTED = {"es": "Texto inventado para la demostración.", "en": "Invented text for the demonstration."}


async def seed(store: Store, kept: FileStore) -> None:
    """Bring in the catalogue once; a second call changes nothing."""
    if await store.read(installation.kept, _DONE) is not None:
        return
    found = catalogue()
    wanted = [await _ready(store, kept, item) for item in found.items.values()]
    await store.write(_keep, found, wanted)


def catalogue() -> Found:
    """The catalogue as it is written, through the same checks as a real one. Raises `ValueError`."""
    about = sheets.read(TOPICS.read_bytes(), only="topics")
    found = sheet.read(sheets.read(TABLE.read_bytes(), only="resources"), about, ())
    if found.problems:
        raise ValueError(f"the demo's catalogue: row {found.problems[0].row}")
    return found


async def _ready(store: Store, kept: FileStore, item: Item) -> Wanted:
    stored: dict[Place, str] = {}
    sealed = []
    given = {}
    for language, variant in items.files_of(item):
        data = drawn(item, language, _PAGES[variant])
        file = files.seal(store.vault, data, "application/pdf", f"{item.key}.pdf")
        await kept.put(file.id, file.content)
        stored[language, variant], given[language, variant] = file.id, items.of_file(data)
        sealed.append((file, given[language, variant]))
    return Wanted(item, items.fingerprint(item, given), stored, sealed)


def drawn(item: Item, language: str, pages: int) -> bytes:
    """A PDF of so many pages with the title and the summary of an item."""
    out, text = BytesIO(), item.texts[language]
    paper = Paper(out)
    for _page in range(pages):
        down = 50.0
        for line, font, size in ((text.title, BOLD, 20), (text.summary, PLAIN, 14), (_INVENTED[language], PLAIN, 10)):
            for part in wrap(line, int(900 / size)):
                paper.write(part, WIDTH / 2, down, font, size)
                down += size * 0.6
            down += 12
        paper.end_page()
    paper.save()
    return out.getvalue()


def _keep(db: Connection, found: Found, wanted: list[Wanted]) -> None:
    topics.keep(db, found.topics)
    importing.keep(db, wanted, _WHO, now())
    installation.keep(db, _DONE, "seeded")
