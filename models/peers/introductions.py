"""One introduction: who was chosen, what was answered, what each of the two agreed to tell."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, bindparam, insert, or_, select, update

from models.peers import aliases, profiles, requests
from models.peers.tables import ASKED, CHOSEN, LIVE, MET, NO, OPEN, PAIRED, PeerBlock, PeerIntroduction
from models.sealing import new_seal_id, vault
from models.statements import Query

SILENCE = timedelta(days=14)
NAME, CONTACT = 1, 2  # the steps of telling


class Side(NamedTuple):
    """An introduction as one of the two sees it: `alias` is the other's, `mine` her own."""

    id: int
    request: int | None  # None: the two were paired in a round
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


class _Row(NamedTuple):
    id: int
    request_id: int | None
    asker_id: int
    asked_id: int
    state: str
    asker_alias: int
    asked_alias: int
    asker_step: int
    asked_step: int
    until: datetime


_HERS = or_(PeerIntroduction.asker_id == bindparam("person"), PeerIntroduction.asked_id == bindparam("person"))
_THIS = select(*(getattr(PeerIntroduction, name) for name in _Row._fields)).where(
    PeerIntroduction.id == bindparam("introduction"), _HERS
)
_ONE, _HELD = Query(_THIS, _Row), Query(_THIS.with_for_update(key_share=True), _Row)  # SQLite has one writer


def begin(db: Connection, request: requests.Request, asked: int, moment: datetime) -> int:
    """Choose somebody to be asked for a request; the number of the introduction."""
    values = _values(request.person, asked, _aliases(db, request.person) | _aliases(db, asked), moment) | {
        "request_id": request.id,
        "state": CHOSEN,
        "until": min(moment + requests.ANSWER, request.answer_at),
        "due_at": moment,
    }
    number = db.execute(insert(PeerIntroduction).values(values).returning(PeerIntroduction.id)).scalar_one()
    profiles.asked(db, asked, moment)
    return number


def pair(db: Connection, round_: int, pairs: Collection[tuple[int, int]], until: datetime, moment: datetime) -> None:
    """Pair some in a round, each two to be told by `until`."""
    taken = _taken(db, [person for two in pairs for person in two])
    common = {"round_id": round_, "state": PAIRED, "until": until}
    rows = [_values(one, other, taken[one] | taken[other], moment) | common for one, other in pairs]
    if rows:
        db.execute(insert(PeerIntroduction), rows)


def find(db: Connection, person: int, introduction: int, *, holds: bool = False) -> Side | None:
    """An introduction of `person` by its number; None when it is not hers.

    Whoever `holds` it changes it alone until the transaction ends: both may agree in the same moment.
    """
    row = (_HELD if holds else _ONE).first(db, introduction=introduction, person=person)
    return None if row is None else seen_from(row, person)


def of_round(db: Connection, person: int, round_: int) -> Side | None:
    """The introduction of `person` in a round; None when she has none there, or the other was erased."""
    return next(iter(_sides(db, person, PeerIntroduction.round_id == round_)), None)


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
    if side.request is not None:
        requests.settle(db, side.request, MET)
    return True


def decline(db: Connection, side: Side, moment: datetime, state: str = NO) -> bool:
    """She is not willing: somebody else may be. False when it is too late."""
    if not move(db, side.id, state, None, CHOSEN, ASKED):
        return False
    if side.request is not None:
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
    keep_apart(db, side.person, side.other, moment)


def keep_apart(db: Connection, person: int, other: int, moment: datetime) -> None:
    """`person` does not want to meet the other any more, neither one to one nor in a circle."""
    pair = (PeerBlock.person_id == person, PeerBlock.blocked_id == other)
    if db.execute(select(PeerBlock.at).where(*pair)).first() is None:
        db.execute(insert(PeerBlock).values(person_id=person, blocked_id=other, at=moment))


def seen_from(row: Row[Any] | _Row, person: int) -> Side:
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


def _values(asker: int, asked: int, taken: set[int], moment: datetime) -> dict[str, Any]:
    """What every introduction begins with, under aliases that are not `taken`."""
    asker_alias = aliases.drawn(taken)
    return {
        "asker_id": asker,
        "asked_id": asked,
        "asker_alias": asker_alias,
        "asked_alias": aliases.drawn(taken | aliases.alike(asker_alias)),
        "begun_at": moment,
        "asker_step": 0,
        "asked_step": 0,
        "seal_id": new_seal_id(),
    }


def _taken(db: Connection, people: Collection[int]) -> dict[int, set[int]]:
    """As `_aliases`, for some people at once."""
    taken: dict[int, set[int]] = {person: set() for person in people}
    columns = (PeerIntroduction.asker_id, PeerIntroduction.asked_id)
    theirs = or_(*(column.in_(people) for column in columns))
    query = select(*columns, PeerIntroduction.asker_alias, PeerIntroduction.asked_alias)
    for row in db.execute(query.where(theirs, PeerIntroduction.state.in_(LIVE))):
        for person in (row.asker_id, row.asked_id):
            taken.setdefault(person, set()).update((row.asker_alias, row.asked_alias))
    return taken


def _aliases(db: Connection, person: int) -> set[int]:
    return {alias for side in live_of(db, person) for alias in (side.alias, side.mine)}


def _seal_id(db: Connection, introduction: int) -> bytes:
    return db.execute(select(PeerIntroduction.seal_id).where(PeerIntroduction.id == introduction)).scalar_one()
