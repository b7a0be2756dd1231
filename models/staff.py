"""The programme's staff: a handful of people, some of whom use the bot from their own phones."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, LargeBinary, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models import second_factors
from models.access import canonical, in_groups, new_code
from models.base import Base, Instant, Number, now
from models.contacts import Contact, Known, known
from models.sealing import new_seal_id, vault
from models.second_factors import SecondFactor

ROLES = ("admin", "officer", "analyst")
CODE_LIFETIME = timedelta(hours=1)


class StaffMember(Base):
    """Somebody who works for the programme; the name is sealed. A code links one phone, once and within the hour."""

    __tablename__ = "staff_member"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a number is never given to somebody else

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    role: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant)
    left_at: Mapped[datetime | None] = mapped_column(Instant)
    code_key: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    code_expires_at: Mapped[datetime | None] = mapped_column(Instant)


def link(db: Connection, contact: int, code: str) -> bool:
    """Let `contact` belong to the staff member whose code this is, and use the code up; False when it is nobody's."""
    bare = canonical(code)
    if bare is None:
        return False
    good = (StaffMember.code_key.in_(vault(db).keys_of("staff code", bare)), StaffMember.code_expires_at > now())
    used = update(StaffMember).where(*good, StaffMember.left_at.is_(None)).values(code_key=None, code_expires_at=None)
    member = db.execute(used.returning(StaffMember.id)).scalar()
    if member is None:
        return False
    db.execute(update(Contact).where(Contact.id == contact).values(staff_id=member))
    return True


class Member(NamedTuple):
    """A staff member, opened; `phones` counts what is linked."""

    id: int
    name: str
    role: str
    phones: int
    second_factor: bool


def add(db: Connection, name: str, role: str) -> int:
    """Somebody new on the staff; their number."""
    seal_id = new_seal_id()
    values = {
        "seal_id": seal_id,
        "name_sealed": vault(db).seal_text(name, "staff_member", "name", seal_id),
        "role": role,
        "created_at": now(),
    }
    return db.execute(insert(StaffMember).values(values).returning(StaffMember.id)).scalar_one()


def members(db: Connection) -> list[Member]:
    """Everybody who is on the staff now."""
    phones = select(func.count()).where(Contact.staff_id == StaffMember.id).scalar_subquery().label("phones")
    has = select(SecondFactor.staff_id).where(SecondFactor.staff_id == StaffMember.id).exists().label("has")
    columns = (StaffMember.id, StaffMember.seal_id, StaffMember.name_sealed, StaffMember.role, phones, has)
    rows = db.execute(select(*columns).where(StaffMember.left_at.is_(None)).order_by(StaffMember.id)).all()
    named = ((row, vault(db).open_text(row.name_sealed, "staff_member", "name", row.seal_id)) for row in rows)
    return [Member(row.id, name or "", row.role, row.phones, bool(row.has)) for row, name in named]


def is_member(db: Connection, member: int | None) -> bool:
    """Whether this is the number of somebody who is on the staff now."""
    there = select(StaffMember.id).where(StaffMember.id == member, StaffMember.left_at.is_(None))
    return db.execute(there).scalar() is not None


def role_of(db: Connection, member: int) -> str | None:
    """The role of somebody who is on the staff now; None for anybody else."""
    there = select(StaffMember.role).where(StaffMember.id == member, StaffMember.left_at.is_(None))
    return db.execute(there).scalar()


def issue_code(db: Connection, member: int) -> str | None:
    """A code by which a staff member links one phone within the hour, in place of any earlier one; None if gone."""
    code = new_code()
    good = update(StaffMember).where(StaffMember.id == member, StaffMember.left_at.is_(None))
    values = {"code_key": vault(db).key_of("staff code", code), "code_expires_at": now() + CODE_LIFETIME}
    return in_groups(code) if db.execute(good.values(values)).rowcount else None


def leave(db: Connection, member: int) -> bool:
    """Somebody is not on the staff any more: their phones and second factor go at once. False if they were not."""
    gone = update(StaffMember).where(StaffMember.id == member, StaffMember.left_at.is_(None))
    if not db.execute(gone.values(left_at=now(), code_key=None, code_expires_at=None)).rowcount:
        return False
    db.execute(update(Contact).where(Contact.staff_id == member).values(staff_id=None))
    second_factors.forget(db, member)
    return True


def phones(db: Connection) -> list[Known]:
    """Every contact that belongs to somebody on the staff."""
    linked = select(Contact.id).where(Contact.staff_id.is_not(None), Contact.revoked_at.is_(None))
    return [known(db, id) for id in db.scalars(linked.order_by(Contact.id))]
