"""Words that the conversations in and about circles share, and their buttons."""

from sqlalchemy import Connection

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from handlers import peer_words
from models.circles.members import Seat
from models.peers import aliases

GONE = _("You are in no such circle now. To see yours, write “circles”.")


def topic_of(db: Connection, key: str) -> Phrase:
    """The topic of a circle, in whichever language it is read."""
    return peer_words.topic_named(peer_words.names_of(db, key))


def written(topic: Phrase, alias: int, text: str) -> Phrase:
    """What one writes, as the others read it."""
    return _("Circle “{topic}”, “{alias}”: {text}", topic=topic, alias=aliases.said(alias), text=text)


def sent(topic: Phrase, alias: int) -> Phrase:
    """What stands under a photo or a document."""
    return _("Circle “{topic}”, “{alias}” sends this.", topic=topic, alias=aliases.said(alias))


def welcome(topic: Phrase, seat: Seat) -> Phrase:
    """What somebody reads when a circle begins for her."""
    alias = aliases.said(seat.alias)
    if seat.leads:
        return _(
            "The circle on “{topic}” has begun, and you moderate it. There you are “{alias}”. When somebody wants to "
            "come in, I ask you.",
            topic=topic,
            alias=alias,
        )
    return _("You are in the circle on “{topic}” now. There you are “{alias}”.", topic=topic, alias=alias)


def under(author: Seat) -> list[Choice]:
    """What can be done with what somebody wrote, at any time."""
    about = f"{author.circle}.{author.id}"
    return [
        Choice("write", _("Answer"), sends=f"/circle write {author.circle}"),
        Choice("report", _("Report"), sends=f"/circle report {about}"),
        Choice("block", _("Block"), sends=f"/circle block {about}"),
    ]


def inside(circle: int) -> list[Choice]:
    """What can be done in a circle, at any time."""
    return [
        Choice("write", _("Write"), sends=f"/circle write {circle}"),
        Choice("room", _("More options"), sends=f"/circle room {circle}"),
    ]


def lets_in(circle: int, member: int) -> list[Choice]:
    """What whoever moderates decides about somebody who waits."""
    return [
        Choice("admit", _("Yes, let in"), sends=f"/circle admit {circle}.{member}"),
        Choice("refuse", _("Not now"), sends=f"/circle refuse {circle}.{member}"),
    ]
