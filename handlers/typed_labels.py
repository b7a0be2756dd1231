"""What stands on a button may also be written: where WhatsApp shows no buttons, that is all that one can do.

Only of the newest message, whose words are before one's eyes, and only of buttons that send a command: what a question
offers it understands itself.
"""

from dataclasses import replace

from sqlalchemy import Connection, select

from dialogue.messages import Incoming
from dialogue.understanding import plain
from models import outbox
from models.contacts import Known
from models.messages import CANCELLED, SKIPPED, Message

CHANNEL = "whatsapp"  # elsewhere there are always buttons
LONGEST = 40  # letters of a label


def as_pressed(db: Connection, contact: Known, incoming: Incoming) -> Incoming:
    """What came, or the command of the button whose label was written."""
    word = plain(incoming.text)
    if contact.channel != CHANNEL or not word or len(word) > LONGEST or incoming.text.lstrip().startswith("/"):
        return incoming
    shown = (Message.contact_id == contact.id, Message.state.not_in((CANCELLED, SKIPPED)))
    row = db.execute(select(Message.__table__).where(*shown).order_by(Message.id.desc()).limit(1)).one_or_none()
    if row is None or row.body_sealed is None:
        return incoming
    options = outbox.content_of(db, row.seal_id, row.body_sealed).options
    meant = [option.data for option in options if option.data.startswith("/") and plain(option.label) == word]
    return replace(incoming, text=meant[0]) if len(meant) == 1 else incoming
