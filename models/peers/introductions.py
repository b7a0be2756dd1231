"""One introduction: who was chosen, what was answered, what each of the two agreed to tell."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, insert, or_, select, update

from models.peers import aliases, requests
from models.peers.tables import ASKED, CHOSEN, LIVE, MET, NO, OPEN, PeerBlock, PeerIntroduction, PeerProfile
from models.sealing import new_seal_id, vault

SILENCE = timedelta(days=14)
NAME, CONTACT = 1, 2  # the steps of telling


class Side(NamedTuple):
    """An introduction as one of the two sees it: `alias` is the other's, `mine` her own."""

    id: int
    request: int
    person: int
    other: int
    is_asker: bool
    state: str
    alias: int
    mine: int
    step: int
    other_step: int
    until: datetime

    @property
    def told(self) -> int:
        """What both have agreed to: 0 nothing, 1 name and state, 2 how to be reached."""
        return min(self.step, self.other_step)

    @property
    def who(self) -> str:
        """The name of her columns."""
        return "asker" if self.is_asker else "asked"


def begin(db: Connection, request: requests.Request, asked: int, moment: datetime) -> int:
    """Choose somebody to be asked for a request; the number of the introduction."""
    hers, theirs = _aliases(db, request.person), _aliases(db, asked)
    asker_alias = aliases.drawn(theirs | hers)
    values = {
        "request_id": request.id,
        "asker_id": request.person,
        "asked_id": asked,
        "state": CHOSEN,
        "asker_alias": asker_alias,
        "asked_alias": aliases.drawn(theirs | hers | {asker_alias}),
        "begun_at": moment,
        "until": min(moment + requests.ANSWER, request.answer_at),
        "due_at": moment,
        "asker_step": 0,
        "asked_step": 0,
        "seal_id": new_seal_id(),
    }
    number = db.execute(insert(PeerIntroduction).values(values).returning(PeerIntroduction.id)).scalar_one()
    db.execute(update(PeerProfile).where(PeerProfile.person_id == asked).values(asked_at=moment))
    return number


def find(db: Connection, person: int, introduction: int, *, holds: bool = False) -> Side | None:
    """An introduction of `person` by its number; None when it is not hers.

    Whoever `holds` it changes it alone until the transaction ends: both may agree in the same moment.
    """
    if holds:
        db.execute(select(PeerIntroduction.id).where(PeerIntroduction.id == introduction).with_for_update())
    return next(iter(_sides(db, person, PeerIntroduction.id == introduction)), None)


def open_of(db: Connection, person: int) -> list[Side]:
    """The introductions in which `person` may write, the one that moved last before the others."""
    return _sides(db, person, PeerIntroduction.state == OPEN)


def live_of(db: Connection, person: int) -> list[Side]:
    """The introductions of `person` that are not over."""
    return _sides(db, person, PeerIntroduction.state.in_(LIVE))


def move(db: Connection, introduction: int, state: str, due_at: datetime | None, *before: str) -> bool:
    """Let an introduction stand otherwise; False when it was in none of the states `before`."""
    moved = update(PeerIntroduction).where(PeerIntroduction.id == introduction, PeerIntroduction.state.in_(before))
    return bool(db.execute(moved.values(state=state, due_at=due_at)).rowcount)


def accept(db: Connection, side: Side, moment: datetime) -> bool:
    """She is willing: from now on they may write to each other. False when it is too late."""
    if not move(db, side.id, OPEN, moment + SILENCE, CHOSEN, ASKED):
        return False
    db.execute(update(PeerIntroduction).where(PeerIntroduction.id == side.id).values(opened_at=moment))
    requests.settle(db, side.request, MET)
    return True


def decline(db: Connection, side: Side, moment: datetime, state: str = NO) -> bool:
    """She is not willing: somebody else may be. False when it is too late."""
    if not move(db, side.id, state, None, CHOSEN, ASKED):
        return False
    requests.put_off(db, side.request, moment)
    return True


def agree(db: Connection, side: Side, step: int, contact: str | None = None) -> None:
    """Note that one of the two tells so much as soon as the other does; `contact` is how she is reached."""
    values: dict[str, Any] = {f"{side.who}_step": step}
    if contact is not None:
        seal_id = _seal_id(db, side.id)
        column = f"{side.who}_contact"
        values[f"{column}_sealed"] = vault(db).seal_text(contact, "peer_introduction", column, seal_id)
    db.execute(update(PeerIntroduction).where(PeerIntroduction.id == side.id).values(values))


def refuse(db: Connection, side: Side) -> None:
    """Nothing more is told than what both had agreed to."""
    values: dict[str, Any] = {"asker_step": side.told, "asked_step": side.told}
    if side.told < CONTACT:
        values |= {"asker_contact_sealed": None, "asked_contact_sealed": None}
    db.execute(update(PeerIntroduction).where(PeerIntroduction.id == side.id).values(values))


def contact_of(db: Connection, side: Side) -> str:
    """How the person of this side is reached, as she wrote it."""
    row = db.execute(select(PeerIntroduction.__table__).where(PeerIntroduction.id == side.id)).one()
    column = f"{side.who}_contact"
    return vault(db).open_text(getattr(row, f"{column}_sealed"), "peer_introduction", column, row.seal_id) or ""


def block(db: Connection, side: Side, moment: datetime) -> None:
    """Never introduce these two again."""
    pair = (PeerBlock.person_id == side.person, PeerBlock.blocked_id == side.other)
    if db.execute(select(PeerBlock.at).where(*pair)).first() is None:
        db.execute(insert(PeerBlock).values(person_id=side.person, blocked_id=side.other, at=moment))


def seen_from(row: Row[Any], person: int) -> Side:
    """A row of the table as `person` sees it."""
    hers, others = ("asker", "asked") if row.asker_id == person else ("asked", "asker")
    return Side(
        row.id,
        row.request_id,
        person,
        getattr(row, f"{others}_id"),
        hers == "asker",
        row.state,
        getattr(row, f"{others}_alias"),
        getattr(row, f"{hers}_alias"),
        getattr(row, f"{hers}_step"),
        getattr(row, f"{others}_step"),
        row.until,
    )


def _sides(db: Connection, person: int, where: ColumnElement[bool]) -> list[Side]:
    hers = or_(PeerIntroduction.asker_id == person, PeerIntroduction.asked_id == person)
    rows = db.execute(select(PeerIntroduction.__table__).where(hers, where))
    ordered = sorted(rows, key=lambda row: (row.due_at is not None, row.due_at, row.id), reverse=True)
    return [seen_from(row, person) for row in ordered]


def _aliases(db: Connection, person: int) -> set[int]:
    return {alias for side in live_of(db, person) for alias in (side.alias, side.mine)}


def _seal_id(db: Connection, introduction: int) -> bytes:
    return db.execute(select(PeerIntroduction.seal_id).where(PeerIntroduction.id == introduction)).scalar_one()
