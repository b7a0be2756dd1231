"""Access codes: one on every card, used once, and worth nothing without the family name."""

import secrets
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, ForeignKey, LargeBinary, and_, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models import people
from models.base import Base, Instant, Number, now
from models.names import same_family_name
from models.people import Person
from models.programmes import Enrolment
from models.sealing import vault

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no letter that looks like a digit
LENGTH = 16  # times 5 bits: 80
LIFETIME = timedelta(days=30)
NAME_TRIES = 3
WRONG_CODES = 5
PAUSE = timedelta(hours=1)

_BETWEEN = ("Pd", "Cf")  # any dash, since phones make long ones of short ones, and what is invisible
_LOOKS_LIKE = str.maketrans("OILU", "011V")


class AccessCode(Base):
    """A code that was given out; only its hash is stored."""

    __tablename__ = "access_code"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    issued_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    name_tries: Mapped[int] = mapped_column(default=0)  # wrong family names so far


class WrongCode(Base):
    """A code that did not exist was tried from this address (its hash)."""

    __tablename__ = "wrong_code"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    sender: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)


class Issued(NamedTuple):
    """A code fresh from the press; the only moment at which it can be read."""

    person: int
    cohort: int
    code: str
    expires_at: datetime


def canonical(code: str) -> str | None:
    """`code` as it is hashed, or None when it cannot be one: 16 letters and digits, dashes and spaces left out."""
    kept = "".join(letter for letter in code.upper() if unicodedata.category(letter) not in _BETWEEN)
    bare = "".join(kept.split()).translate(_LOOKS_LIKE)
    return bare if len(bare) == LENGTH and set(bare) <= set(ALPHABET) else None


def new_code() -> str:
    """A fresh random code, as it is hashed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def in_groups(code: str) -> str:
    """A code as people read it: four letters at a time."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def issue(db: Connection, pairs: Iterable[tuple[int, int]], lifetime: timedelta = LIFETIME) -> list[Issued]:
    """Fresh codes for pairs of (person, cohort); older unused codes of these people stop working."""
    moment, codes = now(), []
    for person, cohort in pairs:
        _replace(db, person, moment)
        code = new_code()
        issued = Issued(person, cohort, in_groups(code), moment + lifetime)
        db.execute(
            insert(AccessCode).values(
                key=vault(db).key_of("code", code),
                person_id=person,
                cohort_id=cohort,
                issued_at=moment,
                expires_at=issued.expires_at,
                name_tries=0,
            )
        )
        codes.append(issued)
    return codes


def _replace(db: Connection, person: int, moment: datetime) -> None:
    """End older codes; they are not deleted, since SQLite would give their ids, which open conversations hold, anew."""
    older = update(AccessCode).where(AccessCode.person_id == person, AccessCode.used_at.is_(None))
    db.execute(older.where(AccessCode.expires_at > moment).values(expires_at=moment))


def issue_link(db: Connection, person: int) -> str:
    """A code of one hour by which the person joins from a second phone."""
    cohort = db.execute(select(Enrolment.cohort_id).where(Enrolment.person_id == person).limit(1)).scalar_one()
    return issue(db, [(person, cohort)], PAUSE)[0].code


def holder(db: Connection, code: int) -> int:
    """The person behind a code."""
    return db.execute(select(AccessCode.person_id).where(AccessCode.id == code)).scalar_one()


def paused(db: Connection, sender: bytes) -> bool:
    """Whether `sender` has tried too many wrong codes within the hour."""
    recent = select(func.count()).where(WrongCode.sender == sender, WrongCode.at > now() - PAUSE)
    return db.execute(recent).scalar_one() >= WRONG_CODES


def usable(db: Connection, sender: bytes, code: str) -> int | None:
    """The id of a code that can still be used; a wrong one is counted against `sender`."""
    bare = canonical(code)
    keys = vault(db).keys_of("code", bare or "")
    found = db.execute(select(AccessCode.id).where(AccessCode.key.in_(keys), _good())).scalar()
    if found is None or bare is None:
        db.execute(insert(WrongCode).values(sender=sender, at=now()))
        return None
    return found


def recognised(db: Connection, code: int, family_name: str) -> str:
    """Whether `family_name` is that of the person behind the code: "yes", "no", or "locked" after three wrong ones.

    Case, accents and a second family name left out do not matter. A code that expired or was
    replaced meanwhile is "locked" as well.
    """
    tried = select(AccessCode.person_id, AccessCode.name_tries).where(AccessCode.id == code, _good())
    held = db.execute(tried.with_for_update()).one_or_none()
    if held is None or held.name_tries >= NAME_TRIES:
        return "locked"
    name = people.family_name_on_roster(db, held.person_id)
    if same_family_name(name, family_name):
        return "yes"
    db.execute(update(AccessCode).where(AccessCode.id == code).values(name_tries=AccessCode.name_tries + 1))
    return "locked" if held.name_tries + 1 >= NAME_TRIES else "no"


def is_locked(db: Connection, code: int) -> bool:
    """Whether a code was locked by wrong family names."""
    return tries_left(db, code) == 0


def tries_left(db: Connection, code: int) -> int:
    """How many wrong family names a code still bears."""
    tried = db.execute(select(AccessCode.name_tries).where(AccessCode.id == code)).scalar_one()
    return max(0, NAME_TRIES - tried)


def redeem(db: Connection, code: int) -> int | None:
    """Use the code up; the person it was made for, or None when it is not good any more."""
    used = (
        update(AccessCode)
        .where(AccessCode.id == code, _good(), AccessCode.name_tries < NAME_TRIES)
        .values(used_at=now())
        .returning(AccessCode.person_id)
    )
    person = db.execute(used).scalar()
    if person is not None:
        db.execute(update(Person).where(Person.id == person, Person.joined_at.is_(None)).values(joined_at=now()))
    return person


def locked(db: Connection) -> list[int]:
    """The people whose newest code was locked by wrong family names: staff look after them."""
    newest = select(func.max(AccessCode.id)).group_by(AccessCode.person_id)
    query = select(AccessCode.person_id).where(AccessCode.name_tries >= NAME_TRIES, AccessCode.used_at.is_(None))
    return list(db.scalars(query.where(AccessCode.id.in_(newest), ~_blocked()).order_by(AccessCode.person_id)))


def forget_wrong_codes(db: Connection, before: datetime) -> int:
    """Forget wrong codes that were tried before `before`; how many."""
    return db.execute(delete(WrongCode).where(WrongCode.at < before)).rowcount


def _good() -> ColumnElement[bool]:
    """Neither used nor expired, and not of somebody whose data are blocked."""
    return and_(AccessCode.used_at.is_(None), AccessCode.expires_at > now(), ~_blocked())


def _blocked() -> ColumnElement[bool]:
    """It is of somebody who has her data erased."""
    return select(Person.id).where(Person.id == AccessCode.person_id, Person.blocked_at.is_not(None)).exists()
