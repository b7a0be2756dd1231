"""What a circle hears: what one writes goes to all the others, and who has come or gone, never why.

Nothing here waits for the network: each message is a row of the outbox, and there are eleven others at the most.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from dialogue.messages import Attachment, Choice, Outgoing
from dialogue.phrases import Phrase, _
from handlers import circle_words
from handlers.peer_delivering import deliver_in_her_hours
from handlers.peer_talk import RELAYED
from models import freezes
from models.circles import members
from models.circles.members import Seat
from models.circles.tables import GONE, IN, KNOCKS, REFUSED, REMOVED, RUNNING
from models.peers import aliases
from models.peers.relaying import Place


def pass_on(db: Connection, author: Seat, text: str | None, files: Sequence[str], moment: datetime) -> None:
    """Send what somebody writes to everybody else in her circle who does not rest from it."""
    topic, offered = circle_words.topic_of(db, author.topic), circle_words.under(author)
    said = [Outgoing(circle_words.sent(topic, author.alias), shows=Attachment(RELAYED, file)) for file in files]
    if text is not None:
        said.append(Outgoing(circle_words.written(topic, author.alias, text), offered))
    place = Place(circle=author.circle, author=author.person)
    for seat in members.seated(db, author.circle):
        if seat.id != author.id and not seat.rests and not freezes.is_frozen(db, seat.person):
            deliver_in_her_hours(db, seat.person, place, said, moment)


def tell(db: Connection, seat: Seat, phrase: Phrase, moment: datetime, offered: Sequence[Choice] = ()) -> None:
    """Tell one person something about a circle."""
    deliver_in_her_hours(db, seat.person, Place(circle=seat.circle), [Outgoing(phrase, offered)], moment)


def tell_of(db: Connection, seat: Seat, moment: datetime) -> None:
    """Let those hear of it whom it concerns that somebody has come, waits, was not let in, or is gone."""
    members.set_seat(db, seat, tell=False)
    topic = circle_words.topic_of(db, seat.topic)
    if seat.state == KNOCKS:
        return _ask_to_let_in(db, seat, topic, moment)
    if seat.state == REFUSED:
        return tell(db, seat, _no_room(topic), moment)
    if seat.state == IN:
        tell(db, seat, circle_words.welcome(topic, seat), moment, circle_words.inside(seat.circle))
    if seat.state == REMOVED:
        tell(db, seat, _("You are no longer in the circle on “{topic}”.", topic=topic), moment)
    if seat.circle_state in RUNNING and (seat.state in (GONE, REMOVED) or _came_later(seat)):
        _tell_others(db, seat, topic, moment)
    return None


def tell_closed(db: Connection, seat: Seat, moment: datetime) -> None:
    """Tell somebody that her circle has ended."""
    tell(db, seat, _("The circle on “{topic}” has ended.", topic=circle_words.topic_of(db, seat.topic)), moment)


def tell_to_lead(db: Connection, seat: Seat, moment: datetime) -> None:
    """Tell somebody who had said that she would that she moderates now."""
    asked = _("From now on you moderate the circle on “{topic}”.", topic=circle_words.topic_of(db, seat.topic))
    tell(db, seat, asked, moment, circle_words.inside(seat.circle))


def ask_for_leader(db: Connection, circle: int, moment: datetime) -> None:
    """Ask everybody in a circle whether they moderate it, since nobody does and it rests."""
    for seat in members.seated(db, circle):
        asks = _(
            "Nobody moderates the circle on “{topic}” now, so it rests. Would you moderate it?",
            topic=circle_words.topic_of(db, seat.topic),
        )
        tell(db, seat, asks, moment, [Choice("take", _("Yes, I moderate"), sends=f"/circle take {circle}")])


def tell_it_goes_on(db: Connection, leader: Seat, moment: datetime) -> None:
    """Tell the others that somebody moderates now."""
    goes_on = _("The circle on “{topic}” goes on.", topic=circle_words.topic_of(db, leader.topic))
    for seat in members.seated(db, leader.circle):
        if seat.id != leader.id:
            tell(db, seat, goes_on, moment, circle_words.inside(seat.circle))


def _came_later(seat: Seat) -> bool:
    return seat.opened_at is not None and seat.joined_at is not None and seat.joined_at > seat.opened_at


def _no_room(topic: Phrase) -> Phrase:
    return _(
        "For now it did not work out with the circle on “{topic}”. If there is another one, I ask you.", topic=topic
    )


def _ask_to_let_in(db: Connection, seat: Seat, topic: Phrase, moment: datetime) -> None:
    asks = _(
        "Somebody would like to be in the circle on “{topic}”, as “{alias}”. Shall I let this person in?",
        topic=topic,
        alias=aliases.said(seat.alias),
    )
    for leader in members.seated(db, seat.circle):
        if leader.leads:
            tell(db, leader, asks, moment, circle_words.lets_in(seat.circle, seat.id))


def _tell_others(db: Connection, seat: Seat, topic: Phrase, moment: datetime) -> None:
    alias = aliases.said(seat.alias)
    if seat.state == IN:
        heard = _("“{alias}” is now in the circle on “{topic}”.", topic=topic, alias=alias)
    else:
        heard = _("“{alias}” is no longer in the circle on “{topic}”.", topic=topic, alias=alias)
    for other in members.seated(db, seat.circle):
        if other.id != seat.id and not other.rests:
            tell(db, other, heard, moment)
