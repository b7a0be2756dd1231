"""The messages that a person wrote and got, as far as they are kept, opened for her."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, or_, select

from dialogue.drawing.content import Content
from models import outbox
from models.announcements.claiming import content_before, content_of_copy
from models.announcements.correcting import STILL_HAS_THE_OLD
from models.contacts import Contact
from models.messages import CANCELLED, SENT, SKIPPED, Message
from models.received import Arrival, Received
from models.sealing import vault

_SENT = or_(Message.state.not_in((CANCELLED, SKIPPED)), STILL_HAS_THE_OLD)
_HAS_WORDS = or_(Message.body_sealed.is_not(None), Message.revision.is_not(None))  # its own, or an announcement's
_Told = dict[str, Any]


def count(db: Connection, person: int) -> tuple[int, datetime | None]:
    """How many messages in both directions are kept, and when the first of them came or went."""
    hers = select(Contact.id).where(Contact.person_id == person)
    kept_in = (Received.contact_id.in_(hers), Received.body_sealed.is_not(None))
    kept_out = (Message.contact_id.in_(hers), _HAS_WORDS, _SENT)
    came, first_came = db.execute(select(func.count(), func.min(Received.at)).where(*kept_in)).one()
    went, first_went = db.execute(select(func.count(), func.min(Message.created_at)).where(*kept_out)).one()
    twice = (Message.contact_id.in_(hers), Message.revision > Message.corrects)
    corrections = db.execute(select(func.count()).select_from(Message).where(*twice)).scalar_one()
    moments: list[datetime | None] = [first_came, first_went]
    return came + went + corrections, min((moment for moment in moments if moment is not None), default=None)


def all_of(db: Connection, person: int) -> list[_Told]:
    """Every message that is kept, in the order of time: who wrote it, when, on which channel, and what it says."""
    sent = list(_sent(db, person))
    labels = {button["sends"]: button["label"] for _, told in sent for button in told.get("buttons", ())}
    came = _came(db, person, labels)
    everything = sorted(chain(came, sent), key=lambda each: each[0])
    return [_without_codes(told) for _, told in everything]


def _sent(db: Connection, person: int) -> Iterator[tuple[datetime, _Told]]:
    query = select(Message.__table__).join(Contact, Contact.id == Message.contact_id)
    kept = (Contact.person_id == person, _HAS_WORDS, _SENT)
    for row in db.execute(query.where(*kept).order_by(Message.id)):
        content = _content(db, row)
        if content.clears or content.deletes:
            continue
        if row.corrects is not None and row.revision > row.corrects:  # both have been sent
            before = content_before(db, row.id, row.created_at)
            if before is not None:
                yield row.created_at, _told(row, before, row.created_at, SENT)
            yield row.moved_at, _told(row, content, row.moved_at, row.state)
        else:
            yield row.created_at, _told(row, content, row.created_at, SENT if row.corrects else row.state)


def _told(row: Row[Any], content: Content, at: datetime, state: str) -> _Told:
    told = _head("us", row.channel, at) | {"text": content.text, "state": state}
    if content.knock:
        told |= {"text": "", "template": content.text}
    if content.options:
        told["buttons"] = [{"label": option.label, "sends": option.data} for option in content.options]
    if content.shows is not None:
        told["shows"] = content.shows.kind
    return told


def _content(db: Connection, row: Row[Any]) -> Content:
    if row.body_sealed is None:
        return content_of_copy(db, row.id, row.created_at)
    return outbox.content_of(db, row.seal_id, row.body_sealed)


def _came(db: Connection, person: int, labels: dict[str, str]) -> Iterator[tuple[datetime, _Told]]:
    query = select(Received.seal_id, Received.body_sealed, Received.at, Contact.channel)
    kept = (Contact.person_id == person, Received.body_sealed.is_not(None))
    hers = query.join(Contact, Contact.id == Received.contact_id).where(*kept)
    for row in db.execute(hers.order_by(Received.id)):
        body = vault(db).open(row.body_sealed, "received", "body", row.seal_id)
        arrival = msgspec.json.decode(body, type=Arrival)
        told = _head("you", row.channel, row.at) | {"text": arrival.text}
        pressed = arrival.tap or arrival.text
        if pressed in labels:
            told |= {"text": "", "button": labels[pressed]}
        if arrival.media is not None:
            told["brought"] = str(arrival.media)
        yield row.at, told


def _head(author: str, channel: str, at: datetime) -> _Told:
    return {"from": author, "at": at.astimezone(UTC).isoformat(timespec="seconds"), "channel": channel}


def _without_codes(told: _Told) -> _Told:
    """Of a button only what stands on it."""
    if "buttons" not in told:
        return told
    return told | {"buttons": [button["label"] for button in told["buttons"]]}
