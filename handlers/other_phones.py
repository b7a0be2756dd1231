"""Her other phones hear when one is added to her account or taken off it, as far as they can be written to now."""

from datetime import datetime

from sqlalchemy import Connection

from dialogue.drawing.content import in_words
from dialogue.messages import Outgoing
from dialogue.phrases import Phrase, _
from models import contacts, outbox
from models.knocks import can_be_written_to

ADDED = _("Another phone was added to your account. If it was not you, please tell your programme at once.")
REMOVED = _("A phone was taken off your account. If it was not you, please tell your programme at once.")
LOST = _(
    "A phone was taken off your account: whoever wrote from it could not confirm your family name. "
    "If it was you, please speak to your programme."
)


def tell(db: Connection, person: int, phrase: Phrase, moment: datetime, but: int | None = None) -> None:
    """Say `phrase` on every phone of `person` that can be written to at `moment`, but for the contact `but`."""
    for contact in contacts.of(db, person):
        if contact.id != but and can_be_written_to(contact, moment):
            for content in in_words([Outgoing(phrase)], contact.speaks):
                outbox.queue(db, contact.id, contact.channel, content, moment)
