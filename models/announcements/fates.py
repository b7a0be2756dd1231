"""Carries out what was decided on copies that do not go out now: they wait, move to another phone, or are dropped."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from dialogue.drawing.content import Content, in_words
from dialogue.drawing.knocks import KNOCKS, LABEL, OPEN
from dialogue.messages import Choice, Outgoing
from models import outbox
from models.announcements.copies import Copy
from models.announcements.eligible import best_contacts
from models.announcements.weighing import Drop, Elsewhere, Fate, Knock, PutOff, Take, Wait
from models.contacts import Contact
from models.messages import ANNOUNCED, CANCELLED, EXPIRED, KNOCK, SKIPPED, WAITING, Message
from models.people import Person
from models.statements import Prepared

_OF = {"stopped": CANCELLED, "expired": EXPIRED}  # the states of what is dropped; for other reasons it is skipped

_PUT_OFF = Prepared(
    update(Message)
    .where(Message.id == bindparam("message"))
    .values(due_at=bindparam("until"), error=bindparam("why", type_=Message.error.type))
)
_DROP = Prepared(
    update(Message)
    .where(Message.id == bindparam("message"))
    .values(state=bindparam("to"), error=bindparam("why"), moved_at=bindparam("moment"))
)
_KNOCKED = Prepared(
    update(Message)
    .where(Message.id == bindparam("message"))
    .values(state=WAITING, lane=ANNOUNCED, moved_at=bindparam("moment"), error=None)
)
#: It keeps the moment of the knock: whoever has written since then gets it when it goes on.
_WAIT = Prepared(update(Message).where(Message.id == bindparam("message")).values(state=WAITING, lane=ANNOUNCED))
_MOVE = Prepared(
    update(Message)
    .where(Message.id == bindparam("message"))
    .values(contact_id=bindparam("to"), channel=bindparam("by"), provider_id=None)  # of what lies on the other phone
)


def carry_out(db: Connection, found: Sequence[Copy], decided: Mapping[int, Fate], moment: datetime) -> None:
    """Carry out everything but what goes out."""
    rows: dict[Prepared, list[dict[str, object]]] = {}
    for copy in found:
        how = decided[copy.id]
        if isinstance(how, Elsewhere):
            _elsewhere(db, copy, how.channel, moment)
        elif not isinstance(how, Take):
            statement, values = _written(copy, how, moment)
            rows.setdefault(statement, []).append({"message": copy.id, **values})
        if isinstance(how, Knock):
            _knock(db, copy, how, moment)
    for statement, each in rows.items():
        statement.run_many(db, each)


def _written(copy: Copy, how: PutOff | Drop | Knock | Wait, moment: datetime) -> tuple[Prepared, dict[str, object]]:
    """Which statement writes it down, with which values."""
    if isinstance(how, PutOff):
        return _PUT_OFF, {"until": how.until, "why": how.why}
    if isinstance(how, Drop):
        return _DROP, {"to": _OF.get(how.why, SKIPPED), "why": how.why, "moment": moment}
    return (_KNOCKED, {"moment": moment}) if isinstance(how, Knock) else (_WAIT, {})


def let_rest(db: Connection, resting: Mapping[int, datetime]) -> None:
    """Put off knocks (by number) on people whom WhatsApp wants to be left alone until then."""
    if resting:
        _PUT_OFF.run_many(db, [{"message": id, "until": until, "why": "63049"} for id, until in resting.items()])


def _knock(db: Connection, copy: Copy, how: Knock, moment: datetime) -> None:
    """A template where WhatsApp wants one; elsewhere it is a message like any other."""
    content = Content(how.kind, language=how.language, knock=True)
    if copy.channel != "whatsapp":
        (content,) = in_words([Outgoing(KNOCKS[how.kind], [Choice("open", LABEL, sends=OPEN)])], how.language)
    outbox.queue(db, copy.contact_id, copy.channel, content, moment, KNOCK, announcement=copy.announcement_id)


def _elsewhere(db: Connection, copy: Copy, channel: str | None, moment: datetime) -> None:
    people = select(Person.id).where(Person.id == copy.person_id)
    others = best_contacts(people, moment, Contact.channel == channel) if channel else best_contacts(people, moment)
    other = db.execute(others).first()
    if other is None:
        _DROP.run(db, message=copy.id, to=SKIPPED, why="unreachable", moment=moment)
    else:
        _, contact, by, _ = other
        _MOVE.run(db, message=copy.id, to=contact, by=by)
