"""Which message may be changed where it stands: the newest that was sent to a contact, if its button was pressed.

Only Telegram lets us change what was sent. Whoever ticks one option after another sees one message then, and not ten.
"""

from sqlalchemy import Connection, select

from dialogue.drawing.content import Content
from dialogue.messages import Asked, Tap
from models import outbox
from models.contacts import Known
from models.messages import DELIVERED, QUEUED, READ, SENDING, SENT, Message

CHANNEL = "telegram"
_THERE = (SENT, DELIVERED, READ)
_ON_ITS_WAY = (QUEUED, SENDING)


def instead_of(db: Connection, contact: Known, tap: Tap | None, content: Content, asked: Asked | None) -> str:
    """The channel's id of the message that `content`, which asks what `tap` answers in part, may replace; else ""."""
    if tap is None or asked is None or contact.channel != CHANNEL or content.shows is not None:
        return ""
    if (tap.conversation, tap.question) != (asked.conversation, asked.question):
        return ""
    newest = select(Message.__table__).where(Message.contact_id == contact.id).order_by(Message.id.desc()).limit(1)
    row = db.execute(newest).one_or_none()
    if row is None or row.body_sealed is None:
        return ""
    shown = outbox.content_of(db, row.seal_id, row.body_sealed)
    if shown.shows is not None or str(tap) not in (option.data for option in shown.options):
        return ""
    if row.state in _ON_ITS_WAY:  # a quick finger: what it was to replace is there already
        return shown.edits
    return row.provider_id or "" if row.state in _THERE else ""
