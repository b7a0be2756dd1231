"""Whom somebody never wants to meet, as people write names: a second family name left out, an agency half named."""

from sqlalchemy import Connection

from models import people
from models.names import bare
from models.peers import checking, profiles
from models.people import Profile


def avoid_each_other(db: Connection, one: int, other: int) -> bool:
    """Whether either of two people has named the other, or the other's agency. A doubt keeps them apart."""
    return _avoids(db, one, other) or _avoids(db, other, one)


def _avoids(db: Connection, person: int, other: int) -> bool:
    named = profiles.avoided(db, person)
    if not named:
        return False
    known = people.profile(db, other)
    return any(_means(name, known) for name in named)


def _means(name: str, known: Profile) -> bool:
    words = set(bare(name))
    of_agency = bool(words) and words <= set(bare(known.agency or ""))
    return of_agency or checking.names(name, known.given_name, known.family_name)
