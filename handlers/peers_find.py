"""Looking for a peer: by topic, region and level. Nothing tells whether there is anybody until somebody says yes."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Day, Phrase, _
from dialogue.questions import Pick, Text, YesNo
from handlers import peer_words
from handlers.following import Follow
from handlers.paragraphs import paragraph
from handlers.peers import takes_part
from handlers.profile_questions import LEVELS
from models import freezes, hours, preferences
from models.base import now
from models.peers import candidates, checking, requests
from models.peers.candidates import Wanted

ANY = "any"
_LIMIT = _("You have looked for three peers this week. You can look for more in a few days.")
_RESTS = paragraph(peer_words.RESTS, _("You can look for somebody when it goes on."))
_TRIES = 50


def peers_find(chat: Chat[Connection]) -> Follow | None:
    """Ask whom she looks for and why, and ask for her if she wants."""
    if not chat.look_up("agreed", takes_part, chat.person):
        return Follow("peers", {"then": "peers_find"})
    known = chat.look_up("topics", peer_words.all_topics)
    if not known:
        chat.say(_("There are no topics to choose from yet."))
        return None
    if chat.look_up("rests", rests, chat.person):
        chat.say(_RESTS)
        return None
    if not chat.look_up("may", may_ask, chat.person):
        chat.say(_LIMIT)
        return None
    wanted = _wanted(chat, known)
    several = chat.look_up("several", are_several, chat.person, *wanted)
    reason = _reason(chat, several=several)
    if not chat.ask("sure", YesNo(_sure(reason), _("Yes, ask"), _("No, leave it"))):
        chat.say(_("All right, nobody was asked."))
        return None
    until = chat.do("ask", ask, chat.person, reason, *wanted)
    chat.say(_RESTS if until == "rests" else _LIMIT if until is None else _asked(until))
    return None


def _wanted(chat: Chat[Connection], known: list[dict[str, Any]]) -> Wanted:
    topic = chat.ask("topic", Pick(_("What do you need help with?"), peer_words.topic_choices(known)))
    regions = [Choice(ANY, _("Anywhere")), *(Choice(key, label) for key, label in peer_words.REGIONS.items())]
    region = chat.ask("region", Pick(_("Where should this person work?"), regions))
    levels = [Choice(ANY, _("Any level")), *(Choice(key, label) for key, label in LEVELS.items())]
    level = chat.ask("level", Pick(_("Which level should it be?"), levels))
    return Wanted(topic, None if region == ANY else region, None if level == ANY else level)


def _reason(chat: Chat[Connection], *, several: bool) -> str:
    """What she needs, in her own words and without anything that tells who she is."""
    found = _("Several people may be able to help you.") if several else _("Perhaps somebody can help you.")
    why = _("What do you need? One or two sentences. Whoever I ask reads them, so leave out your name and workplace.")
    prompt = paragraph(found, why)
    for number in range(_TRIES):
        reason = chat.ask(f"reason{number}", Text(prompt, 300))
        held = chat.look_up(f"held{number}", gives_away, chat.person, reason)
        if held is None:
            return reason
        chat.say(peer_words.held(held))
        prompt = why
    raise LookupError("nobody writes that often")


def _sure(reason: str) -> Phrase:
    return _(
        "I ask up to three people, one after another. They read this and nothing else of you: “{reason}” Shall I ask?",
        reason=reason,
    )


def _asked(until: str) -> Phrase:
    day = Day(date.fromisoformat(until))
    return _("I will ask. When somebody says yes, I write to you. If nobody can, I tell you on {day}.", day=day)


def may_ask(db: Connection, person: str) -> bool:
    """Whether she may look for one more peer this week."""
    return requests.may_ask(db, int(person), now())


def rests(db: Connection, person: str) -> bool:
    """Whether a freeze concerns her."""
    return freezes.is_frozen(db, int(person))


def are_several(db: Connection, person: str, topic: str, region: str | None, level: str | None) -> bool:
    """All that is told of how many there are."""
    return candidates.are_several(db, int(person), Wanted(topic, region, level))


def gives_away(db: Connection, person: str, text: str) -> str | None:
    """What in her words tells who she is."""
    return checking.gives_away(db, int(person), text)


def ask(db: Connection, person: str, reason: str, topic: str, region: str | None, level: str | None) -> str | None:
    """Begin to look for somebody; the day (ISO, hers) until which she hears.

    None when it was enough for this week, "rests" when a freeze concerns her.
    """
    moment = now()
    if rests(db, person):
        return "rests"
    if not requests.may_ask(db, int(person), moment):
        return None
    if requests.ask(db, int(person), Wanted(topic, region, level), reason, moment) is None:
        return None
    rhythm = preferences.rhythm_of(db, int(person))
    return hours.local_date(rhythm, moment + requests.ANSWERED_WITHIN).isoformat()
