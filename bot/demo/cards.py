"""The access cards of the demo's fictional people: the store keeps hashes only, so the codes are known here alone."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from models.access import NAME_TRIES, AccessCode, canonical
from models.base import now
from models.sealing import vault


class Card(NamedTuple):
    """A card as it lies on the table; `alumnus` is who it was made for, which a real card does not tell."""

    code: str
    cohort: str
    language: str
    alumnus: str


def unused(db: Connection, cards: Sequence[Card]) -> list[Card]:
    """Those of `cards` whose code can still be used."""
    keys = {key: card for card in cards for key in vault(db).keys_of("code", canonical(card.code) or "")}
    good = select(AccessCode.key).where(
        AccessCode.key.in_(keys),
        AccessCode.used_at.is_(None),
        AccessCode.expires_at > now(),
        AccessCode.name_tries < NAME_TRIES,
    )
    usable = {keys[key].code for key in db.scalars(good)}
    return [card for card in cards if card.code in usable]
