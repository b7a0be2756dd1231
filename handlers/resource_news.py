"""The digest of what is new under the topics that she follows: begun unasked, once a month."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, plural
from handlers import later
from handlers import resource_reading as reading
from handlers.following import Follow
from handlers.resource_questions import AGAIN
from handlers.resource_search import leaf
from models import preferences
from models.base import now
from models.resources import news

UNFOLLOW = Choice("unfollow", _("Stop telling me"), ("ya no", "no more"), "/unfollow")
_LONGEST = 15  # digits of a mark


def mark_of(since: datetime) -> str:
    """The moment since which a digest tells, as a command names it: in milliseconds."""
    return str(int(since.timestamp() * 1000))


def marked(mark: str) -> datetime | None:
    """The moment that `mark` names."""
    if not (mark.isascii() and mark.isdecimal() and len(mark) <= _LONGEST):
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(mark))


def digest(language: str, chat: Chat[Connection]) -> Follow | None:
    """Show what is new since a moment; in discreet mode only after she has said that she can look."""
    what, _space, named = str(chat.given.get("line", "")).partition(" ")
    mark = str(chat.given.get("about", named))
    if what:
        chat.do("dealt with", later.dealt_with, chat.person)
    if what == "later":
        _put_off(chat, mark)
        return None
    found = chat.look_up(f"new {language}", new_since, chat.person, language, mark)
    if not found:
        chat.say(_("There is nothing new on your topics just now."), choices=[AGAIN])
        return None
    if _has_to_hide(chat, what) and chat.ask("look", later.discreet("digest", mark)) == "later":
        return Follow("digest", {"line": f"later {mark}"})
    return leaf(chat, reading.as_cards(found), _new, UNFOLLOW)


def _has_to_hide(chat: Chat[Connection], what: str) -> bool:
    return not (what or chat.given.get("looks")) and chat.look_up("discreet", is_discreet, chat.person)


def _put_off(chat: Chat[Connection], mark: str) -> None:
    standing = chat.look_up("standing", how_she_stands, chat.person)
    said = later.put_off(chat, "later", mark, standing, put_off)
    if said is not None:
        chat.say(said)


def _new(n: int) -> Phrase:
    return plural("There is {n} new item on your topics.", "There are {n} new items on your topics.", n)


def new_since(db: Connection, person: str, language: str, mark: str) -> list[reading.Facts]:
    """What is new for her since the moment of a mark."""
    since = marked(mark)
    return [] if since is None else reading.as_facts(news.new_since(db, int(person), language, since, now()))


def is_discreet(db: Connection, person: str) -> bool:
    """Whether others may see her phone."""
    return preferences.with_rhythm(db, int(person))[0].discreet


def how_she_stands(db: Connection, person: str) -> dict[str, object]:
    """Whether she wants nothing unasked, and which day it is on her own clock."""
    return later.how_she_stands(db, int(person))


def put_off(db: Connection, person: str, mark: str, what: str) -> str:
    """Tell her again as she says; the moment on her own clock."""
    until = later.moment_of(db, int(person), what)
    since = marked(mark)
    if since is not None:
        news.tell_again(db, int(person), since, until)
    return until.isoformat()
