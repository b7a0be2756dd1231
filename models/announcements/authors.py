"""Who announces: admins and officers. Analysts look, and above a number of people a second person has to agree."""

from sqlalchemy import ColumnElement, Connection, select

from models import installation
from models.contacts import Contact, Known, known
from models.staff import StaffMember

ROLES = ("admin", "officer")
APPROVAL_KEPT_AS = "approval above"
_USUALLY_ABOVE = 500


def may_announce(db: Connection, member: int) -> bool:
    """Whether somebody is on the staff now, and more than an analyst."""
    there = (StaffMember.id == member, StaffMember.left_at.is_(None), StaffMember.role.in_(ROLES))
    return db.execute(select(StaffMember.id).where(*there)).first() is not None


def approval_above(db: Connection) -> int:
    """Above how many people a second person has to approve."""
    return int(installation.kept(db, APPROVAL_KEPT_AS) or _USUALLY_ABOVE)


def phones_of(db: Connection, member: int) -> list[Known]:
    """The phones of one staff member."""
    return _phones(db, StaffMember.id == member)


def phones_of_others(db: Connection, member: int | None) -> list[Known]:
    """The phones of all who announce, but for those of `member`."""
    return _phones(db, StaffMember.id.is_distinct_from(member), StaffMember.role.in_(ROLES))


def _phones(db: Connection, *whose: ColumnElement[bool]) -> list[Known]:
    linked = select(Contact.id).join(StaffMember, StaffMember.id == Contact.staff_id)
    there = (Contact.revoked_at.is_(None), StaffMember.left_at.is_(None), *whose)
    return [known(db, id) for id in db.scalars(linked.where(*there).order_by(Contact.id))]
