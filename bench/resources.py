"""What a search costs among 10,000 resources, as the chat runs it: the index, what the person may see, the cards.

Run as a process of its own: `python -m bench.resources 10000`, with the database and its keys in the environment.
"""

import csv
import random
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import msgspec
from sqlalchemy import Connection

from bench.figures import share
from bench.processes import MEASURED, pin
from bot.demo_resources import catalogue
from bot.settings import Settings
from models.resources import importing, indexed, items, topics
from models.resources.importing import Wanted
from models.resources.items import Item, Text
from models.resources.searching import search
from models.store import Store

MOMENT = datetime(2026, 11, 24, 16, tzinfo=UTC)
ITEMS, TIMES = 10_000, 5
QUERIES = Path(__file__).parents[1] / "tests" / "resource_queries.csv"
# fmt: off
_SYLLABLES = (
    "ca", "re", "mi", "to", "pa", "sol", "ven", "dro", "lu", "qui", "men", "tar", "bio", "ges", "fra", "ple",
    "nor", "sil", "dac", "vi", "tro", "par", "con",
)
# fmt: on
_LENGTHS = {"title": (4, 2), "words": (4, 2), "summary": (10, 4)}  # words of the catalogue, and words of nobody's


class Search(msgspec.Struct):
    """One search in ms (median, p99, longest), the reading of all items into the index in s, and its memory in MB."""

    middle: float
    last: float
    longest: float
    start: float
    memory: float


def made(number: int) -> list[Item]:
    """So many items: the catalogue, and others with its words and with words that are in none of it."""
    chance, real = random.Random(6), list(catalogue().items.values())
    strange = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5))) for _ in range(20_000)]
    found = real[:number]
    for count in range(len(found), number):
        like = real[count % len(real)]
        texts = {language: _text(chance, real, strange, language) for language in ("es", "en")}
        found.append(msgspec.structs.replace(like, key=f"item-{count}", texts=texts, audience=""))
    return found


def _text(chance: random.Random, real: list[Item], strange: list[str], language: str) -> Text:
    values = {}
    for name, (known, unknown) in _LENGTHS.items():
        words = " ".join(getattr(item.texts[language], name) for item in real if language in item.texts).split()
        values[name] = " ".join(chance.choices(words, k=known) + chance.choices(strange, k=unknown))
    return Text(**values, link="https://example.org/x")


def fill(db: Connection, number: int) -> None:
    """So many items, each of them a link."""
    topics.keep(db, catalogue().topics)
    bare = (items.with_files(item, {}) for item in made(number))
    importing.keep(db, [Wanted(item, items.fingerprint(item, {}), {}) for item in bare], "bench", MOMENT)


def measure(store: Store) -> Search:
    """Read all of it into the index, and look for everything that people write."""
    before, began = _memory(), time.perf_counter()
    while store.run(indexed.catch_up):
        pass
    start, memory = time.perf_counter() - began, _memory() - before
    with QUERIES.open(encoding="utf-8") as file:
        queries = [(row["query"], row["language"]) for row in csv.DictReader(file)]
    took = [_timed(store, query, language) for _ in range(TIMES) for query, language in queries]
    return Search(median(took), share(took, 0.99), max(took), start, memory)


def _timed(store: Store, query: str, language: str) -> float:
    began = time.perf_counter()
    store.run(search, query, language, None, MOMENT)
    return (time.perf_counter() - began) * 1000


def _memory() -> float:
    """What this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1024**2


def main() -> None:
    settings = Settings()
    store = Store(settings.database_url, settings.vault())
    store.run(fill, int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS)
    measured = measure(store)
    store.close()
    sys.stdout.write(msgspec.json.encode(measured).decode())


if __name__ == "__main__":
    pin(MEASURED)
    main()
