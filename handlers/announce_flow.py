"""Writing an announcement on one's own phone: question after question, and how it will look, before it is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.questions import NO, YES, Pick
from handlers import announcement_questions as questions
from handlers.announcement_preview import shown
from handlers.announcing import draft
from handlers.deed_words import told
from handlers.deeds import Done, by_phone
from handlers.following import Follow
from handlers.kept_sentences import again, kept
from handlers.paragraphs import paragraphs
from models import office_hours
from models.announcements import authors
from models.announcements.drafts import Draft

_RIGHT = [
    Choice("right", _("It is right"), YES),
    Choice("change", _("Change something"), NO),
]


def announce(chat: Chat[Connection]) -> Follow | None:
    """Ask for everything, show it, keep it as a draft, and go on to where it is sent."""
    member = chat.given["staff"]
    if not chat.look_up("may", authors.may_announce, member):
        chat.say(told("draft", Done("not allowed")))
        return None
    said = _asked(chat)
    looks = chat.look_up("looks", looks_of, said)
    right = chat.ask("right", Pick(paragraphs(again(looks), _("Is it right like this?")), _RIGHT))
    number = chat.do("draft", write, member, said)
    if number is None:
        chat.say(told("draft", Done("not allowed")))
        return None
    return Follow("announcement", {"line": str(number), "begin": "change" if right == "change" else ""})


def _asked(chat: Chat[Connection]) -> dict[str, Any]:
    found = questions.whom(chat)
    texts = questions.words(chat)
    choices = questions.buttons(chat)
    more = questions.words(chat, more=True) if choices == "more" else {}
    begins = questions.begins(chat)
    return {"audience": found["expression"], "texts": texts, "more": more, "choices": choices, "begins": begins}


def looks_of(db: Connection, said: Mapping[str, Any]) -> dict[str, str]:
    """How it will look, as it is said in each language."""
    return kept(shown(db, questions.together(said["texts"], said["more"]), said["choices"]))


def write(db: Connection, member: int, said: Mapping[str, Any]) -> int | None:
    """Keep what was asked for as a draft; its number, or None for somebody who may not announce (any more)."""
    return draft(db, by_phone(member), drafted(db, said))


def drafted(db: Connection, said: Mapping[str, Any]) -> Draft:
    """What was asked for, as a draft; it begins on everybody's own clock."""
    begins = starts_at(db, said["begins"])
    texts = questions.together(said["texts"], said["more"])
    return Draft(said["audience"], texts, said["choices"], starts_at=begins, local=begins is not None)


def starts_at(db: Connection, begins: str | None) -> datetime | None:
    """The moment of the programme's clock that was asked for."""
    zone = office_hours.of(db).zone
    return None if begins is None else datetime.fromisoformat(begins).replace(tzinfo=zone)
