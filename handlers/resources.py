"""Looking for material: what she is looking for, in her own words or by topic."""

from collections.abc import Sequence

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from handlers import resource_reading as reading
from handlers.following import Follow
from handlers.resource_questions import PERSON, WORDS, Wanted

SAVED = Choice("saved", _("My saved items"), ("guardados", "saved"), "/saved")
FOLLOW = Choice("follow", _("Tell me what is new"), ("novedades", "news"), "/follow")
_WHAT = _("What are you looking for? Write a few words, or choose a topic.")


def resources(language: str, chat: Chat[Connection]) -> Follow | None:
    """Ask what she is looking for, and go there."""
    saved = chat.look_up("has saved", reading.has_saved, chat.person)
    return ask_for(chat, language, _WHAT, [*([SAVED] if saved else []), FOLLOW])


def ask_for(chat: Chat[Connection], language: str, prompt: Phrase, others: Sequence[Choice]) -> Follow | None:
    """Let her write words or choose a topic, or something else."""
    topics = chat.look_up(f"topics {language}", reading.shelves, chat.person, language)
    if not topics:
        chat.say(_("There is no material here yet. The team can help you meanwhile."), choices=[PERSON])
        return None
    return leads_to(chat.ask("what", Wanted(prompt, reading.topic_choices(topics), others)))


def leads_to(wanted: str) -> Follow:
    """Where an answer leads: to what fits her words, to a topic, or to another conversation."""
    if wanted.startswith(WORDS):
        return Follow("search", {"line": wanted.removeprefix(WORDS)})
    if wanted in (SAVED.value, FOLLOW.value, PERSON.value):
        return Follow(wanted)
    return Follow("shelf", {"line": wanted})
