"""Whether a text gives its author away: a phone number, an address or a profile, her full name or her agency.

It is for people who do not think of it, and for those in a hurry: whoever wants to get around it always will.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from models.names import bare, folded
from models.peers.figures import holds_phone
from models.people import Agency, Person
from models.sealing import vault
from models.statements import Query

PHONE, ADDRESS, NAME, AGENCY = "phone", "address", "name", "agency"

_NETWORKS = (
    r"(?:instagram|insta|ig|facebook|face|fb|messenger|telegram|tele|tiktok|twitter|linkedin|signal|whats ?app|skype)"
)
_HOSTS = (
    r"(?:t|telegram|wa|m|fb|ig|signal|discord|linktr|lnkd|bit|tinyurl|instagr)\.(?:me|am|gg|ee|in|ly|com)|"
    r"(?:whatsapp|facebook|messenger|instagram|linkedin|tiktok|twitter|snapchat|threads|skype|x)\.(?:com|net)"
)
_STRANGE = re.compile("[\xad\u0300-\U0010ffff]")  # what may be invisible, or a digit of other writings
_ADDRESS = re.compile(
    r"\S@\S|(?:^|[^\w@])@ ?\w{3,}"
    rf"|(?<![\w.-])(?:www\.|[a-z]{{2,3}}\.|api\.|chat\.)?(?:{_HOSTS})\b"
    r"|\barroba\b|[(\[{] ?(?:at|a) ?[)\]}]"
    r"|\b(?:punto|dot) (?:com|mx|net|org|gob|gov|edu)\b|\bat \w+ dot \w+"
    r"|\b(?:gmail|hotmail|outlook|yahoo|icloud|proton(?:mail)?|prodigy)\W{1,3}com\b"
    rf"|\b(?:mi|my) (?:{_NETWORKS}|correo|e-?mail|mail|usuario|user ?name) (?:es|is)\b"
    rf"|\b(?:mi|my) (?:{_NETWORKS}|correo|e-?mail|mail|usuario|user ?name) ?:"
    rf"|\b(?:en|on|por|via) (?:el |mi |my )?{_NETWORKS},? (?:soy|estoy como|me llamo|aparezco|como|i am|i'm|as)\b"
)


class Known(NamedTuple):
    """The names of somebody and of her agency, as they lie in the store."""

    seal_id: bytes
    given_name_sealed: bytes
    family_name_sealed: bytes
    agency_seal_id: bytes | None
    agency_sealed: bytes | None


KNOWN = (
    Person.seal_id,
    Person.given_name_sealed,
    Person.family_name_sealed,
    Agency.seal_id.label("agency_seal_id"),
    Agency.name_sealed,
)
_HER = Query(
    select(*KNOWN)
    .outerjoin_from(Person, Agency, Agency.id == Person.agency_id)
    .where(Person.id == bindparam("person")),
    Known,
)


def gives_away(db: Connection, person: int, text: str) -> str | None:
    """What in `text` tells who `person` is: phone, address, name or agency; None when nothing does."""
    known = _HER.first(db, person=person)
    if known is None:
        raise LookupError("no such person")
    return tells(db, known, text)


def tells(db: Connection, known: Known, text: str) -> str | None:
    """As `gives_away`, of somebody whose names have been read with something else."""
    seen = _visible(text)
    if holds_phone(seen):
        return PHONE
    if _ADDRESS.search(folded(seen)):
        return ADDRESS
    given, family, agency = opened(db, known)
    if names(seen, given, family):
        return NAME
    return AGENCY if agency and _follow(bare(_spaced(seen)), bare(_spaced(agency))) else None


def names(text: str, given: str, family: str) -> bool:
    """Whether `text` holds a given name and a family name of somebody wherever they stand, or both family names."""
    words, theirs, families = bare(_joined(_spaced(text))), bare(given), bare(family)
    if not set(words).isdisjoint(theirs) and not set(words).isdisjoint(families):
        return True
    written = [one + other for one in theirs for other in families]
    written += [other + one for one in theirs for other in families]
    if any(word.startswith(tuple(written)) for word in words):
        return True
    return len(families) > 1 and _follow(words, families[:2])


def opened(db: Connection, known: Known) -> tuple[str, str, str]:
    """Her given name, her family name and her agency; what is not known is empty."""
    read, agency = vault(db).open_text, ""
    if known.agency_seal_id is not None and known.agency_sealed is not None:
        agency = read(known.agency_sealed, "agency", "name", known.agency_seal_id) or ""
    names = (("given_name", known.given_name_sealed), ("family_name", known.family_name_sealed))
    given, family = (read(sealed, "person", name, known.seal_id) or "" for name, sealed in names)
    return given, family, agency


def _follow(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether `wanted` stand among `words` one after another."""
    return bool(wanted) and f" {' '.join(wanted)} " in f" {' '.join(words)} "


def _joined(text: str) -> str:
    """`text` with letters that stand alone put together: "a n a" is Ana."""
    return re.sub(r"\b(?:[^\W\d_] ){2,}[^\W\d_]\b", lambda spelt: spelt[0].replace(" ", ""), text)


def _visible(text: str) -> str:
    """`text` without the signs that nobody sees, and with every digit as an ordinary one."""
    seen = unicodedata.normalize("NFKC", text)
    if not _STRANGE.search(seen):
        return seen
    seen = "".join(sign for sign in seen if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in seen)


def _spaced(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded(text)).split())
