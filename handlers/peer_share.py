"""Telling each other who one is, step by step: first name and state, then how to be reached. Each step needs both."""

from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice, Outgoing
from dialogue.phrases import Phrase, _
from dialogue.questions import Text, YesNo
from handlers import peer_words
from handlers.following import Follow
from handlers.peer_commands import buttons, keep
from handlers.peer_delivering import deliver, deliver_here
from models import freezes, people
from models.base import now
from models.peers import aliases, introductions
from models.peers.introductions import CONTACT, NAME, Side
from models.peers.tables import OPEN
from models.states import STATES


def peer_share(chat: Chat[Connection]) -> Follow | None:
    """Ask whether she agrees to the next step, after showing what the other would read."""
    number = int(chat.given["introduction"])
    about = chat.look_up("about", standing, chat.person, number)
    if about is None:
        chat.say(peer_words.GONE)
        return None
    if not _step(chat, number, about):
        return None
    return Follow("peer_talk", {"introduction": number, "again": True})  # they were writing, and go on


def _step(chat: Chat[Connection], number: int, about: dict[str, Any]) -> bool:
    """One step, or why there is none; False when the two cannot write to each other now."""
    alias = aliases.said(about["alias"])
    if about["step"] > CONTACT:
        chat.say(_("You have exchanged contacts with “{alias}” already.", alias=alias))
        return True
    if about["agreed"]:
        chat.say(_waits(alias))
        return True
    told = about["name"] if about["step"] == NAME else chat.ask("contact", _how(alias))
    if not chat.ask("agree", YesNo(_sure(alias, told), _("I agree"), _("Not now"))):
        chat.do("refuse", keep, chat.person, number)
        chat.say(_("All right, nothing more is told for now."))
        return True
    contact = told if about["step"] == CONTACT else None
    outcome = chat.do("share", share, chat.person, number, about["step"], contact, chat.given["contact"])
    if outcome in ("gone", "rests"):
        chat.say(peer_words.GONE if outcome == "gone" else peer_words.RESTS_TOLD)
    elif outcome == "waits":
        chat.say(_waits(alias))
    return outcome not in ("gone", "rests")


def _how(alias: Phrase) -> Text:
    return Text(_("How can “{alias}” reach you? Write your phone number or your Telegram name.", alias=alias), 120)


def _sure(alias: Phrase, told: str) -> Phrase:
    return _(
        "“{alias}” would read this: “{told}”. It is told only when both of you have agreed. Do you agree?",
        alias=alias,
        told=told,
    )


def _waits(alias: Phrase) -> Phrase:
    return _("Noted. It is told as soon as “{alias}” agrees too. Until then nothing is told.", alias=alias)


def standing(db: Connection, person: str, introduction: int) -> dict[str, Any] | None:
    """The step that comes next, whether she has agreed to it, and her name as the other would read it."""
    side = introductions.find(db, int(person), introduction)
    if side is None or side.state != OPEN:
        return None
    step = side.told + 1
    return {"alias": side.alias, "step": step, "agreed": side.step >= step, "name": name_of(db, side.person)}


def name_of(db: Connection, person: int) -> str:
    """First name and state, as far as it is known."""
    known = people.profile(db, person)
    return ", ".join(filter(None, (known.given_name, STATES.get(known.state or ""))))


def share(db: Connection, person: str, introduction: int, step: int, contact: str | None, phone: int) -> str:
    """She agrees: "told" when both have, and then both read it; "waits" when the other is asked now.

    Or "gone", or "rests" while a freeze concerns either of them.
    """
    side, moment = introductions.find(db, int(person), introduction, holds=True), now()
    if side is None or side.state != OPEN or side.told + 1 != step:
        return "gone"
    if freezes.either_frozen(db, side.person, side.other):
        return "rests"
    introductions.agree(db, side, step, contact)
    if side.other_step < step:
        deliver(db, side.other, side.id, [Outgoing(_proposal(side, step), _offered(side.id))], moment)
        return "waits"
    other = introductions.find(db, side.other, side.id)
    if other is None:
        return "gone"
    deliver(db, side.other, side.id, [Outgoing(_told(db, side, step), buttons(side.id))], moment)
    deliver_here(db, phone, side.id, [Outgoing(_told(db, other, step), buttons(side.id))], moment)
    return "told"


def _proposal(side: Side, step: int) -> Phrase:
    alias = aliases.said(side.mine)
    if step == NAME:
        return _(
            "“{alias}” proposes that both of you tell your first name and state. Nothing is told unless both agree.",
            alias=alias,
        )
    return _(
        "“{alias}” proposes that both of you tell how you can be reached. Nothing is told unless both agree.",
        alias=alias,
    )


def _offered(introduction: int) -> list[Choice]:
    return [
        Choice("share", _("See and decide"), sends=f"/peer share {introduction}"),
        Choice("keep", _("Not now"), sends=f"/peer keep {introduction}"),
    ]


def _told(db: Connection, side: Side, step: int) -> Phrase:
    """What the person of `side` has agreed to tell, for the other."""
    alias = aliases.said(side.mine)
    if step == NAME:
        return _(
            "Now you know each other by name: “{alias}” is {name}. To exchange contacts too, write “say who we are”.",
            alias=alias,
            name=name_of(db, side.person),
        )
    return _("You can reach “{alias}” here: {contact}", alias=alias, contact=introductions.contact_of(db, side))
