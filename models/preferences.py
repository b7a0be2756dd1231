"""How each person wants to be written to: sealed, since a shift tells when somebody is at home."""

from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, ForeignKey, LargeBinary, bindparam, insert, outerjoin, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.hours import USUAL, Rhythm
from models.people import Municipality, Person
from models.sealing import new_seal_id, vault
from models.shifts import Shift
from models.statements import Prepared, Query
from models.zones import zone_of


class Preference(Base):
    """What a person has chosen; without a row everything is as it is for everybody."""

    __tablename__ = "preference"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    value_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Preferences(msgspec.Struct, frozen=True, omit_defaults=True):
    """Hours are minutes of the local day, `paused_until` is the ISO date of the first day on which to write again."""

    first_channel: str | None = None
    quiet_from: int = msgspec.field(default_factory=lambda: USUAL.quiet_from)
    quiet_until: int = msgspec.field(default_factory=lambda: USUAL.quiet_until)
    hour: int = 10 * 60
    shift: Shift | None = None
    discreet: bool = False
    paused_until: str | None = None
    prompts_a_week: int = 2


class _Row(msgspec.Struct):
    seal_id: bytes
    value_sealed: bytes


class Placed(NamedTuple):
    """What somebody has chosen and where she works, as it lies in the store."""

    seal_id: bytes | None
    value_sealed: bytes | None
    state: str | None
    place_seal_id: bytes | None
    place_sealed: bytes | None


_FIND = Query(
    select(Preference.seal_id, Preference.value_sealed).where(Preference.person_id == bindparam("person")), _Row
)
PLACED = (
    Preference.seal_id.label("chosen_seal_id"),
    Preference.value_sealed.label("chosen_sealed"),
    Person.state.label("home_state"),
    Municipality.seal_id.label("place_seal_id"),
    Municipality.name_sealed.label("place_sealed"),
)
#: Where the columns of `PLACED` come from.
BESIDE_PERSON = outerjoin(
    outerjoin(Person, Preference, Preference.person_id == Person.id),
    Municipality,
    Municipality.id == Person.municipality_id,
)
_WITH_PLACE = Query(select(*PLACED).select_from(BESIDE_PERSON).where(Person.id == bindparam("person")), Placed)
_CHANGE = Prepared(
    update(Preference).where(Preference.person_id == bindparam("person")).values(value_sealed=bindparam("sealed"))
)


def of(db: Connection, person: int) -> Preferences:
    """What `person` has chosen."""
    row = _FIND.first(db, person=person)
    return Preferences() if row is None else _opened(db, row)


def change(db: Connection, person: int, **changes: Any) -> Preferences:
    """Change some of what `person` has chosen, and return all of it."""
    row = _FIND.first(db, person=person)
    changed = msgspec.structs.replace(Preferences() if row is None else _opened(db, row), **changes)
    seal_id = new_seal_id() if row is None else row.seal_id
    sealed = vault(db).seal(msgspec.json.encode(changed), "preference", "value", seal_id)
    if row is None:
        db.execute(insert(Preference).values(person_id=person, seal_id=seal_id, value_sealed=sealed))
    else:
        _CHANGE.run(db, person=person, sealed=sealed)
    return changed


def end_pause(db: Connection, person: int) -> bool:
    """End the pause that `person` has chosen; False when there was none."""
    paused = of(db, person).paused_until is not None
    if paused:
        change(db, person, paused_until=None)
    return paused


def rhythm_of(db: Connection, person: int) -> Rhythm:
    """When `person` may be written to, in the time of the place where she works."""
    return with_rhythm(db, person)[1]


def with_rhythm(db: Connection, person: int) -> tuple[Preferences, Rhythm]:
    """What `person` has chosen, and when she may be written to, read together."""
    row = _WITH_PLACE.first(db, person=person)
    if row is None:
        raise LookupError("no such person")
    return opened(db, row)


def opened(db: Connection, row: Placed) -> tuple[Preferences, Rhythm]:
    """As `with_rhythm`, of what has been read with something else."""
    chosen = Preferences()
    if row.seal_id is not None and row.value_sealed is not None:
        chosen = _opened(db, _Row(row.seal_id, row.value_sealed))
    place = None
    if row.place_seal_id is not None and row.place_sealed is not None:
        place = vault(db).open_text(row.place_sealed, "municipality", "name", row.place_seal_id)
    zone = zone_of(row.state, place)
    return chosen, Rhythm(zone, chosen.quiet_from, chosen.quiet_until, chosen.hour, chosen.shift)


def _opened(db: Connection, row: _Row) -> Preferences:
    opened = vault(db).open(row.value_sealed, "preference", "value", row.seal_id)
    return msgspec.json.decode(opened, type=Preferences)
