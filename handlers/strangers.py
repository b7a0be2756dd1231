"""Whoever writes without belonging to anybody: a code is looked for, and nothing is given away.

Every wrong code and every other message get the same sentence, so that nobody learns what the service is for.
"""

import re
from typing import Any

from sqlalchemy import Connection

from dialogue.catalogues import languages
from dialogue.phrases import Phrase, _, said
from models import access, staff
from models.contacts import Known, address_of
from models.sealing import vault

NEUTRAL = _(
    "This service is by invitation. If you have an access code, please write all of it: 16 letters and numbers."
)
PAUSED = _("For safety, please wait an hour before you try again.")

_CODE = re.compile(r"(?<![0-9A-Za-z])(?=([0-9A-Za-z]{4}(?:[-–— ]?[0-9A-Za-z]{4}){3})(?![0-9A-Za-z]))")


def code_in(text: str) -> str | None:
    """What looks like an access code in `text`. Words may have its shape too, but they hold no digit."""
    found = [match[1] for match in _CODE.finditer(text)]
    likely = [code for code in found if " " not in code or any(sign.isdecimal() for sign in code)]
    return re.sub("[–— ]", "-", likely[0]) if likely else None


def is_code(text: str) -> bool:
    """Whether `text` is an access code and nothing else."""
    return "-" in text and access.canonical(text) is not None


def admit(db: Connection, contact: Known, text: str) -> dict[str, Any] | Phrase | bool:
    """What the joining begins with if `text` holds a good code; True if it linked a staff member's phone at once;
    else the sentence to answer with.
    """
    code = code_in(text)
    if code is None:
        return NEUTRAL
    sender = vault(db).key_of("sender", f"{contact.channel} {address_of(db, contact)}")
    if access.paused(db, sender):
        return PAUSED
    if contact.doubted_person is None and staff.link(db, contact.id, code):
        return True
    found = access.usable(db, sender, code)
    if found is None:
        return NEUTRAL
    return {"code": found, "contact": contact.id, "language": contact.phone_language}


def in_every_language(phrase: Phrase) -> str:
    """For somebody whose language nobody knows."""
    return "\n\n".join(said(phrase, language) for language in languages())
