"""Somebody is asked whether she is willing: yes, no or later, each a command that works while the question stands."""

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import NO, YES, Pick
from handlers import later
from handlers.following import Follow


def willing(chat: Chat[Connection], command: str, prompt: Phrase, yes: Phrase, *, discreet: bool) -> Follow:
    """Ask, when she is `discreet` only after she has said that she can look; what `command` then does about it."""
    number = chat.given["about"]
    hides = discreet and not chat.given.get("looks")
    if hides and chat.ask("look", later.discreet(command, str(number))) == "later":
        return Follow(command, {"line": f"later {number}"})
    offered = (("yes", yes, YES), ("no", _("No, thank you"), NO), ("later", _("Later"), ("luego",)))
    choices = [Choice(what, label, also, f"/{command} {what} {number}") for what, label, also in offered]
    return Follow(command, {"line": f"{chat.ask('what', Pick(prompt, choices))} {number}"})
