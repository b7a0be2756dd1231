"""What each person agreed to, under which version of the privacy notice, and when."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, ForeignKey, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number, now

NECESSARY = "follow_up"
ANNOUNCEMENTS, PEERS, QUOTES = "announcements", "peers", "quotes"
VOLUNTARY = (ANNOUNCEMENTS, PEERS, QUOTES)


class Consent(Base):
    """One decision on one purpose; the newest counts, and none is ever overwritten."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    purpose: Mapped[str]
    given: Mapped[bool]
    notice: Mapped[str]  # the version of the text that was shown
    at: Mapped[datetime] = mapped_column(Instant)


def record(db: Connection, person: int, contact: int, notice: str, decisions: Mapping[str, bool]) -> None:
    """Write down what was decided, purpose by purpose."""
    moment = now()
    for purpose, given in decisions.items():
        db.execute(
            insert(Consent).values(
                person_id=person, contact_id=contact, purpose=purpose, given=given, notice=notice, at=moment
            )
        )


def current(db: Connection, person: int) -> dict[str, bool]:
    """What counts today, by purpose."""
    rows = db.execute(select(Consent.purpose, Consent.given).where(Consent.person_id == person).order_by(Consent.id))
    return {row.purpose: row.given for row in rows}


def accepted(db: Connection, person: int, notice: str) -> bool:
    """Whether `person` has agreed to what is necessary under this version of the notice, and not taken it back."""
    query = select(Consent.given, Consent.notice).where(Consent.person_id == person, Consent.purpose == NECESSARY)
    last = db.execute(query.order_by(Consent.id.desc()).limit(1)).one_or_none()
    return last is not None and last.given and last.notice == notice


def refused(db: Connection, people: Collection[int], purpose: str) -> set[int]:
    """Those of `people` who have said no to a purpose, or taken it back."""
    here = (Consent.purpose == purpose, Consent.person_id.in_(people))
    last = select(func.max(Consent.id)).where(*here).group_by(Consent.person_id)
    return set(db.scalars(select(Consent.person_id).where(Consent.id.in_(last), Consent.given.is_(False))))
