"""What `lazos person` tells of people and of requests: for staff to read, or as JSON. Numbers and dates, no names."""

from collections.abc import Iterator
from datetime import date, datetime

from models.contacts import Linked
from models.overview import Overview
from models.rights import CANCELLATION, Request


def as_object(found: Overview) -> dict[str, object]:
    """A person, for JSON."""
    amounts = {name: getattr(found, name) for name in ("plans", "reports", "files")}
    moments = ("created_at", "joined_at", "stopped_at", "blocked_at", "deleted_at")
    return {
        "person": found.person,
        **{name: _moment(getattr(found, name)) for name in moments},
        **amounts,
        "contacts": [contact(each) for each in found.contacts],
        "requests": [request.id for request in found.requests],
    }


def as_text(found: Overview) -> Iterator[str]:
    """A person, line by line."""
    yield f"Person {found.person}, on record since {_day(found.created_at)}"
    yield f"joined on {_day(found.joined_at)}" if found.joined_at else "has not joined"
    if found.stopped_at:
        yield f"wants nothing unasked since {_day(found.stopped_at)}"
    if found.blocked_at and found.deleted_at:
        yield f"blocked since {_day(found.blocked_at)}, will be deleted on {_day(found.deleted_at)}"
    yield f"plans: {found.plans}, reports: {found.reports}, files: {found.files}"
    yield from (f"contact {contact_line(each)}" for each in found.contacts)
    yield from (f"request {request.id}, {request.kind}" for request in found.requests)


def contact(linked: Linked) -> dict[str, object]:
    """A phone, for JSON."""
    return linked._asdict() | {"joined_at": _moment(linked.joined_at), "heard_at": _moment(linked.heard_at)}


def contact_line(linked: Linked) -> str:
    """A phone in one line."""
    state = "in use" if linked.state == "hers" else linked.state
    return f"{linked.id}  {linked.channel}  {state}  last heard from on {_day(linked.heard_at)}"


def request(asked: Request, today: date) -> dict[str, object]:
    """A request, for JSON; `days_left` until `due`, below 0 when it is overdue."""
    dates = {name: value.isoformat() for name, value in asked._asdict().items() if isinstance(value, date)}
    return (
        asked._asdict()
        | dates
        | {
            "state": _state(asked),
            "due": asked.due.isoformat() if asked.due else None,
            "days_left": _left(asked, today),
            "overdue": _is_overdue(asked, today),
        }
    )


def request_line(asked: Request, today: date) -> str:
    """A request in one line, overdue ones marked."""
    what = f"{asked.kind} ({asked.purpose})" if asked.purpose else asked.kind
    head = f"{asked.id}  person {asked.person}  {what}  asked {asked.asked_on}  "
    if asked.due is None:
        return f"{head}{_state(asked)} {asked.done_on or asked.withdrawn_on}"
    left = _left(asked, today) or 0
    term = f"OVERDUE by {-left} days" if _is_overdue(asked, today) else f"{left} days left"
    return f"{head}{_state(asked)} by {asked.due}, {term}"


def _state(asked: Request) -> str:
    if asked.withdrawn_on is not None:
        return "withdrawn"
    if asked.done_on is not None:
        return "done"
    if asked.answered_on is None:
        return "to answer"
    return "blocked, to delete" if asked.kind == CANCELLATION and asked.erased_on else "to carry out"


def _left(asked: Request, today: date) -> int | None:
    return None if asked.due is None else (asked.due - today).days


def _is_overdue(asked: Request, today: date) -> bool:
    return asked.due is not None and asked.due < today


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
