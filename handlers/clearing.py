"""Tidies this chat at once; what is on record stays. Not to be confused with erasing a person's data."""

from sqlalchemy import Connection

from dialogue.drawing.content import Content
from dialogue.engine import Chat
from dialogue.phrases import _
from dialogue.questions import YesNo
from handlers.following import Quiet
from models import contacts, outbox
from models.base import now


def clear(chat: Chat[Connection]) -> Quiet:
    """Delete what was said here, where the channel lets us, and say nothing that tells what it was about.

    With "ask" as its line (a button of the menu, which is easily touched) it asks first where anything will be gone.
    """
    if chat.given.get("line") and chat.look_up("can", can_be_cleared, chat.given["contact"]) and not _is_meant(chat):
        chat.say(_("All right."))
        return Quiet()
    if chat.do("clear", empty, chat.given["contact"]):
        chat.say(_("Done."))
    else:
        chat.say(
            _(
                "Done. WhatsApp does not let me delete messages. To empty this chat yourself, open its menu and choose "
                "“Clear chat”."
            )
        )
    return Quiet()


def _is_meant(chat: Chat[Connection]) -> bool:
    prompt = _("Shall I delete the messages of this chat? Your data and your progress stay.")
    return chat.ask("sure", YesNo(prompt, _("Yes, delete them"), _("No, keep them")))


def can_be_cleared(db: Connection, contact: int) -> bool:
    """Whether the channel of this contact lets us delete messages."""
    return contacts.known(db, contact).channel == "telegram"


def empty(db: Connection, contact: int) -> bool:
    """Have the messages of this chat deleted before the next one goes out; False where the channel cannot."""
    if not can_be_cleared(db, contact):
        return False
    known = contacts.known(db, contact)
    outbox.queue(db, known.id, known.channel, Content("", clears=True), now())
    return True
