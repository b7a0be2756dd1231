"""What became of an invitation on which nothing more will be done: the words in which response rates are reckoned."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from models.contacts import Contact
from models.messages import DELIVERED, READ, SENT, Message
from models.prompts import Prompt
from models.statements import Prepared, Query
from models.surveys import forms, invitations
from models.surveys.due import Due
from models.surveys.tables import (
    BEGUN,
    BROKEN_OFF,
    EXPIRED,
    NOT_REACHED,
    PARTIAL,
    PLANNED,
    REFUSED,
    SurveyResponse,
)

KIND = "survey"  # of the prompts that invite and remind
WANTS_NONE = ("stopped",)  # says no to all that we send unasked, this included

_ARRIVED = Prepared(
    select(Prompt.id)
    .join(Message, Message.id == Prompt.message_id)
    .where(
        Prompt.person_id == bindparam("person"),
        Prompt.kind == KIND,
        Prompt.at >= bindparam("since"),
        Message.state.in_((DELIVERED, READ)) | ((Message.state == SENT) & (Message.channel != "whatsapp")),
    )
    .limit(1)
)
_HEARD = Prepared(
    select(Contact.id).where(Contact.person_id == bindparam("person"), Contact.heard_at > bindparam("since")).limit(1)
)


class _Said(NamedTuple):
    form: int
    answered: int


_SAID = Query(
    select(SurveyResponse.form_id, SurveyResponse.answered)
    .where(SurveyResponse.invitation_id == bindparam("invitation"))
    .order_by(SurveyResponse.id.desc())
    .limit(1),
    _Said,
)


def end(db: Connection, due: Due, moment: datetime, why: str | None = None) -> None:
    """Nothing more is done about this invitation; `why` if it is not that its time is over."""
    invitations.move(db, due.id, _state(db, due, why), moment, why=why or due.why)


def _state(db: Connection, due: Due, why: str | None) -> str:
    if due.state == PLANNED:
        return NOT_REACHED
    if due.state == BEGUN:
        return PARTIAL if _has_most(db, due.id) else BROKEN_OFF
    if why in WANTS_NONE:
        return REFUSED
    return EXPIRED if _was_reached(db, due) else NOT_REACHED


def _was_reached(db: Connection, due: Due) -> bool:
    """Something of it arrived at one of her phones, as far as the channel tells, or she has written since."""
    here = {"person": due.person, "since": due.invited_at}
    return _ARRIVED.number(db, **here) is not None or _HEARD.number(db, **here) is not None


def _has_most(db: Connection, invitation: int) -> bool:
    """Half of what the form can ask is answered."""
    said = _SAID.first(db, invitation=invitation)
    return said is not None and 2 * said.answered >= len(forms.places(db, said.form).asked)
