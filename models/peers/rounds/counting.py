"""What staff may know of the rounds: how many, and of what few people told only that it was few."""

from typing import Any

from sqlalchemy import Connection, func, select

from models.peers.rounds.tables import NO, NOT_YET, YES, PeerRound, PeerRoundSeat
from models.peers.tables import PeerIntroduction
from models.surveys.small_cells import hidden

MOST = 24  # rounds, since the seats of older ones are forgotten


def counts(db: Connection) -> list[dict[str, Any]]:
    """The last rounds, the newest first; None stands for a number that would tell of fewer than five people."""
    query = select(PeerRound.__table__).order_by(PeerRound.month.desc()).limit(MOST)
    return [_counted(db, row) for row in db.execute(query).all()]


def _counted(db: Connection, row: Any) -> dict[str, Any]:
    written = (PeerIntroduction.round_id == row.id, PeerIntroduction.written_at.is_not(None))
    wrote = db.execute(select(func.count()).where(*written)).scalar_one()
    talked = _told({"wrote": wrote, "silent": max(0, row.pairs - wrote)})
    return {
        "month": row.month,
        "state": row.state,
        "people": row.people,
        "pairs": row.pairs,
        "unmatched": row.people - 2 * row.pairs,
        "wrote": talked["wrote"],
        "met": _told(_answers(db, row.id)),
    }


def _answers(db: Connection, round_: int) -> dict[str, int]:
    query = select(PeerRoundSeat.answer, func.count()).where(PeerRoundSeat.round_id == round_)
    found = {answer: number for answer, number in db.execute(query.group_by(PeerRoundSeat.answer))}
    return {what: found.get(what, 0) for what in (YES, NOT_YET, NO)}


def _told(numbers: dict[str, int]) -> dict[str, int | None]:
    """Numbers without those from which few people would be known."""
    secret = hidden({what: [number] for what, number in numbers.items()})
    return {what: None if what in secret else number for what, number in numbers.items()}
