"""What is done about an invitation: begin, go on, later, no. A command, since its buttons stay for weeks."""

from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.phrases import Phrase, _
from handlers import later
from handlers.following import Follow, TakeUp
from models.base import now
from models.surveys import invitations, telling
from models.surveys.tables import COMPLETE, ENDS, HELD, PARTIAL, REFUSED

_LONGEST = 18  # digits of a number


def answer_invitation(chat: Chat[Connection]) -> Follow | TakeUp | None:
    """Obey `<what> <number>`: one of the choices of an invitation, however old its button is."""
    what, _space, number = chat.given.get("line", "").partition(" ")
    about = chat.look_up("about", standing, chat.person, number)
    if about is None:
        chat.say(_("I cannot find those questions. To see what waits for you, write “survey”."))
        return None
    chat.do("dealt with", later.dealt_with, chat.person)
    closed = _closed(chat, what, number, about)
    if closed is not None:
        chat.say(closed)
        return None
    if what == "begin":
        return _begin(about, number)
    said = _obey(chat, what, number, about)
    if said is None:
        return Follow("invitation", {"about": number, "looks": True})
    chat.say(said)
    return None


def _closed(chat: Chat[Connection], what: str, number: str, about: dict[str, Any]) -> Phrase | None:
    """Why nothing can be answered any more. Who refused may still change her mind for a while."""
    if about["state"] == REFUSED and what != "no" and chat.do("again", take_back_refusal, chat.person, number):
        return None
    if about["state"] in (COMPLETE, PARTIAL):
        return _("Your answers are saved already. Thank you.")
    if about["state"] == REFUSED:
        return _("All right, we do not ask you these questions again.")
    if about["state"] in (*ENDS, HELD) or about["form"] is None:
        return _("These questions are closed by now. Thank you all the same.")
    return None


def _begin(about: dict[str, Any], number: str) -> Follow | TakeUp:
    if about["talk"] is not None:
        return TakeUp(about["talk"])
    return Follow("survey", {"form": about["form"], "invitation": int(number)})


def _obey(chat: Chat[Connection], what: str, number: str, about: dict[str, Any]) -> Phrase | None:
    """Do what she chose, and what to say then; None for whatever asks to see the invitation again."""
    postponed = later.put_off(chat, what, number, about, put_off)
    if postponed is not None:
        return postponed
    if what == "no":
        chat.do("refuse", refuse, number)
        return _("All right, we do not ask you these questions again.")
    return None


def standing(db: Connection, person: str, number: str) -> dict[str, Any] | None:
    """How the invitation of this person stands that a command names; None if she has no such."""
    if not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST):
        return None
    invitation = invitations.find(db, int(person), int(number))
    if invitation is None:
        return None
    counted, left = telling.questions(db, invitation), telling.unfinished(db, invitation)
    return {
        "state": invitation.state,
        "form": None if counted is None else counted[0],
        "talk": None if left is None else left.talk,
        **later.how_she_stands(db, int(person)),
    }


def put_off(db: Connection, person: str, number: str, what: str) -> str:
    """Ask her again as she says; the moment on her own clock."""
    until = later.moment_of(db, int(person), what)
    invitations.put_off(db, int(number), until, promised=True)
    return until.isoformat()


def refuse(db: Connection, number: str) -> None:
    """She does not want to answer these questions."""
    invitations.move(db, int(number), REFUSED, now())


def take_back_refusal(db: Connection, person: str, number: str) -> bool:
    """She wants to answer after all; whether she still can."""
    return invitations.take_back_refusal(db, int(person), int(number), now())
