"""Access cards as a table: a code for everybody who has not joined, and the links that carry it."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import Connection

from dialogue.phrases import _, said
from models import access, audit, installation, invitations, people
from models.invitations import Guest, NoSuchPerson

COLUMNS = ("person", "cohort", "code", "telegram_link", "whatsapp_link", "expires_at")
NAMES = ("given_name", "family_name")
TELEGRAM_NAME = "telegram username"  # under which the installation keeps it


class Wanted(NamedTuple):
    """Which invitations: of one cohort or all, or of these `people`; for how long; with names only for a `reason`."""

    cohort: str | None = None
    lifetime: timedelta = access.LIFETIME
    reason: str | None = None
    people: tuple[int, ...] = ()


class Links(NamedTuple):
    """Where the channels are: the bot's name, and the number with its country; None for a channel that is off."""

    telegram: str | None
    whatsapp: str | None

    def telegram_link(self, code: str) -> str:
        """A link that opens the bot with the code."""
        return "" if self.telegram is None else f"https://t.me/{self.telegram}?start={code.replace('-', '')}"

    def whatsapp_link(self, code: str, language: str) -> str:
        """A link that writes the code to our number, in words that tell nothing."""
        if self.whatsapp is None:
            return ""
        return f"https://wa.me/{self.whatsapp}?text={quote(said(_('My code: {code}', code=code), language))}"


class Invites(NamedTuple):
    """The table, and how many earlier codes stopped working."""

    header: tuple[str, ...]
    rows: list[tuple[object, ...]]
    replaced: int


def links(db: Connection, whatsapp_from: str | None) -> Links:
    """The links' beginnings; `whatsapp_from` as Twilio names the number."""
    digits = "".join(letter for letter in whatsapp_from or "" if letter.isdecimal())
    return Links((installation.kept(db, TELEGRAM_NAME) or "").lstrip("@") or None, digits or None)


def make(
    db: Connection, wanted: Wanted, to: Links, actor: str, languages: tuple[str, ...], done: Callable[[], None]
) -> Invites:
    """Issue the codes, which can be read only now; earlier ones of these people stop working.

    Raises `NoSuchCohort`, `NoSuchPerson`.
    """
    cohort = None if wanted.cohort is None else invitations.cohort_called(db, wanted.cohort)
    guests = invitations.guests(db, cohort, wanted.people)
    missing = set(wanted.people) - {guest.person for guest in guests}
    if missing:
        raise NoSuchPerson(", ".join(map(str, sorted(missing))))
    replaced = invitations.open_codes(db, cohort, wanted.people)
    rows = []
    for guest in guests:
        rows.append(_row(db, guest, wanted, to, languages))
        done()
    named = wanted.reason is not None
    audit.write(
        db,
        actor,
        "roster invites identified" if named else "roster invites",
        people=len(rows),
        cohort=cohort,
        reason=wanted.reason,
    )
    return Invites(COLUMNS + NAMES if named else COLUMNS, rows, replaced)


def _row(db: Connection, guest: Guest, wanted: Wanted, to: Links, languages: tuple[str, ...]) -> tuple[object, ...]:
    (issued,) = access.issue(db, [(guest.person, guest.cohort_id)], wanted.lifetime)
    language = guest.language if guest.language in languages else languages[0]
    expires = issued.expires_at.isoformat(timespec="seconds")
    whatsapp = to.whatsapp_link(issued.code, language)
    row = (guest.person, guest.cohort, issued.code, to.telegram_link(issued.code), whatsapp, expires)
    if wanted.reason is None:
        return row
    known = people.profile(db, guest.person)
    return (*row, known.given_name, known.family_name)
