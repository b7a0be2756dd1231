"""The way of everything unasked: whether it may go out now, to which phone, and how its question waits for an answer.

Outside WhatsApp's window a template knocks, and whatever the person writes then shows the question.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection

from dialogue.drawing.content import Content, in_words
from handlers.answering import Answering
from models import arbiter, conversations, hours, outbox, prompting_facts, prompts
from models.arbiter import Later, Send, Verdict
from models.contacts import Known
from models.knocks import knocks_approved, window_open
from models.messages import BULK
from models.prompting_facts import Circumstances

A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)


class Way(NamedTuple):
    """A contact to write to; with a `knock` its window is closed, and this template goes first."""

    contact: Known
    knock: str | None = None


def prompt(
    db: Connection,
    person: int,
    flow: str,
    given: Mapping[str, Any],
    kind: str,
    moment: datetime,
    *,
    purpose: str | None = None,
    promised: bool = False,
) -> Verdict:
    """Begin `flow` with `person`, unasked, if the arbiter lets it; what came of it.

    `purpose` is the voluntary one that it serves, if any; `promised` if she was told that it comes now.
    """
    if not prompts.hold(db, person):
        return Later(moment + A_MINUTE, "busy")
    about = prompting_facts.circumstances(db, person, purpose, moment, promised=promised)
    verdict = arbiter.decide(about.facts, moment)
    if not isinstance(verdict, Send):
        return verdict
    way = choose_contact(db, about, moment)
    if way is None:
        return Later(hours.next_allowed(about.facts.rhythm, moment + A_DAY), "window")
    talk, message = _begin(db, way, flow, given, moment)
    knocks = way.knock is not None
    prompts.begin(db, person, way.contact.id, kind, talk, message, moment, knocks=knocks)
    return verdict


def choose_contact(db: Connection, about: Circumstances, moment: datetime) -> Way | None:
    """Where to write to a person: the channel she wants first, else where she wrote last; None when nowhere.

    A WhatsApp contact whose window is closed needs a template that is approved in its language.
    """
    template = "discreet" if about.chosen.discreet else "reminder"
    approved: frozenset[str] | None = None
    for contact in sorted(about.contacts, key=lambda each: each.channel != about.chosen.first_channel):
        if contact.channel != "whatsapp" or window_open(contact.heard_at, moment):
            return Way(contact)
        approved = knocks_approved(db) if approved is None else approved
        if f"{template}_{Answering(db, contact, moment).language}" in approved:
            return Way(contact, template)
    return None


def _begin(db: Connection, way: Way, flow: str, given: Mapping[str, Any], moment: datetime) -> tuple[int, int]:
    """Begin the flow, unseen until its message has gone out, and queue that, or the knock; conversation and message."""
    answering = Answering(db, way.contact, moment)
    answering.begin(flow, given)
    talk = conversations.hide(db, way.contact.owner)
    if talk is None:
        raise LookupError("a flow that is begun unasked has to ask something")
    return talk, _queue(db, way.contact, _contents(answering, way.knock), moment)


def _contents(answering: Answering, knock: str | None) -> Sequence[Content]:
    if knock is None:
        return in_words(answering.said, answering.language)
    return [Content(knock, language=answering.language, knock=True)]


def _queue(db: Connection, contact: Known, contents: Sequence[Content], moment: datetime) -> int:
    """Put it behind all replies; the number of the message that comes last."""
    return [outbox.queue(db, contact.id, contact.channel, each, moment, BULK) for each in contents][-1]
