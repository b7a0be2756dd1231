"""The second factor of a staff member: codes of an authenticator app, each good once, guessed only a few times."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

import pyotp
from pyotp.exceptions import OTPVerificationError
from sqlalchemy import Connection, ForeignKey, LargeBinary, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number
from models.sealing import new_seal_id, vault

MOST_WRONG = 5
WITHIN = timedelta(minutes=15)
LOCKED_FOR = timedelta(hours=1)
_ISSUER = "Lazos"  # what the app shows; it tells no name
_NEIGHBOURS = 1  # codes before and after the present one that are taken as well: clocks differ, and people type slowly


class SecondFactor(Base):
    """The sealed secret that a staff member's app has too, and what was last tried against it."""

    __tablename__ = "second_factor"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), primary_key=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    set_at: Mapped[datetime] = mapped_column(Instant)
    last_counter: Mapped[int] = mapped_column(Number)  # the half minute of the last code that was taken
    wrong: Mapped[int]
    wrong_since: Mapped[datetime | None] = mapped_column(Instant)
    locked_until: Mapped[datetime | None] = mapped_column(Instant)


class Verdict(StrEnum):
    """What a code is worth."""

    good = "good"
    none = "no second factor"
    wrong = "wrong code"
    replayed = "code used before"
    locked = "locked"


class Checked(NamedTuple):
    """The verdict on a code; `until` when no code is taken of a locked second factor."""

    verdict: Verdict
    until: datetime | None = None


def new_secret() -> str:
    """A fresh secret: 160 bits in base 32."""
    return pyotp.random_base32()


def address(secret: str, member: int) -> str:
    """What an authenticator app reads from a square."""
    return pyotp.TOTP(secret).provisioning_uri(name=f"staff {member}", issuer_name=_ISSUER)


def counter_of(secret: str, code: str, moment: datetime) -> int | None:
    """The half minute since 1970 to which `code` belongs, if it is about now; None for a wrong one."""
    try:
        bare = "".join(code.split())
        return pyotp.TOTP(secret).verify_and_get_timecode(bare, for_time=moment, valid_window=_NEIGHBOURS)
    except OTPVerificationError:
        return None


def is_set(db: Connection, member: int) -> bool:
    """Whether a staff member has a second factor."""
    return db.execute(select(SecondFactor.staff_id).where(SecondFactor.staff_id == member)).first() is not None


def set_up(db: Connection, member: int, secret: str, counter: int, moment: datetime) -> None:
    """From now on this is the secret; the code of `counter` has shown that the app has it, and is used up."""
    forget(db, member)
    seal_id = new_seal_id()
    values = {
        "staff_id": member,
        "seal_id": seal_id,
        "secret_sealed": vault(db).seal_text(secret, "second_factor", "secret", seal_id),
        "set_at": moment,
        "last_counter": counter,
        "wrong": 0,
    }
    db.execute(insert(SecondFactor).values(values))


def forget(db: Connection, member: int) -> None:
    """Delete the secret of a staff member."""
    db.execute(delete(SecondFactor).where(SecondFactor.staff_id == member))


def check(db: Connection, member: int, code: str, moment: datetime) -> Checked:
    """What `code` is worth now; a good one is used up, and a wrong one counted."""
    there = select(SecondFactor.__table__).where(SecondFactor.staff_id == member)
    row = db.execute(there.with_for_update()).first()
    if row is None:
        return Checked(Verdict.none)
    if row.locked_until is not None and row.locked_until > moment:
        return Checked(Verdict.locked, row.locked_until)
    secret = vault(db).open_text(row.secret_sealed, "second_factor", "secret", row.seal_id) or ""
    counter = counter_of(secret, code, moment)
    if counter is None:
        return _count_wrong(db, row, moment)
    if counter <= row.last_counter:
        return Checked(Verdict.replayed)
    _note(db, member, last_counter=counter, wrong=0, wrong_since=None, locked_until=None)
    return Checked(Verdict.good)


def _count_wrong(db: Connection, row: Any, moment: datetime) -> Checked:
    """One more wrong code: the last of many within a while locks."""
    recent = row.wrong_since is not None and row.wrong_since > moment - WITHIN
    wrong, since = (row.wrong + 1, row.wrong_since) if recent else (1, moment)
    if wrong < MOST_WRONG:
        _note(db, row.staff_id, wrong=wrong, wrong_since=since)
        return Checked(Verdict.wrong)
    until = moment + LOCKED_FOR
    _note(db, row.staff_id, wrong=0, wrong_since=None, locked_until=until)
    return Checked(Verdict.locked, until)


def _note(db: Connection, member: int, **values: object) -> None:
    db.execute(update(SecondFactor).where(SecondFactor.staff_id == member).values(values))
