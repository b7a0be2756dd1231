"""How people are reached who have chosen how to be written to; their choices are sealed, so each is looked at alone."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from dialogue.catalogues import languages
from models import hours
from models.announcements.eligible import WORKS
from models.announcements.weighing import opened, rhythm
from models.contacts import SILENCE, Contact
from models.knocks import window_open
from models.people import Municipality, Person
from models.preferences import Preference, Preferences
from models.sealing import vault
from models.zones import has_several, zone_of


class Way(NamedTuple):
    """How somebody gets it: on which channel, in which language, and what stands between.

    `closed`: WhatsApp's window; `discreet`: nothing is to be seen at first. `further` counts her other phones.
    """

    channel: str
    language: str
    closed: bool
    discreet: bool
    further: int


class _Phone(NamedTuple):
    channel: str
    language: str
    heard_at: datetime
    closed: bool
    silent: bool

    @property
    def rank(self) -> tuple[bool, datetime]:
        return (not self.closed and not self.silent, self.heard_at)


_COLUMNS = (
    Person.id,
    Person.state,
    Person.language,
    Municipality.seal_id.label("place_seal_id"),
    Municipality.name_sealed.label("place_sealed"),
    Preference.seal_id.label("chosen_seal_id"),
    Preference.value_sealed.label("chosen_sealed"),
    Contact.channel,
    Contact.language.label("phone_language"),
    Contact.heard_at,
)


def ways(db: Connection, people: ColumnElement[bool], moment: datetime, valid_until: datetime) -> Iterator[Way | None]:
    """How each of `people` gets it who has chosen something and has a phone that works; None who pauses too long."""
    rows = (
        select(*_COLUMNS)
        .select_from(Person)
        .join(Preference, Preference.person_id == Person.id)
        .join(Contact, Contact.person_id == Person.id)
        .outerjoin(Municipality, Municipality.id == Person.municipality_id)
        .where(people, WORKS)
        .order_by(Person.id, Contact.id)
    )
    for _, hers in groupby(db.execute(rows), key=lambda row: row.id):
        phones = list(hers)
        chosen = opened(vault(db).open(phones[0].chosen_sealed, "preference", "value", phones[0].chosen_seal_id))
        pauses = chosen.paused_until is not None and _pauses(db, phones[0], chosen, moment, valid_until)
        yield None if pauses else _way([_phone(row, moment) for row in phones], chosen)


def spoken(known: str | None) -> str:
    """The language that is written in, if `known` is what is known of it."""
    return known if known in languages() else languages()[0]


def _pauses(db: Connection, row: Any, chosen: Preferences, moment: datetime, valid_until: datetime) -> bool:
    """Whether she pauses until it is too late."""
    place = None
    if row.state is not None and has_several(row.state):
        place = vault(db).open_text(row.place_sealed, "municipality", "name", row.place_seal_id)
    hers, until = rhythm(chosen, zone_of(row.state, place)), date.fromisoformat(chosen.paused_until or "")
    return hours.local_date(hers, moment) < until and hours.at_her_hour(hers, until) >= valid_until


def _phone(row: Any, moment: datetime) -> _Phone:
    closed = row.channel == "whatsapp" and not window_open(row.heard_at, moment)
    language = spoken(row.language or row.phone_language)
    return _Phone(row.channel, language, row.heard_at, closed, moment - row.heard_at >= SILENCE)


def _way(phones: Sequence[_Phone], chosen: Preferences) -> Way:
    first = [phone for phone in phones if phone.channel == chosen.first_channel]
    best = max(first or phones, key=lambda phone: phone.rank)
    return Way(best.channel, best.language, best.closed, chosen.discreet or best.silent, len(phones) - 1)
