"""What the buttons about circles do: `/circle yes 5`, `/circle report 5.12`, also weeks later.

What is typed names no number: then it is about the one circle she is in, or she says about which.
"""

import re
from typing import Any, NamedTuple

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.questions import Pick
from handlers import circle_moderating, circle_words, later, peer_words
from handlers.following import Follow
from models.base import now
from models.circles import gathering, members
from models.circles.tables import ASKED, CHOSEN, LIVE
from models.peers import aliases

_NUMBERS = re.compile(r"(\d{1,18})(?:\.(\d{1,18}))?")
_TOO_LATE = _("This question is closed by now. Thank you all the same.")
_ASKED = ("see", "yes", "no", "later")
#: What a command leads to, beside what is decided in `handlers.circle_moderating`.
_FOLLOWS = {"write": "circle_talk", "room": "circle_room", "leave": "circle_leave", "close": "circle_leave"}
_ABOUT_SOMEBODY = ("block", "report", "remove")
_DECIDED = ("admit", "refuse", "rest", "wake", "hand", "take")


class _Named(NamedTuple):
    circle: int | None
    member: int | None = None
    alias: int | None = None


def circle(chat: Chat[Connection]) -> Follow | None:
    """Obey `<what> <circle>.<member>`, or `<what> <alias>`."""
    what, _space, rest = chat.given.get("line", "").partition(" ")
    named = _named(rest)
    if what in _ASKED and named.circle is not None:
        return _answered(chat, what, named.circle)
    if what not in (*_FOLLOWS, *_ABOUT_SOMEBODY, *_DECIDED):
        return Follow("circles")
    number = _which(chat, named)
    if number is None:
        chat.say(circle_words.GONE)
        return None
    if what in _FOLLOWS:
        return Follow(_FOLLOWS[what], {"circle": number, "what": what})
    if what in _ABOUT_SOMEBODY:
        return Follow("circle_member", {"circle": number, "what": what, "member": named.member, "alias": named.alias})
    chat.say(circle_moderating.said(chat.do(what, circle_moderating.decide, chat.person, number, what, named.member)))
    return None


def _which(chat: Chat[Connection], named: _Named) -> int | None:
    """The circle that is meant, if she is in it."""
    hers = chat.look_up("hers", circles_of, chat.person, named.alias)
    if named.circle is not None:
        return named.circle if named.circle in [number for number, _topic in hers] else None
    if len(hers) < 2:
        return hers[0][0] if hers else None
    options = [Choice(str(number), peer_words.topic_named(topic)) for number, topic in hers]
    return int(chat.ask("which", Pick(_("Which circle do you mean?"), options)))


def _answered(chat: Chat[Connection], what: str, number: int) -> Follow | None:
    about = chat.look_up("asked", standing, chat.person, number)
    if not about["waits"]:
        chat.say(_TOO_LATE)
        return None
    if what == "see":
        return Follow("circle_asked", {"about": number, "looks": True})
    chat.do("dealt with", later.dealt_with, chat.person)
    if what == "later":
        chat.say(later.put_off(chat, what, str(number), about, put_off) or _TOO_LATE)
    elif not chat.do("answer", answer, chat.person, number, what == "yes"):
        chat.say(_TOO_LATE)
    elif what == "yes":
        chat.say(_("Noted. I tell you as soon as you are in."))
    else:
        chat.say(_("All right. Nobody learns that we asked you."))
    return None


def _named(rest: str) -> _Named:
    numbers = _NUMBERS.fullmatch(rest.strip())
    if numbers is None:
        return _Named(None, alias=aliases.meant(rest))
    return _Named(int(numbers[1]), int(numbers[2]) if numbers[2] else None)


def circles_of(db: Connection, person: str, alias: int | None) -> list[list[Any]]:
    """The circles she is in, with the names of their topics; with an `alias` those in which somebody is called so."""
    hers = members.circles_of(db, int(person))
    if alias is not None:
        hers = [seat for seat in hers if alias in [each.alias for each in members.seated(db, seat.circle)]] or hers
    return [[seat.circle, peer_words.names_of(db, seat.topic)] for seat in hers]


def standing(db: Connection, person: str, number: int) -> dict[str, Any]:
    """Whether she is asked for a circle and has not answered yet, with all that `later` wants to know."""
    seat = members.find(db, int(person), number)
    waits = seat is not None and seat.state in (CHOSEN, ASKED) and seat.circle_state in LIVE
    return {"waits": waits} | later.how_she_stands(db, int(person))


def answer(db: Connection, person: str, number: int, willing: bool) -> bool:
    """She comes in, or not; False when it is too late."""
    return gathering.answer(db, int(person), number, willing, now())


def put_off(db: Connection, person: str, number: str, what: str) -> str:
    """Ask her again later, as long as there is time; the moment on her own clock."""
    until = later.moment_of(db, int(person), what)
    seat = members.find(db, int(person), int(number))
    if seat is not None:
        due = min(until, seat.until - gathering.LAST_MOMENT)
        members.set_seat(db, seat, (CHOSEN, ASKED), state=CHOSEN, due_at=due)
    return until.isoformat()
