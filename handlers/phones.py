"""Her phones: which belong to her account, one more, or one less. No number is shown but for its last two digits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, lines
from dialogue.questions import Pick, YesNo
from handlers import other_phones
from handlers.following import Follow
from handlers.progress import told_apart
from models import contacts, doubts, hours, preferences
from models.base import now

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dialogue.engine import Chat

CHANNELS = {"telegram": "Telegram", "whatsapp": "WhatsApp"}

_DEEDS = [
    Choice("add", _("Add a phone"), ("agregar", "agregar otro", "otro", "add", "add another")),
    Choice("remove", _("Remove a phone"), ("quitar", "quitar uno", "desvincular", "remove", "unlink")),
    Choice("menu", _("Back to the menu")),
]


def phones(chat: Chat[Connection]) -> Follow | None:
    """Show her phones, and add or remove one."""
    found = chat.look_up("phones", phones_of, chat.person)
    names = told_apart([phone["name"] for phone in found])
    hers = [phone | {"name": name} for phone, name in zip(found, names, strict=True)]
    chat.say(lines(_("These phones belong to your account:"), *(_line(chat, phone) for phone in hers)))
    what = chat.ask("what", Pick(_("What would you like to do?"), _DEEDS))
    if what != "remove":
        return Follow({"add": "link", "menu": "menu"}[what])
    phone = _choose(chat, hers)
    if not chat.ask("sure", YesNo(_warning(chat, phone, hers), _("Yes, remove it"), _("No, keep it"))):
        chat.say(_("All right, it stays."))
        return None
    chat.do("remove", remove, chat.person, phone["id"], chat.given["contact"])
    chat.say(_("Done. {phone} is not on your account any more.", phone=phone["name"]))
    if phone["id"] == chat.given["contact"]:
        chat.say(_("To write from here again, you need a new code."))
    return None


def _line(chat: Chat[Connection], phone: dict[str, Any]) -> Phrase:
    line = _("{phone}, since {day}", phone=phone["name"], day=date.fromisoformat(phone["since"]))
    if phone["id"] == chat.given["contact"]:
        return _("{line} (this one)", line=line)
    if phone["state"] == "doubted":
        return _("{line} (to be confirmed)", line=line)
    return _("{line} (nothing arrives there)", line=line) if phone["state"] == "unreachable" else line


def _choose(chat: Chat[Connection], hers: list[dict[str, Any]]) -> dict[str, Any]:
    if len(hers) == 1:
        return hers[0]
    options = [Choice(str(phone["id"]), phone["name"]) for phone in hers]
    chosen = chat.ask("which", Pick(_("Which one shall we remove?"), options))
    return next(phone for phone in hers if str(phone["id"]) == chosen)


def _warning(chat: Chat[Connection], phone: dict[str, Any], hers: list[dict[str, Any]]) -> Phrase:
    """What will happen, the gravest first."""
    if not [other for other in hers if other["id"] != phone["id"] and other["state"] != "doubted"]:
        return _("It is your only phone. Without it, only a new code from your programme lets you in. Remove it?")
    if phone["id"] == chat.given["contact"]:
        return _(
            "You are writing from it. After that we will not know you here; you go on from the other one. Remove it?"
        )
    return _("We will not write to {phone} any more, nor know you there. Remove it?", phone=phone["name"])


def phones_of(db: Connection, person: str) -> list[dict[str, Any]]:
    """The contacts that belong to a person: id, what it is called, since which day of hers, and its state."""
    rhythm = preferences.rhythm_of(db, int(person))
    return [
        {
            "id": each.id,
            "name": _name(db, each.id),
            "since": hours.local_date(rhythm, each.joined_at or each.heard_at).isoformat(),
            "state": each.state,
        }
        for each in contacts.all_of(db, int(person))
        if each.state != "revoked"
    ]


def _name(db: Connection, contact: int) -> str:
    """The channel, with the last two digits where there is a number."""
    known = contacts.known(db, contact)
    number = contacts.address_of(db, known).removeprefix("whatsapp:")
    shown = f" …{number[-2:]}" if known.channel == "whatsapp" and number.startswith("+") else ""
    return f"{CHANNELS.get(known.channel, known.channel)}{shown}"


def remove(db: Connection, person: str, contact: int, here: int) -> bool:
    """Take a phone off her account, and tell the others but the one she writes from; False if it was not on it."""
    moment = now()
    if all(each.id != contact or each.state == "revoked" for each in contacts.all_of(db, int(person))):
        return False
    doubts.remove(db, contact, moment)
    other_phones.tell(db, int(person), other_phones.REMOVED, moment, but=here)
    return True
