"""Who may take names out of the house, step by step; an attempt that is refused is in the audit log for good.

Each function is a transaction that commits whatever it decides: the refusal and the wrong code are kept although
nothing is exported, and the export itself runs elsewhere, later.
"""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection

from models import audit, export_requests, second_factors, staff
from models.export_requests import Request, What
from models.second_factors import Verdict

ROLES = ("admin", "officer")  # whoever only analyses works with the marks


class Acting(NamedTuple):
    """A staff member, their one-time code, and how the audit log names them."""

    member: int
    code: str
    actor: str


class Why(StrEnum):
    """Why a step was refused, beside what may be wrong with a code."""

    nobody = "nobody who may"
    unknown = "no such request"
    expired = "expired"
    used = "used"
    own = "own request"
    approved = "approved before"
    waits = "not approved"
    others = "somebody else's"
    kind = "another kind of export"


class Refused(NamedTuple):
    """A step that was not taken: why, and until when a second factor is locked."""

    why: Why | Verdict
    until: datetime | None = None


def ask(db: Connection, who: Acting, what: What, reason: str, moment: datetime) -> int | Refused:
    """Ask for an export with names; the number of the request."""
    refused = _identified(db, who, moment)
    if refused is not None:
        return _audited(db, who, "ask", None, refused)
    number = export_requests.ask(db, who.member, what, reason, moment)
    audit.write(db, who.actor, "export requested", request=number, **what._asdict())
    return number


def approve(db: Connection, who: Acting, number: int, moment: datetime) -> Refused | None:
    """Agree to what somebody else asked for."""
    found = export_requests.find(db, number)
    refused = _identified(db, who, moment) or _against_approving(found, who.member, moment)
    if refused is None and not export_requests.approve(db, number, who.member, moment):
        refused = Refused(Why.approved)  # somebody else was faster
    if refused is not None:
        return _audited(db, who, "approve", number, refused)
    audit.write(db, who.actor, "export approved", request=number)
    return None


def begin(db: Connection, who: Acting, number: int, kind: str, moment: datetime) -> What | Refused:
    """What the request of this number lets its asker export; it is used up later, when something leaves the house."""
    found = export_requests.find(db, number)
    refused = _identified(db, who, moment) or _against_using(found, who.member, kind, moment)
    if found is None or refused is not None:
        return _audited(db, who, "use", number, refused or Refused(Why.unknown))
    return found.what


def use(db: Connection, who: Acting, number: int, moment: datetime) -> Refused | None:
    """Use the request up; refused where another run was faster, or the time ran out meanwhile."""
    if export_requests.use(db, number, who.member, moment):
        return None
    return _audited(db, who, "use", number, _over(export_requests.find(db, number), moment) or Refused(Why.used))


def _identified(db: Connection, who: Acting, moment: datetime) -> Refused | None:
    """Refuse whoever may not export names, or has not shown that it is they."""
    if staff.role_of(db, who.member) not in ROLES:
        return Refused(Why.nobody)
    checked = second_factors.check(db, who.member, who.code, moment)
    return None if checked.verdict is Verdict.good else Refused(checked.verdict, checked.until)


def _against_approving(found: Request | None, member: int, moment: datetime) -> Refused | None:
    over = _over(found, moment)
    if found is None or over is not None:
        return over
    if found.asked_by == member:
        return Refused(Why.own)
    return None if found.approved_by is None else Refused(Why.approved)


def _against_using(found: Request | None, member: int, kind: str, moment: datetime) -> Refused | None:
    over = _over(found, moment)
    if found is None or over is not None:
        return over
    if found.asked_by != member:
        return Refused(Why.others)
    if found.approved_by is None:
        return Refused(Why.waits)
    return None if found.what.kind == kind else Refused(Why.kind)


def _over(found: Request | None, moment: datetime) -> Refused | None:
    if found is None:
        return Refused(Why.unknown)
    if found.used_at is not None:
        return Refused(Why.used)
    return Refused(Why.expired) if found.expires_at <= moment else None


def _audited(db: Connection, who: Acting, step: str, number: int | None, refused: Refused) -> Refused:
    audit.write(db, who.actor, "export refused", step=step, request=number, staff=who.member, why=refused.why.value)
    return refused
