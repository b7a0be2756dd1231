"""The full-text index of one process: SQLite's FTS5 in memory, whatever the database, so that both find the same.

It holds texts, which are no secret, and numbers of items. Whether somebody may see an item, or whether there still is
one, is never decided here.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from operator import itemgetter
from threading import Lock
from typing import NamedTuple

from models.resources.vocabulary import Meant, Vocabulary
from models.resources.words import STEMMERS, asked, words

OTHER_LANGUAGE = 0.9  # what a find in another language than the reader's counts
LEAST = 0.34  # of the words that were looked for have to be found, or one of them in a title
_FIELDS = {"title": 8.0, "words": 4.0, "summary": 2.0, "topics": 1.0}  # and how much a word in each counts
_NAMES, _WEIGHTS = ", ".join(_FIELDS), ", ".join(map(str, _FIELDS.values()))
#: The best items, from one SELECT for each word.
_BEST = """
WITH found AS MATERIALIZED ({words}),
counted AS MATERIALIZED (SELECT item, sum(score) AS score, count(*) AS words FROM found GROUP BY item)
SELECT item, score * (words + 1) AS total FROM counted WHERE words >= ? ORDER BY total DESC, item LIMIT 300
"""


class Entry(NamedTuple):
    """An item in one language, as it is looked for."""

    title: str
    words: str
    summary: str
    topics: str


class Index:
    """What can be found; `revision` is that of the store up to which it is complete."""

    def __init__(self, languages: Sequence[str] = tuple(STEMMERS)) -> None:
        self.revision = 0
        self._revisions: dict[int, int] = {}
        self._lock = Lock()
        self._tables = {language: Vocabulary(language) for language in languages}
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        for language in self._tables:
            self._db.execute(f"CREATE VIRTUAL TABLE found_{language} USING fts5({_NAMES}, tokenize = 'unicode61')")

    def put(self, item: int, entries: Mapping[str, Entry], revision: int) -> None:
        """Let an item be found by `entries`, by language, in place of what it was found by; without any it is gone."""
        with self._lock:
            if revision <= self._revisions.get(item, 0):
                return  # another thread has read a later state of it
            self._revisions[item] = revision
            for language, vocabulary in self._tables.items():
                self._db.execute(f"DELETE FROM found_{language} WHERE rowid = ?", (item,))  # noqa: S608  # our own name
                if (entry := entries.get(language)) is not None:
                    stems = [" ".join(vocabulary.stems(words(text))) for text in entry]
                    statement = f"INSERT INTO found_{language} (rowid, {_NAMES}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608
                    self._db.execute(statement, (item, *stems))
            self.revision = max(self.revision, revision)

    def find(self, query: str, language: str) -> list[int]:
        """The items that fit `query`, the best first and at most some hundreds, for a reader of `language`."""
        with self._lock:
            meant = [self._meant(word) for word in asked(query)]
            best = self._best(meant, language, LEAST) or self._best(meant, language, 0.0, "title : ")
        return [item for item, _score in sorted(best.items(), key=itemgetter(1), reverse=True)]

    def _meant(self, word: str) -> Mapping[str, Meant]:
        """What a word may mean in each language; near misses are thought of only where no language knows it."""
        known = {language: vocabulary.meant(word) for language, vocabulary in self._tables.items()}
        if any(known.values()):
            return known
        return {language: vocabulary.near(word) for language, vocabulary in self._tables.items()}

    def _best(
        self, meant: Sequence[Mapping[str, Meant]], language: str, least: float, where: str = ""
    ) -> Mapping[int, float]:
        """What each item scores in the language in which it fits best."""
        best: dict[int, float] = {}
        for spoken in self._tables:
            weight = 1.0 if spoken == language else OTHER_LANGUAGE
            words = [each[spoken] for each in meant if each[spoken]]
            for item, score in self._scores(words, spoken, least * len(meant), where):
                best[item] = max(best.get(item, 0.0), score * weight)
        return best

    def _scores(self, words: Sequence[Meant], language: str, enough: float, where: str) -> Sequence[tuple[int, float]]:
        """What items score that have `enough` of the words: the sum over those they have, and more for each of them."""
        if not words:
            return []
        table = f"found_{language}"
        one = f"SELECT rowid AS item, bm25({table}, {_WEIGHTS}) * -? AS score FROM {table} WHERE {table} MATCH ?"  # noqa: S608
        statement = _BEST.format(words=" UNION ALL ".join([one] * len(words)))
        asked_for = [part for meant in words for part in (max(meant.values()), _match(meant, where))]
        return self._db.execute(statement, (*asked_for, enough)).fetchall()


def _match(meant: Meant, where: str) -> str:
    """What FTS5 looks for: any of these stems. They are letters and numbers, and quoted all the same."""
    return where + "(" * bool(where) + " OR ".join(f'"{stem}"' for stem in meant) + ")" * bool(where)
