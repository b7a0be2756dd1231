"""What is decided in a circle with one word: who comes in, who moderates, and whether she hears of it for now."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from dialogue.phrases import Phrase, _
from handlers import circle_telling, circle_words, peer_words
from models.base import now
from models.circles import gathering, members
from models.circles.members import Seat
from models.circles.tables import IN, KNOCKS, RUNNING
from models.peers import aliases

NOT_HERS = _("Only whoever moderates a circle can do that.")
_SAID: Mapping[str, Phrase] = {
    "gone": circle_words.GONE,
    "not hers": NOT_HERS,
    "too late": _("This question is closed by now. Thank you all the same."),
}


def decide(db: Connection, person: str, circle: int, what: str, member: int | None) -> dict[str, Any]:
    """Do what was decided (`admit`, `refuse`, `rest`, `wake`, `hand`, `take`); what came of it, for `said`."""
    seat = members.find(db, int(person), circle, holds=True)
    if seat is None or seat.state != IN or seat.circle_state not in RUNNING:
        return {"outcome": "gone"}
    about = {"outcome": what, "topic": peer_words.names_of(db, seat.topic)}
    if what in ("rest", "wake"):
        members.set_seat(db, seat, rests=what == "rest")
        return about
    if what == "take":
        return about | {"outcome": _take(db, seat)}
    if not seat.leads:
        return {"outcome": "not hers"}
    if what in ("admit", "refuse"):
        return about | _let_in(db, seat, what, member)
    members.step_down(db, seat, now())
    return about


def said(about: Mapping[str, Any]) -> Phrase:
    """What is said to a decision."""
    if (phrase := _SAID.get(about["outcome"])) is not None:
        return phrase
    if "alias" in about:
        return _let_in_said(about["outcome"], aliases.said(about["alias"]))
    return _about_topic(about["outcome"], peer_words.topic_named(about["topic"]))


def _let_in(db: Connection, seat: Seat, what: str, member: int | None) -> dict[str, Any]:
    waits = next((each for each in members.seated(db, seat.circle, KNOCKS) if each.id == member), None)
    if waits is None:
        return {"outcome": "too late"}
    done = gathering.admit if what == "admit" else gathering.refuse
    done(db, waits, now())
    return {"alias": waits.alias}


def _take(db: Connection, seat: Seat) -> str:
    if any(each.leads for each in members.seated(db, seat.circle)):
        return "taken"
    members.lead(db, seat)
    members.look_at(db, seat.circle, now())
    circle_telling.tell_it_goes_on(db, seat, now())
    return "take"


def _let_in_said(outcome: str, alias: Phrase) -> Phrase:
    if outcome == "admit":
        return _("All right. I let “{alias}” in.", alias=alias)
    return _("All right. “{alias}” only hears that it did not work out for now.", alias=alias)


def _about_topic(outcome: str, topic: Phrase) -> Phrase:
    if outcome == "taken":
        return _("Somebody moderates the circle on “{topic}” already. Thank you all the same.", topic=topic)
    if outcome == "take":
        return _("Thank you. From now on you moderate the circle on “{topic}”.", topic=topic)
    if outcome == "hand":
        return _("All right. You stay in the circle on “{topic}” and do not moderate it any more.", topic=topic)
    if outcome == "rest":
        return _(
            "What is written in the circle on “{topic}” does not reach you for now. To hear it again, write “unmute”.",
            topic=topic,
        )
    return _("From now on what is written in the circle on “{topic}” reaches you again.", topic=topic)
