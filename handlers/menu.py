"""The menu, the help, and the choice of language: short flows that nobody needs to come back to."""

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import Pick, YesNo
from handlers.following import Follow, GiveUp, TakeUp
from handlers.tongues import WHICH_LANGUAGE, tongues
from models import people

ENTRIES = [
    Choice("progress", _("Report progress"), sends="/progress"),
    Choice("profile", _("My data"), sends="/profile"),
    Choice("link", _("Use another phone"), sends="/link"),
    Choice("language", _("Language"), sends="/language"),
    Choice("help", _("Help"), sends="/help"),
]

HELP = _(
    "Write “progress” to report on your plan, or all in one line: “progress 60 we trained 20 officers”.\n"
    "At any moment you can write: menu, back, cancel, language, stop."
)


def menu(chat: Chat[Connection]) -> Follow:
    """Ask what the person wants to do, and go there."""
    return Follow(chat.ask("what", Pick(_("What would you like to do?"), ENTRIES)))


def help(chat: Chat[Connection]) -> None:
    """Say how to use the service."""
    chat.say(HELP)


def language(chat: Chat[Connection]) -> None:
    """Change the language."""
    wanted = chat.ask("language", Pick(WHICH_LANGUAGE, tongues()))
    chat.do("speak", speak, chat.person, wanted)
    chat.say(_("From now on we speak English."))


def speak(db: Connection, person: str, wanted: str) -> None:
    """Talk to a person in another language."""
    people.speak(db, int(person), wanted)


def resume(chat: Chat[Connection]) -> TakeUp | GiveUp:
    """Offer to take up what was interrupted."""
    unfinished = _("You left something unfinished: {what}. Shall we go on?", what=TITLES[chat.given["flow"]])
    wanted = chat.ask("go on", YesNo(unfinished, _("Go on"), _("Drop it")))
    return TakeUp(chat.given["talk"]) if wanted else GiveUp(chat.given["talk"], chat.given.get("instead"))


TITLES: dict[str, Phrase] = {
    "progress": _("your progress report"),
    "profile": _("your data"),
    "link": _("your other phone"),
}
