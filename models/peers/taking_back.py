"""Takes back what peers wrote and what has not been sent yet, when a freeze begins."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, update

from models import freezes
from models.contacts import Contact
from models.messages import CANCELLED, QUEUED, WAITING, Message
from models.peers.rest_table import PeerRest
from models.peers.tables import ASKED, CHOSEN, MESSAGE, OPEN, PeerIntroduction, PeerMessage, PeerTrace


def of_introductions(db: Connection, introductions: Sequence[int], moment: datetime) -> None:
    """Take back all that is on its way in these introductions, to either of the two."""
    here = PeerTrace.introduction_id.in_(introductions)
    notices = _of_the_service(db, here)
    taken = _take_back(db, here, moment)
    for introduction in taken:
        rest = update(PeerRest).where(PeerRest.introduction_id == introduction)
        db.execute(rest.values(withdrawn=True))
    for introduction in sorted(taken & notices):
        _step_back(db, introduction)


def questions(db: Connection, moment: datetime) -> None:
    """Take back questions to people who are frozen; they are put again if there is time when it is over."""
    asked = and_(PeerIntroduction.state == ASKED, PeerIntroduction.asked_id.in_(freezes.frozen()))
    taken = _take_back(db, PeerTrace.introduction_id.in_(select(PeerIntroduction.id).where(asked)), moment)
    again = update(PeerIntroduction).where(PeerIntroduction.id.in_(taken), PeerIntroduction.state == ASKED)
    db.execute(again.values(state=CHOSEN, due_at=moment))


def of_circles(db: Connection, moment: datetime) -> None:
    """Take back what is on its way from and to people who are frozen, in circles."""
    hers = Message.contact_id.in_(select(Contact.id).where(Contact.person_id.in_(freezes.frozen())))
    _take_back(db, and_(PeerTrace.circle_id.is_not(None), or_(PeerTrace.author_id.in_(freezes.frozen()), hers)), moment)


def _take_back(db: Connection, where: ColumnElement[bool], moment: datetime) -> set[int]:
    """Take back what is not sent yet; of which introductions something was."""
    query = _on_its_way(where).order_by(Message.id).with_for_update(of=Message.__table__)  # in one order, as always
    rows = db.execute(query).all()
    if rows:
        taken = update(Message).where(Message.id.in_([row.id for row in rows]), Message.state.in_((QUEUED, WAITING)))
        db.execute(taken.values(state=CANCELLED, moved_at=moment))
    return {row.introduction_id for row in rows if row.introduction_id is not None}


def _of_the_service(db: Connection, where: ColumnElement[bool]) -> set[int]:
    """In which introductions something is on its way that neither of the two wrote, such as what they agreed to tell.

    What one wrote was kept and passed on in the same moment.
    """
    written = select(PeerMessage.id).where(
        PeerMessage.introduction_id == PeerTrace.introduction_id, PeerMessage.at == PeerTrace.at
    )
    return {row.introduction_id for row in db.execute(_on_its_way(where & ~written.exists()))}


def _on_its_way(where: ColumnElement[bool]) -> Select[int, int | None]:
    query = select(Message.id, PeerTrace.introduction_id).join(PeerTrace, PeerTrace.row == Message.id)
    return query.where(PeerTrace.kind == MESSAGE, Message.state.in_((QUEUED, WAITING)), where)


def _step_back(db: Connection, introduction: int) -> None:
    """What both agreed to tell, or one proposed, has not arrived: they agree once more."""
    query = select(PeerIntroduction.asker_step, PeerIntroduction.asked_step)
    steps = db.execute(query.where(PeerIntroduction.id == introduction, PeerIntroduction.state == OPEN)).one_or_none()
    if steps is None:
        return
    told = min(steps)
    step = told if max(steps) > told else max(told - 1, 0)
    back = update(PeerIntroduction).where(PeerIntroduction.id == introduction)
    untold = {"asker_contact_sealed": None, "asked_contact_sealed": None}
    db.execute(back.values(asker_step=step, asked_step=step, **untold))
