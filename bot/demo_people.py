"""The fictional people of `make demo`: a roster like any other, and what some of them have done since.

Everybody here is invented, and visibly so.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, update

from bot import demo_staff, roster_files
from bot.demo.cards import Card
from bot.demo.shown import TELEGRAM, WHATSAPP, Seeded
from bot.demo_plans import plan_ahead
from handlers.notice import VERSION
from models import access, action_plans, addresses, consents, contacts, enrolling, installation, invitations, people
from models.action_plans import ActionPlan, ProgressReport
from models.base import now
from models.contacts import Address
from models.rosters import Row, check

CODES = "demo codes"  # under which the installation keeps them; outside the demo a code is nowhere to be read
_DONE = "demo people"
_PLANNED = timedelta(days=60)  # ago
_ROSTER = Path(__file__).with_name("demo_roster.csv")

#: How many days ago, per cent, status, hurdle, note, people trained.
_Report = tuple[int, int, str, str | None, str, int | None]

#: Who has joined: the row of the roster (from 0), the phone, and the reports on the first plan.
_JOINED: tuple[tuple[int, str, str, tuple[_Report, ...]], ...] = (
    (
        0,
        TELEGRAM,
        "700000001",
        (
            (41, 20, "started", "resources", "Ya hay recorridos en una colonia.", None),
            (9, 55, "advanced", "none", "Dos turnos capacitados.", 18),
        ),
    ),
    (2, WHATSAPP, "whatsapp:+5215550000003", ((12, 35, "started", "command", "Falta el visto bueno.", None),)),
    (4, TELEGRAM, "700000003", ((16, 80, "advanced", "none", "El protocolo está en revisión.", 12),)),
    (6, WHATSAPP, "whatsapp:+5215550000007", ((20, 100, "done", "none", "El formato ya es oficial.", 40),)),
    (9, TELEGRAM, "700000005", ((6, 10, "started", "time", "The first session is planned.", None),)),
    (11, WHATSAPP, "whatsapp:+5215550000011", ((18, 45, "advanced", "transfer", "Sigue mi relevo.", 6),)),
    (14, TELEGRAM, "700000007", ((8, 60, "advanced", "none", "Se suman dos municipios.", 25),)),
    (18, WHATSAPP, "whatsapp:+5215550000018", ((3, 25, "started", "resources", "Ya tenemos formatos.", None),)),
)


def seed(db: Connection) -> None:
    """Bring in everybody once; a second call changes nothing."""
    if installation.kept(db, _DONE) is None:
        _bring_in(db)
    _row, channel, address, _reports = _JOINED[1]
    demo_staff.seed(db, Address(channel, address, (_canonical(address),)))


def _bring_in(db: Connection) -> None:
    rows = roster()
    enrolling.enrol(db, rows)
    by_name = {_name(db, guest.person): guest.person for guest in invitations.guests(db)}
    for place, channel, address, reports in _JOINED:
        person, where = by_name[_name_in(rows[place])], Address(channel, address, (_canonical(address),))
        plan_ahead(db, place, person, _join(db, person, where, reports))
    _give_cards(db)
    installation.keep(db, _DONE, "seeded")


def roster() -> list[Row]:
    """The roster as it is written, through the same checks as a real one."""
    checked = [check(raw) for raw in roster_files.read(_ROSTER).rows]
    return [row for row in checked if isinstance(row, Row)]


def phones() -> list[Seeded]:
    """The phones of those who have joined, and of the staff, with the names of their owners."""
    rows = roster()
    joined = [Seeded(channel, address, _name_in(rows[place])) for place, channel, address, _reports in _JOINED]
    return [*joined, demo_staff.phone()]


def cards(db: Connection) -> list[Card]:
    """The access cards on the table, used or not."""
    return [Card(**card) for card in json.loads(installation.kept(db, CODES) or "[]")]


def _join(db: Connection, person: int, address: Address, reports: tuple[_Report, ...]) -> int:
    """What joining leaves behind: a used code, a contact (its id), consents, a confirmed profile; then the reports."""
    cohort = next(guest.cohort_id for guest in invitations.guests(db) if guest.person == person)
    (issued,) = access.issue(db, [(person, cohort)])
    code = access.usable(db, b"demo", issued.code)
    contact = addresses.at(db, address)
    if code is None or access.redeem(db, code) != person:
        raise RuntimeError("a fresh access code did not work")
    contacts.belong(db, contact.id, person)
    consents.record(db, person, contact.id, VERSION, dict.fromkeys((consents.NECESSARY, *consents.VOLUNTARY), True))
    people.confirm_profile(db, person)
    plan = action_plans.open_for(db, person)[0].id
    for ago, percent, status, hurdle, note, trained in reports:
        filed = action_plans.file_report(
            db, str(person), plan, percent=percent, status=status, hurdle=hurdle, note=note, people_trained=trained
        )
        _date_back(db, plan, str(filed), now() - timedelta(days=ago))
    return contact.id


def _date_back(db: Connection, plan: str, report: str, moment: datetime) -> None:
    """Let a report have been made some time ago; the plan is older than the first of them."""
    db.execute(update(ProgressReport).where(ProgressReport.id == int(report)).values(at=moment))
    written = {"created_at": now() - _PLANNED, "reported_at": moment}
    db.execute(update(ActionPlan).where(ActionPlan.id == int(plan)).values(written))


def _give_cards(db: Connection) -> None:
    guests = invitations.guests(db)
    codes = access.issue(db, ((guest.person, guest.cohort_id) for guest in guests))
    made = [
        Card(issued.code, guest.cohort, guest.language or "es", _name(db, guest.person))
        for guest, issued in zip(guests, codes, strict=True)
    ]
    installation.keep(db, CODES, json.dumps([card._asdict() for card in made], ensure_ascii=False))


def hand_out(db: Connection, invitations: Iterable[Sequence[object]]) -> None:
    """Show the codes of new `invitations` (person, cohort, code, …) in place of those that they have ended."""
    new = [
        Card(str(code), str(cohort), people.language_of(db, int(str(person))) or "es", _name(db, int(str(person))))
        for person, cohort, code, *_ in invitations
    ]
    again = {card.alumnus for card in new}
    made = [card for card in cards(db) if card.alumnus not in again] + new
    installation.keep(db, CODES, json.dumps([card._asdict() for card in made], ensure_ascii=False))


def _name(db: Connection, person: int) -> str:
    known = people.profile(db, person)
    return f"{known.given_name} {known.family_name}"


def _name_in(row: Row) -> str:
    return f"{row.given_name} {row.family_name}"


def _canonical(address: str) -> str:
    return address.removeprefix("whatsapp:").replace("+521", "+52", 1)
