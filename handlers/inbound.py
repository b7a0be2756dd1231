"""A message comes in, one transaction, replies go out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from dialogue import commands
from dialogue.drawing.content import in_words
from dialogue.messages import Incoming, Media, Outgoing, Tap
from dialogue.phrases import Phrase, _
from handlers.answering import Answering
from handlers.commands import recognise
from handlers.typed_labels import as_pressed
from models import addresses, contacts, conversations, doubts, edits, files, outbox, parking, received
from models.contacts import Address, Known
from models.files import Sealed
from models.parking import Parked
from models.received import DONE, WAITING, Arrival, Waiting

SETTLING = timedelta(seconds=1.5)  # how long pictures that are sent together may be apart

WAYS_OUT = (commands.CANCEL, commands.MENU, commands.STOP)
APOLOGY = _("I am sorry, something went wrong on our side. Your message is kept, and a person will look at it.")


class Took(NamedTuple):
    """What a message set in motion: a reply on this `channel`, or work for whoever fetches files."""

    channel: str | None = None
    waits: bool = False


def receive(db: Connection, address: Address, arrival: Arrival, moment: datetime, *, later: bool = False) -> Took:
    """Answer one message, or let it wait for its file, for its turn, or (`later`) because too many came at once.

    The caller's transaction holds the whole turn, or none of it.
    """
    if len(address.names) > 1 and received.came_before(db, address.channel, arrival.key):
        return Took()  # else an old message, come again, would take a number back to whoever had it then
    contact = _whoever_is(db, address, moment)
    due = _waits_until(db, contact, arrival, moment, later=later)
    state = DONE if due is None else WAITING
    if received.take_in(db, contact.channel, contact.id, contact.owner, arrival, state, moment, due or moment) is None:
        return Took()
    contacts.heard(db, contact.id, moment)
    if contact.doubted_person is None:
        outbox.release(db, contact.id, moment)
    if due is not None:
        return Took(waits=True)
    answer(db, contact, _incoming(arrival), moment, edited=arrival.edited)
    return Took(contact.channel)


def _whoever_is(db: Connection, address: Address, moment: datetime) -> Known:
    """Who writes from `address`, with nobody else answering them meanwhile."""
    return doubts.certain(db, contacts.lock(db, addresses.at(db, address)), moment)


def resume(
    db: Connection, waiting: Sequence[Waiting], sealed: Sequence[Sealed], refused: Phrase | None, moment: datetime
) -> Took:
    """Answer messages that waited (one, or an album), now that their files are here or were refused."""
    contact = contacts.lock(db, contacts.known(db, waiting[0].contact_id))
    ids = [each.id for each in waiting]
    if not received.still_waiting(db, ids):
        return Took()
    wanted = contact.person_id is not None and wants_file(db, contact)
    if wanted and contact.person_id is not None:
        for file in sealed:
            files.record(db, file, contact.person_id)
    arrival = received.arrival_of(db, waiting[0])
    incoming = _incoming(arrival)
    if wanted and (sealed or refused):
        incoming = Incoming(
            media=Media.FILE,
            files=tuple(file.id for file in sealed),
            refused=refused if not sealed else None,
            caption=_caption(db, waiting),
        )
    answer(db, contact, incoming, moment, edited=arrival.edited)
    received.settle(db, ids, DONE)
    return Took(contact.channel)


def escape(db: Connection, address: Address, arrival: Arrival, moment: datetime) -> Took | None:
    """Let a person out of a conversation whose flow fails, if that is what her message says; None if it does not."""
    command = recognise(arrival.text)
    if command is None or command.name not in WAYS_OUT:
        return None
    contact = _whoever_is(db, address, moment)
    if contact.doubted_person is not None:  # first it has to be shown who wants to go there
        return None
    if received.take_in(db, contact.channel, contact.id, contact.owner, arrival, DONE, moment, moment) is None:
        return Took()
    answering = Answering(db, contact, moment)
    answering.get_out(command)
    send(db, answering.contact, answering.said, moment, answering.language)
    return Took(contact.channel)


def park(db: Connection, address: Address, arrival: Arrival, error: str, moment: datetime) -> Took:
    """Keep a message whose turn failed, with its error, and apologise once."""
    contact = _whoever_is(db, address, moment)
    number = received.take_in(db, contact.channel, contact.id, contact.owner, arrival, WAITING, moment, moment)
    if number is None:
        return Took()
    return park_waiting(db, contact, [number], error, moment)


def park_waiting(db: Connection, contact: Known, ids: Sequence[int], error: str, moment: datetime) -> Took:
    """Park messages that waited and could not be answered."""
    parking.park(db, ids, error, question(db, contact))
    send(db, contact, [Outgoing(APOLOGY)], moment)
    return Took(contact.channel)


def retry(db: Connection, parked: Parked, moment: datetime) -> Took | None:
    """Run a parked message again; None, and to rest with it, when its question does not wait any more."""
    contact = contacts.lock(db, contacts.known(db, parked.contact_id))
    if parked.question != question(db, contact):
        received.settle(db, [parked.message.id], DONE)
        return None
    arrival = received.arrival_of(db, parked.message)
    answer(db, contact, _incoming(arrival), moment, edited=arrival.edited)
    received.settle(db, [parked.message.id], DONE)
    return Took(contact.channel)


def answer(db: Connection, contact: Known, incoming: Incoming, moment: datetime, *, edited: bool = False) -> None:
    """Say to `contact` what its message calls for."""
    answering = Answering(db, contact, moment)
    if not edited:
        answering.hear(as_pressed(db, contact, incoming))
    elif contact.person_id is not None:
        answering.say(_("I saw that you changed a message. To change an answer, write “back”."))
    send(db, answering.contact, answering.said, moment, answering.language, incoming.tap)


def send(
    db: Connection,
    contact: Known,
    said: Sequence[Outgoing],
    moment: datetime,
    language: str | None = None,
    tap: Tap | None = None,
) -> None:
    """Put what is said into the outbox, as one message: in place of the one whose question `tap` answers in part."""
    for content in in_words(said, language or Answering(db, contact, moment).language):
        old = edits.instead_of(db, contact, tap, content, said[0].asked) if len(said) == 1 else ""
        outbox.queue(db, contact.id, contact.channel, msgspec.structs.replace(content, edits=old), moment)


def question(db: Connection, contact: Known) -> str | None:
    """Which question waits for `contact`: the conversation and its key."""
    held = conversations.opened(db, contact.owner)
    return None if held is None else f"{held.id} {conversations.state(db, held).waiting}"


def wants_file(db: Connection, contact: Known) -> bool:
    """Whether the question that waits is answered by a file."""
    held = conversations.opened(db, contact.owner)
    return held is not None and held.upload


def _waits_until(db: Connection, contact: Known, arrival: Arrival, moment: datetime, *, later: bool) -> datetime | None:
    """When a message is to be looked at that cannot be answered at once; None for all others."""
    if contact.person_id is not None and (arrival.album or (arrival.attachments and wants_file(db, contact))):
        return moment + SETTLING
    return moment if later or received.any_waiting(db, contact.owner) else None


def _caption(db: Connection, waiting: Sequence[Waiting]) -> str:
    """What was written under files that came together."""
    written = (received.arrival_of(db, each).text.replace("\0", "").strip() for each in waiting)
    return "\n".join(filter(None, written))


def _incoming(arrival: Arrival) -> Incoming:
    text = arrival.text.replace("\0", "")
    return Incoming(text, Tap.read(arrival.tap) if arrival.tap else None, arrival.media)
