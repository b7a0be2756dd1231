"""The way of everything unasked: whether it may go out now, to which phone, and how its question waits for an answer.

Outside WhatsApp's window a template knocks, and whatever the person writes then shows the question.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from dialogue.drawing.content import Content, in_words
from handlers.answering import Answering
from handlers.knocking import knock
from handlers.ways import REMINDER, Way, choose_contact
from models import arbiter, conversations, hours, outbox, prompting_facts, prompts
from models.arbiter import Later, Send, Verdict
from models.contacts import Known
from models.messages import BULK

A_DAY, AN_HOUR, A_MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)

NEWS = "news"  # a knock


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
    may_knock: Callable[[], bool] = lambda: True,
    template: str = REMINDER,
) -> Verdict:
    """Begin `flow` with `person`, unasked, if the arbiter lets it; what came of it.

    Behind a knock the flow is given `looks`: its question comes as the answer to something that she writes.
    `purpose` is the voluntary one that it serves, if any; `promised` if she was told that it comes now; `may_knock`
    says whether one more person may be knocked at by WhatsApp's limit of a day, and is asked only then. `template` is
    the knock that says what it is about, to whoever is not discreet.
    """
    if not prompts.hold(db, person):
        return Later(moment + A_MINUTE, "busy")
    about = prompting_facts.circumstances(db, person, purpose, moment, promised=promised)
    verdict = arbiter.decide(about.facts, moment)
    if not isinstance(verdict, Send):
        return verdict
    way = choose_contact(db, about, moment, template)
    if way is None:
        return Later(hours.next_allowed(about.facts.rhythm, moment + A_DAY), "window")
    if way.knock is not None and way.contact.channel == "whatsapp" and not may_knock():
        return Later(hours.next_allowed(about.facts.rhythm, moment + AN_HOUR), "quota")
    talk, message = _begin(db, way, flow, given, moment)
    knocks = way.knock is not None
    prompts.begin(db, person, way.contact.id, kind, talk, message, moment, knocks=knocks)
    return verdict


def _begin(db: Connection, way: Way, flow: str, given: Mapping[str, Any], moment: datetime) -> tuple[int, int]:
    """Begin the flow, unseen until its message has gone out, and queue that, or the knock; conversation and message."""
    answering = Answering(db, way.contact, moment)
    answering.begin(flow, given if way.knock is None else {**given, "looks": True}, unasked=True)
    talk = conversations.hide(db, way.contact.owner, flow)
    if talk is None:
        raise LookupError("a flow that is begun unasked has to ask something")
    return talk, _queue(db, way.contact, _contents(answering, way), moment)


def _contents(answering: Answering, way: Way) -> Sequence[Content]:
    return in_words(answering.said, answering.language) if way.knock is None else knock(way.contact, way.knock)


def _queue(db: Connection, contact: Known, contents: Sequence[Content], moment: datetime) -> int:
    """Put it behind all replies; the number of the message that comes last."""
    return [outbox.queue(db, contact.id, contact.channel, each, moment, BULK) for each in contents][-1]
