"""One's announcements on one's own phone: the list, how each stands, and all that may be done with it.

Every deed ends this conversation and begins it anew, so that what is shown is always how things are now.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, lines, plural
from dialogue.questions import Pick
from handlers import announcement_changes as changes
from handlers.announcement_numbers import Numbers, cost_and_time, left_out, numbers, reached
from handlers.announcement_options import confirmation, options
from handlers.announcement_preview import shown
from handlers.announcement_report import answer_lines, read_back, report_lines, reported, state_line
from handlers.deed_words import STATES, told
from handlers.deeds import Done
from handlers.doing import do
from handlers.following import Follow
from handlers.kept_sentences import again, kept
from models import audience
from models.announcements import authors, reading, resending
from models.announcements.tables import DRAFT, TO_APPROVE

SHOWN = 8  # announcements at once
BEGINNING = 40  # letters of a text by which it is recognised


def announcements(chat: Chat[Connection]) -> Follow | None:
    """Show how one announcement stands, and do with it what is wanted."""
    number = _choose(chat)
    if number is None:
        return None
    facts = chat.look_up("facts", facts_of, chat.given["staff"], number)
    if facts is None:
        chat.say(told("look", Done("gone")))
        return None
    what = chat.given.get("begin") or _ask_what(chat, facts)
    if what == "list":
        return Follow("announcements")
    if what in changes.ASKS:
        return changes.ASKS[what](chat, facts)
    return _deed(chat, facts, what)


def _choose(chat: Chat[Connection]) -> int | None:
    given = str(chat.given.get("line", "")).strip().removeprefix("#")
    if given.isdecimal() and len(given) < 16:
        return int(given)
    rows = chat.look_up("list", newest)
    if not rows:
        chat.say(_("There is no announcement yet. To write one, write “new announcement”."))
        return None
    shown_rows = (_("{number}. {state}: {text}", number=str(row["id"]), state=STATES[row["state"]], text=row["text"]) for row in rows)
    prompt = lines(*shown_rows, _("Which one?"))
    picks = [Choice(str(row["id"]), _("No. {number}", number=str(row["id"])), (str(row["id"]),)) for row in rows]
    return int(chat.ask("which", _ByNumber(prompt, picks)))


class _ByNumber(Pick):
    """A typed number is that of the announcement, not its place in the list."""

    numbered = False


def _ask_what(chat: Chat[Connection], facts: Mapping[str, Any]) -> str:
    for line in summary(facts):
        chat.say(line)
    return chat.ask("what", Pick(_("What shall we do with it?"), options(facts)))
