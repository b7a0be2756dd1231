"""What a person may read of her own introductions: never anything of the other."""

from typing import Any

from sqlalchemy import Connection, select

from models.circles import held as circles_held
from models.peers import introductions, profiles, requests
from models.peers.rounds import held as rounds_held
from models.peers.tables import PeerIntroduction, PeerMessage, PeerRequest
from models.sealing import vault


def held(db: Connection, person: int) -> dict[str, list[dict[str, Any]]]:
    """Her profile, whom she looked for and why, what she wrote, and what she was willing to tell of herself."""
    profile = profiles.of(db, person)
    return {
        "profile": [] if profile is None else [profile._asdict()],
        "looked_for": _requests(db, person),
        "introductions": _introductions(db, person),
        "written": _written(db, person),
        "rounds": rounds_held.held(db, person),
        "circles_wished_for": circles_held.wished_for(db, person),
        "circles": circles_held.been_in(db, person),
    }


def _requests(db: Connection, person: int) -> list[dict[str, Any]]:
    query = select(PeerRequest.id, PeerRequest.state, PeerRequest.created_at).where(PeerRequest.person_id == person)
    return [
        dict(zip(("topic", "reason"), requests.reason(db, row.id), strict=True))
        | {"state": row.state, "at": row.created_at}
        for row in db.execute(query.order_by(PeerRequest.id)).all()
    ]


def _introductions(db: Connection, person: int) -> list[dict[str, Any]]:
    asked = (PeerIntroduction.asker_id == person) | (PeerIntroduction.asked_id == person)
    rows = db.execute(select(PeerIntroduction.__table__).where(asked).order_by(PeerIntroduction.id)).all()
    sides = [(row, introductions.seen_from(row, person)) for row in rows]
    return [
        {
            "state": side.state,
            "opened_at": row.opened_at,
            "ended_at": row.ended_at,
            "contact_told": introductions.contact_of(db, side),
        }
        for row, side in sides
        if row.opened_at is not None
    ]


def _written(db: Connection, person: int) -> list[dict[str, Any]]:
    query = select(PeerMessage.__table__).where(PeerMessage.author_id == person).order_by(PeerMessage.id)
    return [
        {
            "text": vault(db).open_text(row.body_sealed, "peer_message", "body", row.seal_id),
            "file": row.file_id is not None,
            "at": row.at,
        }
        for row in db.execute(query)
    ]
