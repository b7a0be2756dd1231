"""Whether a text gives its author away: a phone number, an address, her full name or her agency."""

import re
import unicodedata

from phonenumbers import Leniency, PhoneNumberMatcher
from sqlalchemy import Connection

from models import people
from models.names import bare, folded

PHONE, ADDRESS, NAME, AGENCY = "phone", "address", "name", "agency"
_DIGITS = re.compile(r"\d(?:[\s.\-()_]*\d){7,}")
_ADDRESS = re.compile(
    r"\S@\S|(?:^|\s)@\w{3,}|\b(?:t\.me|wa\.me|telegram\.me|facebook\.com|instagram\.com)\b|\barroba\b"
)


def gives_away(db: Connection, person: int, text: str) -> str | None:
    """What in `text` tells who `person` is: phone, address, name or agency; None when nothing does."""
    seen = _visible(text)
    if _has_phone(seen):
        return PHONE
    if _ADDRESS.search(seen):
        return ADDRESS
    known = people.profile(db, person)
    if names(seen, known.given_name, known.family_name):
        return NAME
    return AGENCY if known.agency and f" {_spaced(known.agency)} " in f" {_spaced(seen)} " else None


def names(text: str, given: str, family: str) -> bool:
    """Whether `text` holds a given name and a family name of somebody, wherever they stand."""
    words = set(bare(_spaced(text)))
    return not words.isdisjoint(bare(given)) and not words.isdisjoint(bare(family))


def _has_phone(text: str) -> bool:
    if _DIGITS.search(text):
        return True
    return PhoneNumberMatcher(text, "MX", leniency=Leniency.POSSIBLE).has_next()


def _visible(text: str) -> str:
    """`text` without the signs that nobody sees, and with every digit as an ordinary one."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in seen)


def _spaced(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded(text)).split())
