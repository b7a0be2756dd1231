"""What a person may read of the rounds in which she was: never anything of the other."""

from typing import Any

from sqlalchemy import Connection, select

from models.peers.rounds import membership
from models.peers.rounds.tables import PeerRound, PeerRoundSeat
from models.resources.tables import ResourceTopic


def held(db: Connection, person: int) -> list[dict[str, Any]]:
    """Since when she wants to be in the rounds, and what came of each."""
    since = membership.since(db, person)
    columns = (PeerRound.month, PeerRoundSeat.matched, ResourceTopic.key, PeerRoundSeat.told_at, PeerRoundSeat.answer)
    query = select(*columns).select_from(PeerRoundSeat).join(PeerRound, PeerRound.id == PeerRoundSeat.round_id)
    query = query.outerjoin(ResourceTopic, ResourceTopic.id == PeerRoundSeat.topic_id)
    rows = db.execute(query.where(PeerRoundSeat.person_id == person).order_by(PeerRound.month))
    names = ("month", "matched", "topic", "told_at", "could_talk")
    been = [dict(zip(names, row, strict=True)) for row in rows]
    return ([] if since is None else [{"in_since": since}]) + been
