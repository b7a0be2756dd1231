"""The people on the rosters, with the agencies and places they belong to: all of it sealed."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, ForeignKey, Index, LargeBinary, bindparam, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number, now
from models.names import folded
from models.sealing import new_seal_id, vault
from models.statements import Prepared


class Agency(Base):
    """Where people work; its name is sealed, and found by its hash."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    name_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)


class Municipality(Base):
    """Where an agency or a person is; sealed like an agency, since few colleagues share it."""

    __tablename__ = "municipality"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    name_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)


class Person(Base):
    """An alumnus: somebody on a roster, whether or not she has joined yet."""

    __tablename__ = "person"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a number is never given to somebody else

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    given_name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    family_name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    email_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    state: Mapped[str | None]  # a code of `models.states`
    rank_band: Mapped[str | None]  # a band of `models.ranks`, never the rank itself
    language: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(Instant)
    joined_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)  # her profile, by herself
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)  # she wants nothing unasked
    roster_name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # the family name before she corrected it
    blocked_at: Mapped[datetime | None] = mapped_column(Instant)  # she had her data erased: nothing is used any more
    suppress_at: Mapped[datetime | None] = mapped_column(Instant)  # when what is blocked is deleted for good


_IS_BLOCKED = Person.suppress_at.is_not(None)
Index("ix_person_suppress_at", Person.suppress_at, sqlite_where=_IS_BLOCKED, postgresql_where=_IS_BLOCKED)
_HAS_STOPPED = Person.stopped_at.is_not(None)
Index("ix_person_stopped_at", Person.stopped_at, sqlite_where=_HAS_STOPPED, postgresql_where=_HAS_STOPPED)


class PersonKey(Base):
    """A hash under which a person is found again on the next roster: her e-mail, her phone, or name and agency."""

    __tablename__ = "person_key"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]  # email, phone, name


class Profile(NamedTuple):
    """What is known of a person, opened."""

    id: int
    given_name: str
    family_name: str
    email: str | None
    phone: str | None
    agency: str | None
    municipality: str | None
    state: str | None
    rank_band: str | None
    language: str | None


def profile(db: Connection, person: int) -> Profile:
    """What is known of `person`. Raises `LookupError` when there is no such person."""
    row = db.execute(select(Person.__table__).where(Person.id == person)).one_or_none()
    if row is None:
        raise LookupError("no such person")
    opened = {
        name: vault(db).open_text(getattr(row, f"{name}_sealed"), "person", name, row.seal_id)
        for name in ("given_name", "family_name", "email", "phone")
    }
    return Profile(
        row.id,
        opened["given_name"] or "",
        opened["family_name"] or "",
        opened["email"],
        opened["phone"],
        place_name(db, Agency, row.agency_id),
        place_name(db, Municipality, row.municipality_id),
        row.state,
        row.rank_band,
        row.language,
    )


def correct(db: Connection, person: int, field: str, value: str) -> None:
    """Write what the person says is right: `field` is one of a `Profile` but for its id."""
    if field in ("agency", "municipality"):
        table = Agency if field == "agency" else Municipality
        values: dict[str, object] = {f"{field}_id": named(db, table, value)}
    elif field in ("state", "rank_band", "language"):
        values = {field: value}
    else:
        seal_id = db.execute(select(Person.seal_id).where(Person.id == person)).scalar_one()
        values = {f"{field}_sealed": vault(db).seal_text(value, "person", field, seal_id)}
    if field == "family_name":
        _keep_roster_name(db, person)
    if field in ("email", "phone"):
        _find_by(db, person, field, value)
    db.execute(update(Person).where(Person.id == person).values(values))


