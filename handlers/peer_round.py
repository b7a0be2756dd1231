"""The monthly round: being in it or not, and what the buttons of its messages do, `/round met 12`, also weeks later."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Day, Phrase, _
from dialogue.questions import Pick, YesNo
from handlers import later, peer_words
from handlers.following import Follow
from handlers.peers import takes_part
from models.base import now
from models.peers import aliases, introductions, profiles
from models.peers.rounds import membership, months, seats
from models.peers.rounds.tables import NO, NOT_YET, YES
from models.peers.tables import OPEN

_LONGEST = 18  # digits of a number
_OFFER = _(
    "Monthly round: once a month I introduce you to somebody with whom you share a topic. Neither of you learns who "
    "the other is until both of you want to. Do you want to take part?"
)
_NOT_NOW = _("All right. If you change your mind, write “monthly round”.")
_NO_ROUNDS = _("There are no monthly rounds for now.")
_PROFILE_FIRST = _("For the round I need to know your topics first.")
_LEFT = _("All right, you are no longer in the monthly round. To come back, write “monthly round”.")
_THANKS = _("Thank you for telling me.")
_FOLLOWS = {"write": "reply", "end": "end"}  # what `/peer` does


def round_(chat: Chat[Connection]) -> Follow | None:
    """Obey `<what> <number>`; without, ask whether she wants to be in the rounds."""
    what, _space, number = str(chat.given.get("line", "")).partition(" ")
    if not what:
        return _choose(chat)
    about = chat.look_up("about", standing, chat.person, number)
    if about is None:
        chat.say(peer_words.GONE)
        return None
    if what == "see":
        return Follow("round_told" if about["telling"] else "round_asked", {"about": about["id"], "looks": True})
    chat.do("dealt with", later.dealt_with, chat.person)
    if what in _FOLLOWS:
        return Follow("peer", {"line": f"{_FOLLOWS[what]} {about['id']}"})
    if what in (YES, NOT_YET, NO):
        chat.do("answer", answer, chat.person, about["id"], what)
        chat.say(_thanks(what, about))
        return None
    chat.say(later.put_off(chat, what, str(about["id"]), about, put_off) or peer_words.GONE)
    return None


def _choose(chat: Chat[Connection]) -> Follow | None:
    if not chat.look_up("agreed", takes_part, chat.person):
        return Follow("peers", {"then": "round"})
    mine = chat.look_up("mine", her_own, chat.person)
    if mine["next"] is None:
        chat.say(_NO_ROUNDS)
        return None
    if not mine["profile"]:
        chat.say(_PROFILE_FIRST)
        return Follow("peers_profile", {"then": "round"})
    if mine["is_in"]:
        _leave(chat, mine)
    else:
        _join(chat, mine)
    return None


def _join(chat: Chat[Connection], mine: dict[str, Any]) -> None:
    if not chat.ask("join", YesNo(_OFFER)):
        return chat.say(_NOT_NOW)
    chat.do("joined", join, chat.person)
    if mine["rests"]:
        return chat.say(_("Noted. Your profile rests, so you are in once you resume it: write “peers”."))
    return chat.say(_("Noted. The next round is on {day}. To leave it, write “monthly round”.", day=_day(mine)))


def _leave(chat: Chat[Connection], mine: dict[str, Any]) -> None:
    prompt = _("You are in the monthly round. The next one is on {day}.", day=_day(mine))
    options = [Choice("stay", _("Stay in it"), ("sí", "yes")), Choice("leave", _("Leave the round"), ("no", "salir"))]
    if chat.ask("leave", Pick(prompt, options)) == "leave":
        chat.do("left", leave, chat.person)
        return chat.say(_LEFT)
    return chat.say(_("All right."))


def _day(mine: dict[str, Any]) -> Day:
    return Day(date.fromisoformat(mine["next"]))


def _thanks(what: str, about: dict[str, Any]) -> Phrase:
    if what == YES:
        return _("Good to hear. Thank you for telling me.")
    if what == NOT_YET and about["open"]:
        return _("No hurry. To write to “{alias}”: “reply”.", alias=aliases.said(about["alias"]))
    if what == NO and about["is_in"]:
        return _("Thank you for telling me. Next month I introduce you to somebody else.")
    return _THANKS


def standing(db: Connection, person: str, number: str) -> dict[str, Any] | None:
    """How an introduction of a round stands that a command names; None when it is none, or not hers."""
    if not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST):
        return None
    side, seat = introductions.find(db, int(person), int(number)), seats.of(db, int(person), int(number))
    if side is None or seat is None:
        return None
    return {
        "id": side.id,
        "alias": side.alias,
        "open": side.state == OPEN,
        "telling": seat.asked_at is None and seat.answer is None,
        "is_in": membership.since(db, int(person)) is not None,
    } | later.how_she_stands(db, int(person))


def her_own(db: Connection, person: str) -> dict[str, Any]:
    """Whether she has a profile, is in the rounds, and the day of the next one (ISO)."""
    profile, day = profiles.of(db, int(person)), months.next_day(db, now())
    return {
        "profile": profile is not None,
        "rests": profile is not None and profile.paused,
        "is_in": membership.since(db, int(person)) is not None,
        "next": None if day is None else day.isoformat(),
    }


def join(db: Connection, person: str) -> bool:
    """She is in from now on."""
    return membership.join(db, int(person), now())


def leave(db: Connection, person: str) -> None:
    """She is in no round from now on."""
    membership.leave(db, int(person))


def answer(db: Connection, person: str, number: int, what: str) -> None:
    """Keep whether they could talk."""
    side, seat = introductions.find(db, int(person), number), seats.of(db, int(person), number)
    if side is not None and seat is not None:
        seats.answer(db, seat, side, what, now())


def put_off(db: Connection, person: str, number: str, what: str) -> str:
    """Tell or ask her later; the moment on her own clock."""
    until, seat = later.moment_of(db, int(person), what), seats.of(db, int(person), int(number))
    if seat is not None:
        seats.again(db, seat, until)
    return until.isoformat()
