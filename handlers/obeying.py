"""What each command does, at any moment, and how the open question comes back after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from dialogue import commands
from dialogue.catalogues import languages
from dialogue.conversation import Kind
from dialogue.phrases import _
from handlers import inviting, replying_to
from handlers.menu import HELP
from models import contacts, conversations, doubts, people, stopping

if TYPE_CHECKING:
    from dialogue.commands import Command
    from dialogue.conversation import Conversation
    from handlers.answering import Answering
    from models.conversations import Held

REST = "rest"

Act = Callable[["Answering", "Command", "Held | None", "Conversation | None"], None]


def back(answer: Answering, command: Command, held: Held | None, conversation: Conversation | None) -> None:
    """Ask the last question again; from the first one of what the menu leads to, go back to the menu."""
    if held is not None and conversation is not None and not conversation.back():
        if answer.leads_to_menu(held):
            return answer.begin("menu")
        answer.say(_("There is no earlier step to go back to. To leave this, write “cancel”."))
    return _return(answer, held, conversation)


def cancel(answer: Answering, command: Command, held: Held | None, conversation: Conversation | None) -> None:
    """Drop what is going on."""
    if held is None or conversation is None:
        return answer.offer_rest(otherwise="menu")
    answer.leave(held, for_good=True)
    if held.flow == "resume":
        return answer.give_up(conversation.given["talk"])
    answer.say(_("All right, we leave it here."))
    if answer.contact.person_id is not None and any(entry.kind is Kind.DEED for entry in conversation.log.values()):
        answer.say(_("What was already on record stays."))
    return answer.offer_rest()


def help_(answer: Answering, command: Command, held: Held | None, conversation: Conversation | None) -> None:
    """Say how to use the service; a stranger learns no more than the words."""
    if answer.contact.is_stranger:
        answer.say(_("At any moment you can write: back, cancel, language, stop."))
    else:
        answer.say(HELP)
    if held is not None:
        _return(answer, held, conversation)


def language(answer: Answering, command: Command, held: Held | None, conversation: Conversation | None) -> None:
    """Change the language, and say only the open question again."""
    wanted = command.rest
    if not wanted and not answer.contact.is_stranger:
        return answer.begin("language")
    if not wanted:
        known = languages()
        wanted = known[(known.index(answer.language) + 1) % len(known)]
    _speak(answer, wanted)
    if held is not None and held.flow == "language":
        answer.leave(held, for_good=True)
        held = None
    if held is None:
        answer.say(_("From now on we speak English."))
        return answer.offer_rest()
    return _return(answer, held, conversation)


def stop(answer: Answering, command: Command, held: Held | None, conversation: Conversation | None) -> None:
    """Write nothing unasked any more."""
    if held is not None:
        answer.leave(held, for_good=answer.contact.person_id is None)
    if answer.contact.doubted_person is not None:
        doubts.stop(answer.db, answer.contact.id, answer.moment)
    if answer.contact.person_id is None:
        return answer.say(_("All right. We will not write to you."))
    stopping.stop(answer.db, answer.contact.person_id, answer.moment)
    return answer.say(_("All right. We will only write when you write to us. To undo this, write “start”."))


def start(answer: Answering, command: Command, held: Held | None, conversation: Conversation | None) -> None:
    """Take back a stop."""
    person = answer.contact.person_id
    if person is not None and stopping.come_back(answer.db, person, answer.moment):
        answer.say(_("Welcome back."))
    _return(answer, held, conversation)


def greet(answer: Answering, command: Command, held: Held | None, conversation: Conversation | None) -> None:
    """Go on where the person was."""
    _return(answer, held, conversation)


def rest(answer: Answering, command: Command, held: Held | None, conversation: Conversation | None) -> None:
    """Take up what she left last, or what she was asked; in the middle of something that is what she goes on with."""
    if held is not None and not answer.is_passing(held):
        return _return(answer, held, conversation)
    left = conversations.set_aside(answer.db, answer.contact.owner)
    if left is not None:
        if held is not None:
            answer.leave(held, for_good=True)
        return answer.take_up(left.id)
    person = answer.contact.person_id
    if person is not None and inviting.waiting_for(answer.db, str(person)) is not None:
        return answer.begin("my_survey")
    return _return(answer, held, conversation)


def thank(answer: Answering, command: Command, held: Held | None, conversation: Conversation | None) -> None:
    """Be polite, and come back to what was asked."""
    answer.say(_("You are welcome."))
    if held is not None:
        _return(answer, held, conversation)


def begin(answer: Answering, command: Command, held: Held | None, conversation: Conversation | None) -> None:
    """Begin the flow that the command names; a stranger has none but joining."""
    if answer.contact.is_stranger:
        answer.say(_("Let us finish this first."))
        return _return(answer, held, conversation)
    if command.rest:
        return answer.begin(command.name, {"line": command.rest})
    if held is not None and held.flow == command.name and not _leads_on(answer, held, conversation):
        return _return(answer, held, conversation)
    return answer.begin_or_resume(command.name)


def _leads_on(answer: Answering, held: Held, conversation: Conversation | None) -> bool:
    """Whether it was begun at one thing, and so nothing is lost by beginning it as a whole."""
    return conversation is not None and "line" in conversation.given and answer.leads_to_menu(held)


def _return(answer: Answering, held: Held | None, conversation: Conversation | None) -> None:
    if held is None:
        answer.offer_rest(otherwise="menu")
    else:
        answer.run(held, conversation=conversation)


def _speak(answer: Answering, wanted: str) -> None:
    if answer.contact.person_id is None:
        contacts.speak(answer.db, answer.contact.id, wanted)
    else:
        people.speak(answer.db, answer.contact.person_id, wanted)
    answer.contact = contacts.known(answer.db, answer.contact.id)


ACTS: Mapping[str, Act] = {
    commands.BACK: back,
    commands.CANCEL: cancel,
    commands.HELP: help_,
    commands.LANGUAGE: language,
    commands.STOP: stop,
    commands.START: start,
    commands.GREETING: greet,
    commands.THANKS: thank,
    REST: rest,
    **replying_to.ACTS,
}