def family_name_on_roster(db: Connection, person: int) -> str:
    """The family name as staff wrote it: whoever holds a phone for a minute cannot change what a new phone is asked."""
    query = select(Person.seal_id, Person.family_name_sealed, Person.roster_name_sealed)
    row = db.execute(query.where(Person.id == person)).one()
    kept = vault(db).open_text(row.roster_name_sealed, "person", "roster_name", row.seal_id)
    return kept or vault(db).open_text(row.family_name_sealed, "person", "family_name", row.seal_id) or ""


def language_of(db: Connection, person: int) -> str | None:
    """What a person speaks, as far as it is known."""
    return db.execute(select(Person.language).where(Person.id == person)).scalar()


def place_of(db: Connection, person: int) -> tuple[str | None, str | None]:
    """The state and the municipality in which a person works."""
    row = db.execute(select(Person.state, Person.municipality_id).where(Person.id == person)).one()
    return row.state, place_name(db, Municipality, row.municipality_id)


def _keep_roster_name(db: Connection, person: int) -> None:
    seal_id = db.execute(select(Person.seal_id).where(Person.id == person)).scalar_one()
    sealed = vault(db).seal_text(family_name_on_roster(db, person), "person", "roster_name", seal_id)
    db.execute(update(Person).where(Person.id == person).values(roster_name_sealed=sealed))


def _find_by(db: Connection, person: int, kind: str, value: str) -> None:
    """Let the next roster find a person by her new e-mail or phone, unless that leads to somebody else."""
    newest, *older = vault(db).keys_of(kind, value)
    db.execute(delete(PersonKey).where(PersonKey.person_id == person, PersonKey.kind == kind))
    if not db.execute(select(PersonKey.key).where(PersonKey.key.in_([newest, *older]))).first():
        db.execute(insert(PersonKey).values(key=newest, person_id=person, kind=kind))


def confirm_profile(db: Connection, person: int) -> None:
    """Remember that the person has looked at her profile and found it right."""
    db.execute(update(Person).where(Person.id == person).values(confirmed_at=now()))


_STOPPED = Prepared(select(Person.id).where(Person.id == bindparam("person"), Person.stopped_at.is_not(None)))
_SPEAK = Prepared(update(Person).where(Person.id == bindparam("person")).values(language=bindparam("to")))


def speak(db: Connection, person: int, language: str) -> None:
    """Talk to `person` in `language` from now on."""
    _SPEAK.run(db, person=person, to=language)


def stop(db: Connection, person: int) -> None:
    """Write nothing unasked to `person` from now on."""
    db.execute(update(Person).where(Person.id == person, Person.stopped_at.is_(None)).values(stopped_at=now()))


def come_back(db: Connection, person: int) -> bool:
    """Take back a stop; False when there was none."""
    stopped = update(Person).where(Person.id == person, Person.stopped_at.is_not(None)).values(stopped_at=None)
    return bool(db.execute(stopped).rowcount)


def has_stopped(db: Connection, person: int) -> bool:
    """Whether `person` wants nothing unasked."""
    return _STOPPED.number(db, person=person) is not None


def named(db: Connection, table: type[Agency | Municipality], name: str) -> int:
    """The id of the agency or municipality called `name`, new if need be; case, accents and spaces do not matter."""
    kind, name = table.__tablename__, " ".join(name.split())
    keys = vault(db).keys_of(kind, folded(name))
    found = db.execute(select(table.id).where(table.name_key.in_(keys))).scalar()
    if found is not None:
        return found
    seal_id = new_seal_id()
    sealed = vault(db).seal_text(name, kind, "name", seal_id)
    made = db.execute(insert(table).values(seal_id=seal_id, name_sealed=sealed, name_key=keys[0]).returning(table.id))
    return made.scalar_one()


def place_name(db: Connection, table: type[Agency | Municipality], id: int | None) -> str | None:
    """What the agency or municipality with this id is called."""
    row = db.execute(select(table.seal_id, table.name_sealed).where(table.id == id)).one_or_none()
    return None if row is None else vault(db).open_text(row.name_sealed, table.__tablename__, "name", row.seal_id)
