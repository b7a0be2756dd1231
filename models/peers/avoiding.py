"""Whom somebody never wants to meet, as people write names: a second family name left out, an agency half named."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, select

from models.names import bare
from models.peers import checking
from models.peers.tables import PeerAvoided
from models.people import Agency, Person
from models.sealing import vault


class _Known(NamedTuple):
    given: str
    family: str
    agency: frozenset[str]


class Namings:
    """Who of some people has named whom, or her agency: read once, in two statements, and asked for many pairs."""

    def __init__(self, db: Connection, people: Collection[int]) -> None:
        self._db = db
        self._named = _named(db, people)
        self._sealed = _sealed(db, people) if self._named else {}
        self._opened: dict[int, _Known] = {}
        self._means: dict[tuple[int, int], bool] = {}

    def keep_apart(self, one: int, other: int) -> bool:
        """Whether either of two people has named the other, or the other's agency. A doubt keeps them apart."""
        return self._avoids(one, other) or self._avoids(other, one)

    def _avoids(self, person: int, other: int) -> bool:
        names = self._named.get(person)
        if names is None:
            return False
        found = self._means.get((person, other))
        if found is None:
            found = any(_means(name, self._known(other)) for name in names)
            self._means[person, other] = found
        return found

    def _known(self, person: int) -> _Known:
        if person not in self._opened:
            given, family, agency = checking.opened(self._db, self._sealed[person])
            self._opened[person] = _Known(given, family, frozenset(bare(agency)))
        return self._opened[person]


def _named(db: Connection, people: Collection[int]) -> dict[int, list[str]]:
    """The names that each of them has written; whoever wrote none is left out."""
    columns = (PeerAvoided.person_id, PeerAvoided.seal_id, PeerAvoided.name_sealed)
    found: dict[int, list[str]] = {}
    for row in db.execute(select(*columns).where(PeerAvoided.person_id.in_(people)).order_by(PeerAvoided.id)):
        name = vault(db).open_text(row.name_sealed, "peer_avoided", "name", row.seal_id) or ""
        found.setdefault(row.person_id, []).append(name)
    return found


def _sealed(db: Connection, people: Collection[int]) -> dict[int, checking.Known]:
    query = select(Person.id, *checking.KNOWN).outerjoin_from(Person, Agency, Agency.id == Person.agency_id)
    return {row[0]: checking.Known._make(row[1:]) for row in db.execute(query.where(Person.id.in_(people)))}


def _means(name: str, known: _Known) -> bool:
    words = set(bare(name))
    return (bool(words) and words <= known.agency) or checking.names(name, known.given, known.family)
