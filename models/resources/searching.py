"""Searching in free text: what fits and the person may see; and what nobody found, for staff to write next."""

import re
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from models.resources import cards, indexed
from models.resources.cards import Card
from models.resources.used_tables import ResourceMiss
from models.resources.words import LONGEST_QUERY, asked, words
from models.sealing import new_seal_id, vault

MOST = 15
_TELLING = re.compile(r"\S*@\S+|\+?\d[\d\s().-]{5,}\d")  # addresses, and numbers of somebody


class Missed(NamedTuple):
    """What was looked for in a month and not found, and how often."""

    month: str
    language: str
    query: str
    times: int


def search(
    db: Connection, query: str, language: str, person: int | None, moment: datetime, most: int = MOST
) -> list[Card]:
    """What fits `query` and `person` may see, the best first; her language is preferred, another one is said.

    Whatever the query is (empty, very long, emoji, markup), it is only words to look for.
    """
    ids = indexed.current(db).find(query, language) if asked(query) else []
    return cards.cards(db, cards.visible(db, ids, person, moment, most), language)


def note_missing(db: Connection, query: str, language: str, moment: datetime) -> None:
    """Count a search that found nothing. The person is not kept, nor addresses and numbers in the query."""
    told = _TELLING.sub("…", " ".join(query.split()))[:LONGEST_QUERY]
    same = " ".join(sorted(set(words(told))))
    if not same:
        return
    month = f"{moment:%Y-%m}"
    keys = vault(db).keys_of("resource miss", f"{month} {language} {same}")
    counted = update(ResourceMiss).where(ResourceMiss.key.in_(keys)).values(count=ResourceMiss.count + 1)
    if db.execute(counted).rowcount:
        return
    seal_id = new_seal_id()
    sealed = vault(db).seal_text(told, "resource_miss", "query", seal_id)
    values = {"key": keys[0], "month": month, "language": language, "count": 1, "seal_id": seal_id}
    db.execute(insert(ResourceMiss).values(**values, query_sealed=sealed))


def missed(db: Connection, since: str = "") -> list[Missed]:
    """What was not found since a month (such as 2026-11), the most frequent first."""
    opened = vault(db).open_text
    table = ResourceMiss.__table__
    columns = (table.c.month, table.c.language, table.c.count.label("times"), table.c.seal_id, table.c.query_sealed)
    rows = db.execute(select(*columns).where(table.c.month >= since))
    found = [
        Missed(
            row.month, row.language, opened(row.query_sealed, "resource_miss", "query", row.seal_id) or "", row.times
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (-each.times, each.month, each.query))


def forget_missed(db: Connection, before: str) -> int:
    """Forget what was not found before a month; how much."""
    return db.execute(delete(ResourceMiss).where(ResourceMiss.month < before)).rowcount
