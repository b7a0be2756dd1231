"""What a round says unasked: to whom she is introduced, and two weeks later whether they could talk.

Every choice sends a command (handlers/peer_round.py), so that the button works for as long as the question stands.
"""

from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.questions import NO, YES, Pick
from handlers import later, peer_round_words
from handlers.following import Follow
from handlers.peer_round_words import told_of
from models import preferences
from models.peers import aliases, introductions
from models.peers.rounds import seats


def round_told(chat: Chat[Connection]) -> Follow | None:
    """Introduce her to the other; in discreet mode only after she has said that she can look."""
    number = int(chat.given["about"])
    about = chat.look_up("about", told_of, chat.person, number)
    if about is None:
        return None
    if _hides(chat, about) and chat.ask("look", later.discreet("round", str(number))) == "later":
        return Follow("round", {"line": f"later {number}"})
    wanted = chat.ask("what", Pick(peer_round_words.introduction(about), peer_round_words.choices(number)))
    return Follow("round", {"line": f"{wanted} {number}"})


def round_asked(chat: Chat[Connection]) -> Follow | None:
    """Ask whether the two could talk."""
    number = int(chat.given["about"])
    about = chat.look_up("about", asked_about, chat.person, number)
    if about is None:
        return None
    if _hides(chat, about) and chat.ask("look", later.discreet("round", str(number))) == "later":
        return Follow("round", {"line": f"later {number}"})
    prompt = _("Two weeks ago I introduced you to “{alias}”. Could you talk?", alias=aliases.said(about["alias"]))
    offered = (("yes", _("Yes"), YES), ("not_yet", _("Not yet"), ("aún no", "todavía")), ("no", _("No"), NO))
    options = [Choice(what, label, also, f"/round {what} {number}") for what, label, also in offered]
    return Follow("round", {"line": f"{chat.ask('met', Pick(prompt, options))} {number}"})


def _hides(chat: Chat[Connection], about: dict[str, Any]) -> bool:
    return bool(about["discreet"]) and not chat.given.get("looks")


def asked_about(db: Connection, person: str, number: int) -> dict[str, Any] | None:
    """About whom she is asked; None when she was never told of such a person."""
    side, seat = introductions.find(db, int(person), number), seats.of(db, int(person), number)
    if side is None or seat is None or seat.told_at is None:
        return None
    return {"alias": side.alias, "discreet": preferences.of(db, int(person)).discreet}
