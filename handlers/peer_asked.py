"""Somebody is asked whether she writes with a peer: the topic and the reason, and nothing that tells who it is.

Every choice sends a command (handlers/peer_commands.py), so that the button works for as long as the question stands.
"""

from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.phrases import _
from handlers import peer_words
from handlers.following import Follow
from handlers.willing import willing
from models import preferences
from models.peers import introductions, requests
from models.peers.tables import ASKED, CHOSEN


def peer_asked(chat: Chat[Connection]) -> Follow | None:
    """Ask her; in discreet mode only after she has said that she can look."""
    about = chat.look_up("about", told_of, chat.person, int(chat.given["about"]))
    if about is None:
        return None
    prompt = _(
        "Somebody of the programme looks for help with “{topic}”: “{reason}” Would you write with this person? "
        "Neither of you learns who the other is until both of you want to.",
        topic=peer_words.topic_named(about["topic"]),
        reason=about["reason"],
    )
    return willing(chat, "peer", prompt, _("Yes, I will help"), discreet=about["discreet"])


def told_of(db: Connection, person: str, introduction: int) -> dict[str, Any] | None:
    """What she is told; None when it is not she who is asked, or no more."""
    side = introductions.find(db, int(person), introduction)
    if side is None or side.request is None or side.is_asker or side.state not in (CHOSEN, ASKED):
        return None
    topic, reason = requests.reason(db, side.request)
    names = peer_words.names_of(db, topic)
    return {"topic": names, "reason": reason, "discreet": preferences.of(db, int(person)).discreet}
