"""Using a second phone or channel: a code of one hour, typed there by the same person."""

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.phrases import _, lines
from models import access, installation


def link(chat: Chat[Connection]) -> None:
    """Give the person a code for her other phone, and say where to send it."""
    code = chat.do("issue", access.issue_link, int(chat.person))
    where = chat.look_up("where", addresses)
    chat.say(_("Write this code from your other phone. It works once, for one hour:"))
    chat.say(code)
    if where:
        chat.say(lines(_("Where to write:"), *where))


def addresses(db: Connection) -> list[str]:
    """Where this service can be written to, as far as it knows."""
    username, number = installation.kept(db, "telegram username"), installation.kept(db, "whatsapp number")
    telegram = [f"Telegram: t.me/{username}"] if username else []
    return telegram + ([f"WhatsApp: {number}"] if number else [])
