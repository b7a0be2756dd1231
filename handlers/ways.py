"""Where to write to a person who has not just written: to which phone, and whether a knock has to go first."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from models.contacts import Known
from models.knocks import can_be_written_to, knocks_approved
from models.prompting_facts import Circumstances

REMINDER, DISCREET = "reminder", "discreet"  # knocks


class Way(NamedTuple):
    """A contact to write to; a `knock` goes first where a window is closed, or where it may not be her any more."""

    contact: Known
    knock: str | None = None


def choose_contact(db: Connection, about: Circumstances, moment: datetime, template: str = REMINDER) -> Way | None:
    """Where to write to a person: the channel she wants first, else where she wrote last; None when nowhere.

    A WhatsApp contact whose window is closed needs a template that is approved in its language.
    """
    template = DISCREET if about.chosen.discreet else template
    approved: frozenset[str] | None = None
    for contact in sorted(about.contacts, key=lambda each: each.channel != about.chosen.first_channel):
        if can_be_written_to(contact, moment):
            return Way(contact)
        if contact.channel != "whatsapp":  # silent for so long that it may be somebody else's by now
            return Way(contact, DISCREET)
        approved = knocks_approved(db) if approved is None else approved
        if f"{template}_{contact.speaks}" in approved:
            return Way(contact, template)
    return None
