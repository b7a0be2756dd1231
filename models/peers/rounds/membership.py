"""Who wants to be in the monthly round: a column of her profile, so that there is none without a profile."""

from datetime import datetime

from sqlalchemy import Connection, Update, select, update

from models.peers.tables import PeerProfile


def since(db: Connection, person: int) -> datetime | None:
    """Since when `person` is in the rounds, if she is."""
    return db.execute(select(PeerProfile.rounds_at).where(PeerProfile.person_id == person)).scalar()


def join(db: Connection, person: int, moment: datetime) -> bool:
    """Let `person` be in the rounds from now on; False when she has no profile yet."""
    return bool(db.execute(_hers(person).values(rounds_at=moment)).rowcount)


def leave(db: Connection, person: int) -> None:
    """Let `person` be in no round from now on; what has begun goes on."""
    db.execute(_hers(person).values(rounds_at=None))


def _hers(person: int) -> Update:
    return update(PeerProfile).where(PeerProfile.person_id == person)
