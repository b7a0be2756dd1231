"""Who must not meet whom since one of them has named the other, or her agency: for everybody in a round at once.

Names are understood as `models.peers.avoiding` does it for two people.
"""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, select

from models.names import bare
from models.peers import profiles
from models.peers.tables import PeerAvoided, PeerProfile
from models.people import Agency, Person
from models.sealing import vault

_Words = dict[str, set[int]]


def avoided(db: Connection, ids: Collection[int]) -> set[tuple[int, int]]:
    """The pairs of which one has named the other, the smaller number first. A doubt keeps them apart."""
    named = {
        person: profiles.avoided(db, person)
        for person in db.scalars(select(PeerAvoided.person_id).distinct())
        if person in ids
    }
    if not named:
        return set()
    given, family = _words_of_names(db, ids)
    agencies, at = _agencies(db), _people_at(db, ids)
    found = set()
    for person, names in named.items():
        for name in names:
            words = set(bare(name))
            meant = _any(given, words) & _any(family, words)
            meant |= {each for agency, said in agencies.items() if words and words <= said for each in at[agency]}
            found |= {(min(person, other), max(person, other)) for other in meant - {person}}
    return found


def _words_of_names(db: Connection, ids: Collection[int]) -> tuple[_Words, _Words]:
    """Whose given name, and whose family name, each word is of."""
    found: tuple[_Words, _Words] = (defaultdict(set), defaultdict(set))
    query = select(Person.id, Person.seal_id, Person.given_name_sealed, Person.family_name_sealed)
    wants = select(PeerProfile.person_id).where(PeerProfile.rounds_at.is_not(None))
    for row in db.execute(query.where(Person.id.in_(wants))):
        if row.id not in ids:
            continue
        for words, name in zip(found, ("given_name", "family_name"), strict=True):
            sealed = getattr(row, f"{name}_sealed")
            for word in bare(vault(db).open_text(sealed, "person", name, row.seal_id) or ""):
                words[word].add(row.id)
    return found


def _agencies(db: Connection) -> dict[int, set[str]]:
    """The words of the name of each agency."""
    query = select(Agency.id, Agency.seal_id, Agency.name_sealed)
    names = ((row.id, vault(db).open_text(row.name_sealed, "agency", "name", row.seal_id)) for row in db.execute(query))
    return {agency: set(bare(name or "")) for agency, name in names}


def _people_at(db: Connection, ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row in db.execute(select(Person.id, Person.agency_id).where(Person.agency_id.is_not(None))):
        if row.id in ids:
            found[row.agency_id].add(row.id)
    return found


def _any(known: _Words, words: set[str]) -> set[int]:
    return {person for word in words for person in known.get(word, ())}
