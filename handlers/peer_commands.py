"""What the buttons about peers do: `/peer yes 12`, also weeks later. Without a number it is about the last one."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice, Outgoing
from dialogue.phrases import Phrase, _
from handlers import later, peer_words
from handlers.following import Follow
from handlers.paragraphs import paragraph
from handlers.peer_delivering import deliver
from models import freezes
from models.base import now
from models.peers import aliases, ending, introductions, resting
from models.peers.tables import ASKED, CHOSEN, OPEN

_RESTS = paragraph(peer_words.RESTS, _("If there is still time when it goes on, I ask you once more."))
_LONGEST = 18  # digits of a number
_TOO_LATE = _("This question is closed by now. Thank you all the same.")
_FOLLOWS = {"reply": "peer_talk", "share": "peer_share", "report": "peer_report"}


def peer(chat: Chat[Connection]) -> Follow | None:
    """Obey `<what> <number>`."""
    what, _space, number = chat.given.get("line", "").partition(" ")
    about = chat.look_up("about", standing, chat.person, number)
    if about is None:
        chat.say(peer_words.GONE)
        return None
    if what in ("see", "yes", "no", "later"):
        return _answered(chat, what, about)
    if what in _FOLLOWS and (about["state"] == OPEN or what == "report"):
        return Follow(_FOLLOWS[what], {"introduction": about["id"]})
    if what in ("end", "block"):
        chat.do(what, leave, chat.person, about["id"], what == "block")
        chat.say(_left(what, about))
    elif what == "keep":
        chat.do("keep", keep, chat.person, about["id"])
        chat.say(_("All right, nothing more is told for now."))
    else:
        chat.say(peer_words.GONE)
    return None


def _answered(chat: Chat[Connection], what: str, about: dict[str, Any]) -> Follow | None:
    number = about["id"]
    if about["asker"] or about["state"] not in (CHOSEN, ASKED):
        chat.say(_TOO_LATE)
        return None
    if what == "see":
        return Follow("peer_asked", {"about": number, "looks": True})
    chat.do("dealt with", later.dealt_with, chat.person)
    if what == "yes":
        accepted = chat.do("accept", accept, chat.person, number)
        if accepted is True:
            return Follow("peer_talk", {"introduction": number})
        chat.say(_RESTS if accepted == "rests" else _TOO_LATE)
    elif what == "no":
        chat.do("decline", decline, chat.person, number)
        chat.say(_("All right. Nobody learns that we asked you."))
    else:
        said = later.put_off(chat, what, str(number), about, put_off)
        chat.say(said or _TOO_LATE)
    return None


def _left(what: str, about: dict[str, Any]) -> Phrase:
    alias = aliases.said(about["alias"])
    if what == "block":
        return _("You will not meet “{alias}” here again. The other learns only that it has ended.", alias=alias)
    return _("It has ended. “{alias}” learns that, and no reason.", alias=alias)


def standing(db: Connection, person: str, number: str) -> dict[str, Any] | None:
    """How the introduction of this person stands that a command names, or the last open one without a number."""
    if not number:
        side = next(iter(introductions.open_of(db, int(person))), None)
    elif number.isascii() and number.isdecimal() and len(number) <= _LONGEST:
        side = introductions.find(db, int(person), int(number))
    else:
        side = None
    if side is None:
        return None
    named = {"id": side.id, "state": side.state, "alias": side.alias, "asker": side.is_asker}
    return named | later.how_she_stands(db, int(person))


def accept(db: Connection, person: str, introduction: int) -> bool | str:
    """She is willing, and the other hears of it; False when it is too late, "rests" when a freeze concerns them."""
    side, moment = introductions.find(db, int(person), introduction, holds=True), now()
    if side is not None and freezes.either_frozen(db, side.person, side.other):
        resting.ask_again(db, side.id, moment)
        return "rests"
    if side is None or not introductions.accept(db, side, moment):
        return False
    alias = aliases.said(side.mine)
    told = _("Somebody says yes. To you this person is “{alias}”, and you can write now.", alias=alias)
    deliver(db, side.other, side.id, [Outgoing(told, buttons(side.id))], moment)
    return True


def decline(db: Connection, person: str, introduction: int) -> None:
    """She is not willing."""
    side = introductions.find(db, int(person), introduction)
    if side is not None:
        introductions.decline(db, side, now())


def put_off(db: Connection, person: str, introduction: str, what: str) -> str:
    """Ask her again later, as long as there is time; the moment on her own clock."""
    side = introductions.find(db, int(person), int(introduction))
    until = later.moment_of(db, int(person), what)
    if side is not None:
        last = side.until - timedelta(hours=1)
        introductions.move(db, side.id, CHOSEN, min(until, last), CHOSEN, ASKED)
    return until.isoformat()


def leave(db: Connection, person: str, introduction: int, blocks: bool) -> None:
    """End it; with `blocks` for ever."""
    side, moment = introductions.find(db, int(person), introduction, holds=True), now()
    if side is None:
        return
    if blocks:
        introductions.block(db, side, moment)
    ending.end(db, side, moment)


def keep(db: Connection, person: str, introduction: int) -> None:
    """Nothing more is told; whoever had proposed it hears that it was not agreed for now."""
    side, moment = introductions.find(db, int(person), introduction, holds=True), now()
    if side is None or side.state != OPEN or side.step == side.other_step:
        return
    proposed = side.other_step > side.step
    introductions.refuse(db, side)
    if proposed:
        told = _("For now it was not agreed with “{alias}”. You can go on writing.", alias=aliases.said(side.mine))
        deliver(db, side.other, side.id, [Outgoing(told, buttons(side.id))], moment)


def buttons(introduction: int) -> list[Choice]:
    """What can be done with what a peer wrote, at any time."""
    offered = {"reply": _("Answer"), "end": _("End it"), "block": _("Block"), "report": _("Report")}
    return [Choice(what, label, sends=f"/peer {what} {introduction}") for what, label in offered.items()]
