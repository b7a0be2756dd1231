"""What people press under an announcement: it is noted at any moment, and whatever was open goes on.

A button sends a command with the number of the announcement. Whoever types what stands on it answers the newest one
that has such buttons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogue.catalogues import languages
from dialogue.phrases import Phrase, _, lines, said
from dialogue.questions import Text
from dialogue.understanding import exact, plain
from handlers.asking import MOST, PASSED_ON, hours_for, when
from handlers.asking import ask as ask_the_team
from models.announcements import answers, copies, personal, reading
from models.announcements.blanks import Worded
from models.announcements.choices import COMMANDS, OFFERED

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from dialogue.commands import Command
    from dialogue.conversation import Conversation
    from dialogue.engine import Chat
    from dialogue.messages import Choice
    from handlers.answering import Answering
    from models.conversations import Held

    Act = Callable[[Answering, Command, Held | None, Conversation | None], None]

#: Open questions that do not come again after an answer: they ask for nothing that she was about to tell.
UNREPEATED = ("menu", "resume", "staff")
_TOO_LATE = _("I can no longer note that. If you need something, write “talk to a person”.")
_ONLY_A_TEST = _("That was a test: nothing is noted.")
_NO_MORE = _("There is no more about this. If you have a question, write “talk to a person”.")
_KINDS = {command: kind for kind, command in COMMANDS.items()}


def pressed(answer: Answering, command: Command, held: Held | None, conversation: Conversation | None) -> None:
    """Note the answer that a button brings, or that was typed, and come back to what was open."""
    kind = _KINDS[command.name]
    if answer.contact.is_stranger:
        answer.say(_("Let us finish this first."))
        return _go_on(answer, held, conversation, repeated=True)
    number, choice = _meant(answer, kind, command.rest)
    if choice is None:
        answer.say(_hint(kind))
    elif number is None or not _noted(answer, number, choice):
        answer.say(_ONLY_A_TEST if _is_staffs(answer) else _TOO_LATE)
    elif kind == "person":
        return answer.begin("about", {"announcement": number})
    else:
        answer.say(_more(answer, number) if kind == "more" else _thanks(choice))
    return _go_on(answer, held, conversation)


ACTS: dict[str, Act] = dict.fromkeys(_KINDS, pressed)


def ask_about(chat: Chat[Connection]) -> None:
    """Take a question about an announcement to the staff, with its number, and say when they answer."""
    text = chat.ask("question", Text(_("What do you want to ask the team? Please write it in one message."), MOST))
    chat.do("ask", ask, chat.person, chat.given["contact"], chat.given["announcement"], text)
    chat.say(lines(PASSED_ON, when(chat.look_up("hours", hours_for, chat.person))))


def ask(db: Connection, person: str, contact: int, announcement: int, text: str) -> None:
    """Pass on what somebody asks, with the number of the announcement it is about."""
    about = _("About announcement {announcement}: {text}", announcement=str(announcement), text=text)
    ask_the_team(db, person, contact, said(about, languages()[0]))


def _go_on(answer: Answering, held: Held | None, conversation: Conversation | None, *, repeated: bool = False) -> None:
    """Pose the open question again, if there is one that she was about to answer; nothing else is brought up."""
    if held is not None and (repeated or held.flow not in UNREPEATED):
        answer.run(held, conversation=conversation)


def _meant(answer: Answering, kind: str, rest: str) -> tuple[int | None, Choice | None]:
    """The announcement, by its number or the newest of this kind, and which of its buttons."""
    number, words = _split(rest, alone=len(OFFERED[kind]) == 1)
    if number is None and answer.contact.person_id is not None:
        number = answers.last_with(answer.db, answer.contact.person_id, kind, answer.moment)
    return number, _choice(OFFERED[kind], words)


def _split(rest: str, *, alone: bool) -> tuple[int | None, str]:
    """The number of an announcement, and the words behind it; where there is one button only, a number stands alone."""
    first, *behind = rest.split(maxsplit=1)[:2] or [""]
    if first.isdecimal() and len(first) < 16 and (behind or alone):
        return int(first), " ".join(behind)
    return None, rest


def _choice(offered: tuple[Choice, ...], words: str) -> Choice | None:
    if len(offered) == 1:
        return offered[0]
    named = (choice for choice in offered if choice.value == plain(words))
    return next(named, None) or exact(words, offered)


def _noted(answer: Answering, number: int, choice: Choice) -> bool:
    person = answer.contact.person_id
    return person is not None and answers.answer(answer.db, number, person, choice.value, answer.moment)


def _is_staffs(answer: Answering) -> bool:
    return answer.contact.staff_id is not None


def _thanks(choice: Choice) -> Phrase:
    return _("Noted: “{answer}”. If you change your mind, press another button.", answer=choice.label)


def _hint(kind: str) -> Phrase:
    if kind == "rating":
        return _("Please press one of the buttons, or write a number from 1 to 5: “rate 4”.")
    return _("Please press one of the buttons, or write what stands on it.")


def _more(answer: Answering, number: int) -> Phrase | str:
    """What there is to say beyond the announcement, in her language if it is there, with her own blanks."""
    person, standing = answer.contact.person_id, reading.find(answer.db, number)
    copy = None if person is None else answers.copy_of(answer.db, number, person, answer.moment)
    if standing is None or copy is None:
        return _NO_MORE
    words = reading.words(answer.db, number, standing.revision)
    told = {language: each for language, each in words.items() if each.more}
    if not told:
        return _NO_MORE
    worded = Worded(reading.in_language(told, answer.language)[1].more or "")
    hers = [each for each in [copies.one(answer.db, copy, answer.moment)] if each is not None]
    return worded.fill(personal.values(answer.db, worded.needs, hers).get(person or 0, {}))
