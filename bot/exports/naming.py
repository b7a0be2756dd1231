"""The names that stand in an identified export, and in no other."""

from collections.abc import Sequence

from sqlalchemy import Connection

from models import people
from surveys.cells import Cell

NAMES = ("_person", "_given_name", "_family_name", "_agency", "_municipality")


def names_of(db: Connection, some: Sequence[int]) -> dict[int, list[Cell]]:
    """What `NAMES` are of these people."""
    profiles = (people.profile(db, person) for person in some)
    return {each.id: [each.id, each.given_name, each.family_name, each.agency, each.municipality] for each in profiles}
