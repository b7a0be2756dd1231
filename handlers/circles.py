"""Circles: would she like one on a topic, and which is she in. Nothing tells whether anybody else would."""

from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import Pick, YesNo
from handlers import peer_words
from handlers.following import Follow
from handlers.peers import takes_part
from models.base import now
from models.circles import leaving, members, wishes
from models.peers import profiles

_TOPIC = _(
    "A circle is 3 to 12 people who write to each other here on one topic, under invented names. One of them "
    "moderates. On which topic would you like one?"
)
_MODERATES = _("Would you moderate? Whoever does lets people in, may remove somebody, and may close the circle.")


def circles(chat: Chat[Connection]) -> Follow | None:
    """Go to one of her circles, or note on which topic she would like one."""
    if not chat.look_up("agreed", takes_part, chat.person):
        return Follow("peers", {"then": "circles"})
    about = chat.look_up("about", standing, chat.person)
    if not about["profile"]:
        chat.say(_("For a circle you first need a peer profile. It says whom you do not want to meet."))
        return Follow("peers_profile", {"then": "circles"})
    wanted = chat.ask("what", Pick(_("What would you like to do?"), _choices(about))) if _choices(about) else "wish"
    if wanted == "drop":
        chat.do("drop", drop, chat.person)
        chat.say(_("All right, I ask you for no new circle."))
        return None
    if wanted != "wish":
        return Follow("circle_room", {"circle": int(wanted)})
    _wish(chat)
    return None


def _wish(chat: Chat[Connection]) -> None:
    known = chat.look_up("topics", peer_words.all_topics)
    if not known:
        return chat.say(_("There are no topics to choose from yet."))
    topic = chat.ask("topic", Pick(_TOPIC, peer_words.topic_choices(known)))
    moderates = chat.ask("moderates", YesNo(_MODERATES, _("Yes, I would"), _("No, only take part")))
    outcome = chat.do("wish", wish, chat.person, topic, moderates)
    names = next(each["names"] for each in known if each["key"] == topic)
    return chat.say(_noted(outcome, peer_words.topic_named(names)))


def _noted(outcome: str, topic: Phrase) -> Phrase:
    if outcome == wishes.THERE:
        return _("You are in a circle on “{topic}” already. To write to it, write “circles”.", topic=topic)
    if outcome == wishes.LIMIT:
        return _("Three circles at once, and three wishes a week, are the most. You can wish for another one later.")
    if outcome == wishes.NO_TOPIC:
        return _("There are no topics to choose from yet.")
    return _(
        "Noted. When there is a circle on “{topic}” for you, I ask you whether you come in. That may take weeks. If "
        "you change your mind, write “circles”.",
        topic=topic,
    )


def _choices(about: dict[str, Any]) -> list[Choice]:
    rooms = [Choice(str(circle), peer_words.topic_named(names)) for circle, names in about["rooms"]]
    waits = [Choice("drop", _("Wait for none"))] if about["waits"] else []
    return [*rooms, Choice("wish", _("Wish for a circle")), *waits] if rooms or waits else []


def standing(db: Connection, person: str) -> dict[str, Any]:
    """Whether she has a profile, which circles she is in (with the names of their topics), and whether she waits."""
    rooms = members.circles_of(db, int(person))
    return {
        "profile": profiles.of(db, int(person)) is not None,
        "rooms": [[seat.circle, peer_words.names_of(db, seat.topic)] for seat in rooms],
        "waits": wishes.any_open(db, int(person)),
    }


def wish(db: Connection, person: str, topic: str, moderates: bool) -> str:
    """Note her wish; what came of it, as `models.circles.wishes` names it."""
    return wishes.wish(db, int(person), topic, moderates, now())


def drop(db: Connection, person: str) -> None:
    """She waits for no circle any more."""
    leaving.stop_waiting(db, int(person), now())
