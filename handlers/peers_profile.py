"""The profile by which peers are found: everything in it by choice, and nothing of it ever listed to anybody."""

from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.questions import Pick, PickMany, Text, YesNo
from handlers import peer_words
from handlers.following import Follow
from handlers.peers import takes_part
from handlers.tongues import tongues
from models.base import now
from models.peers import profiles
from models.peers.profiles import Profile

_NONE = ("no", "nada", "nadie", "ninguna", "ninguno", "nobody", "none", "nothing")
_AVOIDS = _(
    "Is there an agency or a person whom you never want to meet here? Write the names with commas between, or "
    "“nobody”. Only you can read them."
)


def peers_profile(chat: Chat[Connection]) -> Follow | None:
    """Ask for the profile from the first line to the last, and keep it."""
    if not chat.look_up("agreed", takes_part, chat.person):
        return Follow("peers", {"then": "peers_profile"})
    topics = chat.look_up("topics", peer_words.all_topics)
    if not topics:
        chat.say(_("There are no topics to choose from yet."))
        return None
    options = peer_words.topic_choices(topics)
    answers: dict[str, Any] = {
        "helps": chat.ask("helps", PickMany(_("What can you help others with?"), options)),
        "seeks": chat.ask("seeks", PickMany(_("And what would you like help with?"), options)),
        "languages": chat.ask("languages", PickMany(_("In which languages can you write with peers?"), tongues(), 1)),
        **_shown(chat),
        "avoids": chat.ask("avoids", Text(_AVOIDS, 1000)),
    }
    chat.do("keep", keep, chat.person, answers)
    chat.say(_("Noted. Nobody is told of you: before anybody meets you, I ask you. To change it, write “peers”."))
    return Follow(chat.given["then"]) if "then" in chat.given else None


def _shown(chat: Chat[Connection]) -> dict[str, bool]:
    region = YesNo(_("May peers look for you by region? A region is several states: north, centre, south."))
    rank = YesNo(_("May peers look for you by level, such as middle command?"))
    own = Pick(
        _("Do you also want to meet people of your own agency?"),
        [Choice("no", _("Other agencies only"), ("no",)), Choice("yes", _("My own as well"), ("sí", "si", "yes"))],
    )
    return {
        "shows_region": chat.ask("region", region),
        "shows_rank": chat.ask("rank", rank),
        "same_agency": chat.ask("own", own) == "yes",
    }


def keep(db: Connection, person: str, answers: dict[str, Any]) -> None:
    """Write her profile."""
    avoids = () if " ".join(answers["avoids"].split()).casefold().rstrip(".") in _NONE else answers["avoids"]
    chosen = Profile(
        tuple(answers["helps"]),
        tuple(answers["seeks"]),
        tuple(answers["languages"]),
        answers["shows_region"],
        answers["shows_rank"],
        answers["same_agency"],
        profiles.apart(avoids) if avoids else (),
    )
    profiles.keep(db, int(person), chosen, now())
