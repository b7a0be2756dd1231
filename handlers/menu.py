"""The menu, the help, and the choice of language: short flows that nobody needs to come back to."""

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import Pick, YesNo
from handlers.following import Follow, GiveUp, TakeUp
from handlers.tongues import WHICH_LANGUAGE, tongues
from models import contacts, conversations, people

MOST = 10  # entries of a list

STAFFS = [
    Choice("staff", _("Team"), sends="/staff"),
]
HERS = [
    Choice("progress", _("Report progress"), sends="/progress"),
    Choice("plans", _("My plans"), sends="/plans"),
    Choice("resources", _("Materials"), sends="/resources"),
    Choice("peers", _("Peers"), sends="/peers"),
    Choice("person", _("Talk to a person"), sends="/person"),
    Choice("news", _("A change at work"), sends="/news"),
    Choice("data", _("My data"), sends="/data"),
    Choice("settings", _("Settings"), sends="/settings"),
]
EVERYBODYS = [
    Choice("help", _("Help"), sends="/help"),
]
REST = Choice("rest", _("Go on where I left off"), sends="/rest")
_LANGUAGE = Choice("language", _("Language"), sends="/language")

HELP = _(
    "Write “progress” to report on your plan, or all in one line: “progress 60 we trained 20 officers”.\n"
    "To find material, write “search” and what it is about: “search chain of custody”.\n"
    "You can also write: my plans, find a peer, my data, settings, talk to a person.\n"
    "At any moment: menu, back, cancel, language, clear, stop."
)


def menu(chat: Chat[Connection]) -> Follow:
    """Ask what the person wants to do, and go there."""
    unfinished = bool(chat.person) and chat.look_up("unfinished", is_unfinished, chat.person)
    return Follow(chat.ask("what", Pick(_("What would you like to do?"), entries(chat, unfinished=unfinished))))


def entries(chat: Chat[Connection], *, unfinished: bool = False) -> list[Choice]:
    """What there is for an alumna, for a staff member, or for one who is both: ten at the most, as a list holds."""
    first = [REST] if unfinished else []
    staff = STAFFS if chat.given.get("staff") is not None else []
    return [*first, *staff, *(HERS if chat.person else [_LANGUAGE]), *EVERYBODYS][:MOST]


def is_unfinished(db: Connection, person: str) -> bool:
    """Whether she left something that she can take up again."""
    return conversations.set_aside(db, f"p{person}") is not None


def help(chat: Chat[Connection]) -> None:
    """Say how to use the service."""
    chat.say(HELP)


def language(chat: Chat[Connection]) -> None:
    """Change the language."""
    wanted = chat.ask("language", Pick(WHICH_LANGUAGE, tongues()))
    chat.do("speak", speak, chat.person, chat.given["contact"], wanted)
    chat.say(_("From now on we speak English."))


def speak(db: Connection, person: str, contact: int, wanted: str) -> None:
    """Talk to a person in another language; to somebody who is none of the alumni, at this contact."""
    if person:
        people.speak(db, int(person), wanted)
    else:
        contacts.speak(db, contact, wanted)


def resume(chat: Chat[Connection]) -> TakeUp | GiveUp:
    """Offer to take up what was interrupted."""
    unfinished = _("You left something unfinished: {what}. Shall we go on?", what=TITLES[chat.given["flow"]])
    wanted = chat.ask("go on", YesNo(unfinished, _("Go on"), _("Drop it")))
    return TakeUp(chat.given["talk"]) if wanted else GiveUp(chat.given["talk"], chat.given.get("instead"))


TITLES: dict[str, Phrase] = {
    "progress": _("your progress report"),
    "survey": _("your questionnaire"),
    "profile": _("your data"),
    "plans": _("your plans"),
    "new_plan": _("your new plan"),
    "news": _("your change at work"),
    "person": _("your question to the team"),
    "about": _("your question to the team"),
    "announce": _("your announcement"),
}
