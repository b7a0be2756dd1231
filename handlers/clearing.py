"""Tidies this chat at once; what is on record stays. Not to be confused with erasing a person's data."""

from sqlalchemy import Connection

from dialogue.drawing.content import Content
from dialogue.engine import Chat
from dialogue.phrases import _
from handlers.following import Quiet
from models import contacts, outbox
from models.base import now


def clear(chat: Chat[Connection]) -> Quiet:
    """Delete what was said here, where the channel lets us, and say nothing that tells what it was about."""
    if chat.do("clear", empty, chat.given["contact"]):
        chat.say(_("Done."))
    else:
        chat.say(
            _(
                "Done. WhatsApp does not let us delete messages. To empty this chat yourself, open its menu and choose "
                "“Clear chat”."
            )
        )
    return Quiet()


def empty(db: Connection, contact: int) -> bool:
    """Have the messages of this chat deleted before the next one goes out; False where the channel cannot."""
    known = contacts.known(db, contact)
    if known.channel != "telegram":
        return False
    outbox.queue(db, known.id, known.channel, Content("", clears=True), now())
    return True
