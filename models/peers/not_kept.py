"""What somebody wrote to a peer while it rests is neither passed on nor kept: the next sweep forgets it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from models.conversations import ASIDE, OPEN, Talk
from models.peers import relaying, sweeping
from models.peers.introductions import Side
from models.peers.tables import TALK


def forget_soon(db: Connection, side: Side, came: Sequence[int], moment: datetime) -> None:
    """Have the messages in which it `came` forgotten, and the conversation in which it was written."""
    past = moment - sweeping.term(db)
    relaying.trace_what_came(db, side, came, past)
    hers = (Talk.owner == f"p{side.person}", Talk.flow == "peer_talk", Talk.status.in_((OPEN, ASIDE)))
    talk = db.execute(select(func.max(Talk.id)).where(*hers)).scalar()
    if talk is not None:
        relaying.trace(db, side.id, TALK, talk, past)
