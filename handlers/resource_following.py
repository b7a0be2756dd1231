"""To hear once a month what is new under some topics: only with her agreement, and ended in one press."""

from collections.abc import Sequence

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, listed
from dialogue.questions import PickMany, YesNo
from handlers import objecting
from handlers import resource_reading as reading
from handlers.resource_questions import PERSON
from models import people
from models.base import now
from models.consents import ANNOUNCEMENTS
from models.resources import news

FOLLOW = Choice("follow", _("Choose topics"), sends="/follow")


def follow(language: str, chat: Chat[Connection]) -> None:
    """Let her choose the topics of which she wants to hear, and ask for her agreement where it is missing."""
    topics = chat.look_up(f"topics {language}", reading.shelves, chat.person, language)
    if not topics:
        return chat.say(_("There is no material here yet. The team can help you meanwhile."), choices=[PERSON])
    before = chat.look_up("before", following, chat.person)
    names = dict(topics)
    prompt = _prompt([names[key] for key in before if key in names])
    wanted = chat.ask("topics", PickMany(prompt, [Choice(key, name) for key, name in topics]))
    if not wanted:
        return unfollow(chat)
    if not _agrees(chat):
        return chat.say(_("All right, then I will not tell you. You can look for material here whenever you want."))
    chat.do("follow", follow_topics, chat.person, wanted)
    chat.say(_("Noted. Once a month I tell you what is new on: {topics}.", topics=listed(*(names[k] for k in wanted))))
    if chat.look_up("stopped", has_stopped, chat.person):
        chat.say(_("You asked us not to write to you. To be told, write “start”."))
    else:
        chat.say(_("To end that, write “no more news”."))
    return None


def unfollow(chat: Chat[Connection]) -> None:
    """Tell her of nothing new any more."""
    chat.do("unfollow", follow_topics, chat.person, [])
    chat.say(_("All right, I will not tell you what is new. To hear of it again, choose topics."), choices=[FOLLOW])


def _prompt(before: Sequence[str]) -> Phrase:
    if before:
        return _("You hear of: {topics}. What do you want to hear of? For example: 1, 2", topics=listed(*before))
    return _("Once a month I can tell you what is new. On which topics? For example: 1, 2")


def _agrees(chat: Chat[Connection]) -> bool:
    """Whether she has agreed to news; whoever has not is asked."""
    if ANNOUNCEMENTS in chat.look_up("agreed", objecting.agreed_to, chat.person):
        return True
    prompt = _("For that I need your agreement to send you news and materials. You can take it back. Do you agree?")
    if not chat.ask("agree", YesNo(prompt)):
        return False
    chat.do("agreed to", objecting.agree_to, chat.person, chat.given["contact"], ANNOUNCEMENTS)
    return True


def following(db: Connection, person: str) -> list[str]:
    """The topics of which she hears (keys)."""
    return news.following(db, int(person))


def follow_topics(db: Connection, person: str, topics: Sequence[str]) -> None:
    """Let her hear of these topics and no others."""
    news.follow(db, int(person), topics, now())


def has_stopped(db: Connection, person: str) -> bool:
    """Whether she wants nothing unasked."""
    return people.has_stopped(db, int(person))
