"""An invitation to a survey, or the reminder of one: what it is about, how long it takes, and whether she wants to.

Every choice sends a command (handlers/invited.py), so that the button of an old invitation works at any time.
"""

from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, plural
from dialogue.questions import YES, Pick
from handlers import later
from handlers.following import Follow
from models import installation, preferences
from models.base import now
from models.surveys import invitations, telling
from models.surveys.invitations import Invitation
from models.surveys.tables import ENDS, HELD
from surveys.wording import Wording, in_language

A_MINUTE = 3  # questions

_CLOSED = (*ENDS, HELD)


def invite(chat: Chat[Connection]) -> Follow | None:
    """Ask whether she answers now; in discreet mode only after she has said that she can look."""
    number = str(chat.given["about"])
    about = chat.look_up("about", told_of, chat.person, number)
    if about is None:
        return None
    if (
        about["discreet"]
        and not chat.given.get("looks")
        and chat.ask("look", later.discreet("invited", number)) == "later"
    ):
        return Follow("invited", {"line": f"later {number}"})
    wanted = chat.ask("what", Pick(_told(chat, about), _choices(number, about)))
    return Follow("invited", {"line": f"{wanted} {number}"})


def my_survey(chat: Chat[Connection]) -> Follow | None:
    """What she was asked last and has not answered, for who asks for it herself."""
    waiting = chat.look_up("waiting", waiting_for, chat.person)
    if waiting is not None:
        return Follow("invitation", {"about": waiting, "looks": True, "again": True})
    chat.say(_("We have no questions for you just now. We will write when we do."))
    return None


def _told(chat: Chat[Connection], about: dict[str, Any]) -> Phrase:
    if about["begun"]:
        return _told_of_unfinished(about)
    questions, minutes = about["questions"], max(1, round(about["questions"] / A_MINUTE))
    time = plural("{n} minute", "{n} minutes", minutes)
    if chat.given.get("promised"):
        return plural(
            "You asked me to come back: {n} question is waiting for you. It takes about {time}. Shall we begin?",
            "You asked me to come back: {n} questions are waiting for you. They take about {time}. Shall we begin?",
            questions,
            time=time,
        )
    if chat.given.get("again") or about["reminded"]:
        return plural(
            "{n} question of ours is still waiting for you. It takes about {time}. Shall we begin?",
            "{n} questions of ours are still waiting for you. They take about {time}. Shall we begin?",
            questions,
            time=time,
        )
    return plural(
        "{why} Would you help us with {n} question? It takes about {time}.",
        "{why} Would you help us with {n} questions? They take about {time}.",
        questions,
        why=_why(about),
        time=time,
    )


def _told_of_unfinished(about: dict[str, Any]) -> Phrase:
    words: dict[str, str] = about["words"]
    if any(words.values()):
        return Wording("", words=lambda language: in_language(words, language, about["languages"]))
    if about["answered"]:
        return plural(
            "You have answered {n} question so far. Shall we go on from there?",
            "You have answered {n} questions so far. Shall we go on from there?",
            about["answered"],
        )
    return _("You had begun to answer our questions. Shall we go on?")


def _why(about: dict[str, Any]) -> Phrase:
    days, activity = about["days"], about["activity"]
    who = about.get("organisation") or "Lazos"
    if about["plan"] is not None:
        return _("{organisation} asks about your plan “{plan}”.", organisation=who, plan=about["plan"])
    if activity is None or days is None:
        return _("{organisation} would like to know how you are doing.", organisation=who)
    if about["anchor"] == "start":
        if not days:
            return _("“{activity}” has just begun.", activity=activity)
        return plural("“{activity}” began {n} day ago.", "“{activity}” began {n} days ago.", days, activity=activity)
    if not days:
        return _("“{activity}” has just ended.", activity=activity)
    return plural(
        "{n} day has passed since “{activity}”.", "{n} days have passed since “{activity}”.", days, activity=activity
    )


def _choices(number: str, about: dict[str, Any]) -> list[Choice]:
    begin = _("Go on") if about["begun"] else _("Begin")
    offered = [
        ("begin", begin, (*YES, "empecemos", "comenzar", "claro", "adelante", "go ahead"), True),
        ("shift", _("After my shift"), ("al salir", "cuando salga"), about["shift"]),
        ("tomorrow", _("Tomorrow"), (), True),
        ("later", _("Later"), ("luego", "después", "al rato", "en 3 horas", "ahora no", "not now"), True),
        ("no", _("No, thank you"), ("no", "no quiero", "no gracias", "no thanks"), True),
    ]
    return [Choice(what, label, also, f"/invited {what} {number}") for what, label, also, fits in offered if fits]


def waiting_for(db: Connection, person: str) -> str | None:
    """The number of what she was asked last and has neither finished nor refused."""
    found = invitations.open_of(db, int(person), now())
    return None if found is None else str(found.id)


def told_of(db: Connection, person: str, number: str) -> dict[str, Any] | None:
    """What an invitation tells this person; None when there is nothing to answer."""
    invitation = invitations.find(db, int(person), int(number))
    if invitation is None or invitation.state in _CLOSED:
        return None
    counted = telling.questions(db, invitation)
    if counted is None:
        return None
    chosen, rhythm = preferences.with_rhythm(db, int(person))
    left = telling.unfinished(db, invitation)
    return {
        **_occasion(db, invitation, rhythm.zone),
        "reminded": invitation.reminded > 0,
        "questions": counted[1],
        "begun": left is not None,
        "answered": left.answered if left else 0,
        "words": dict(left.words) if left else {},
        "languages": list(left.languages) if left else [],
        "shift": rhythm.shift is not None,
        "discreet": chosen.discreet,
    }


def _occasion(db: Connection, invitation: Invitation, zone: str) -> dict[str, Any]:
    activity = telling.activity(db, invitation)
    since = activity and (activity.starts_on if invitation.anchor == "start" else activity.ends_on)
    return {
        "anchor": invitation.anchor,
        "activity": activity and f"{activity.programme}, {activity.cohort}",
        "days": telling.days_since(since, zone, now()),
        "plan": telling.plan_title(db, invitation),
        "organisation": installation.kept(db, "organisation"),
    }
