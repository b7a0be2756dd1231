"""An announcement until it goes out: written, changed, tried on one's own phones, sent, approved by a second person."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from dialogue.drawing.content import in_words
from dialogue.messages import Outgoing
from dialogue.phrases import _
from handlers import telling_staff
from handlers.announcement_audience import reach_of
from handlers.announcement_preview import looks
from handlers.deeds import Done, Who, deed, may, note
from models import audit, outbox
from models.announcements import authors, drafts, reading, steps
from models.announcements.drafts import Draft, Words
from models.announcements.reading import Standing
from models.announcements.tables import DRAFT, TO_APPROVE
from models.base import now
from models.knocks import can_be_written_to

MORE_THAN_SAID = 2  # per cent by which an audience may have grown between its number and the word to send


def draft(db: Connection, who: Who, written: Draft) -> int | None:
    """Write an announcement down, whose words have no problems; its number, or None for who may not announce."""
    if not may(db, who):
        return None
    number = drafts.write(db, written, who.actor, now())
    audit.write(db, who.signed or who.actor, "announcement drafted", announcement=number)
    return number


@deed
def change(db: Connection, who: Who, standing: Standing, changes: Mapping[str, Any]) -> Done:
    """Change a draft: its columns, and its `audience`, as an expression."""
    if not drafts.change(db, standing.id, **changes):
        return Done("state")
    note(db, who, standing, "changed")
    return Done("changed")


@deed
def reword(db: Connection, who: Who, standing: Standing, texts: Mapping[str, Words]) -> Done:
    """Give a draft other words."""
    if standing.state != DRAFT:
        return Done("state")
    drafts.correct(db, standing.id, texts)
    note(db, who, standing, "changed")
    return Done("changed")


@deed
def send(db: Connection, who: Who, standing: Standing, told: int | None = None, first_percent: int = 0) -> Done:
    """Send a draft off, to a part of its audience first if wanted: planned, or to approve; to how many people.

    `told` is how many people it was said to be: what has grown noticeably since is not sent.
    """
    moment, above = now(), authors.approval_above(db)
    valid = max(standing.starts_at or moment, moment) + _validity(standing)
    found = reach_of(db, standing.audience, moment, valid)
    if standing.state == DRAFT and not found.people:
        return Done("nobody")
    if told is not None and found.people > told + told * MORE_THAN_SAID // 100:
        return Done("more", found.people)
    if found.people > above and who.member is None:
        return Done("who", above)
    if not drafts.change(db, standing.id, first_percent=first_percent, valid_until=valid):
        return Done("state")
    to = steps.send(db, standing.id, who.actor, moment, found.people, found.excluded, approval_above=above)
    note(db, who, standing, "sent off", people=found.people)
    if to == TO_APPROVE:
        telling_staff.to_be_approved(db, standing.id, found.people, who.member)
        return Done("to approve", found.people)
    first = -(-found.people * first_percent // 100)
    return Done("first part", first) if first_percent else Done("planned", found.people)


def _validity(standing: Standing) -> timedelta:
    """For how long it is valid once it has begun, however long it lay."""
    return standing.valid_until - (standing.starts_at or standing.created_at)


@deed
def approve(db: Connection, who: Who, standing: Standing) -> Done:
    """Agree, as a second person, to what reaches many."""
    if who.member is None:
        return Done("who")
    if standing.state != TO_APPROVE:
        return Done("state")
    if standing.valid_until <= now():
        return Done("too late")
    if not steps.approve(db, standing.id, who.actor, now()):
        return Done("yourself")
    note(db, who, standing, "approved", people=standing.expected or 0)
    if who.signed:
        telling_staff.in_your_name(db, standing.id, who.member)
    return Done("approved", standing.expected or 0)


@deed
def test(db: Connection, who: Who, standing: Standing, member: int) -> Done:
    """Send it to the phones of one of the staff, in each of its languages, after a line that says so."""
    phones = authors.phones_of(db, member)
    open_now = [phone for phone in phones if can_be_written_to(phone, now())]
    if not open_now:
        return Done("closed" if phones else "no phone", len(phones))
    words = reading.words(db, standing.id, standing.revision)
    made = looks(db, words, standing.choices, standing.id)
    said = Outgoing(_("Test of announcement {number}. It looks like this:", number=str(standing.id)))
    for phone in open_now:
        for content in [*in_words([said], phone.speaks), *made.values()]:
            outbox.queue(db, phone.id, phone.channel, content, now())
    note(db, who, standing, "tested", phones=len(open_now))
    return Done("tested", len(open_now))
