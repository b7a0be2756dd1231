"""`lazos staff second-factor`, and what other commands ask of it: the code that an authenticator app shows."""

from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

import segno
import typer
from sqlalchemy import Connection

from bot.commands.given import given
from bot.commands.output import actor, failed
from models import audit, second_factors, staff
from models.base import now
from models.second_factors import Checked, Verdict

TRIES = 3  # to type the first code right
_SHOWN = "%Y-%m-%d %H:%M"
_LINES = {
    Verdict.none: "Staff member {member} has no second factor yet: `lazos staff second-factor {member}` sets one up.",
    Verdict.wrong: "The code is wrong. After five wrong ones none is taken for an hour.",
    Verdict.replayed: "The code was used before: wait until the app shows the next one.",
    Verdict.locked: "Too many wrong codes: none of staff member {member} is taken before {until}.",
}


def one_time_code(member: int) -> str:
    """Ask for the code; it is typed, so that it stands in no list of commands."""
    code: str = typer.prompt(f"Code of staff member {member}, from the authenticator app", err=True)
    return code


def as_staff(member: int) -> str:
    """How the audit log names a staff member who has shown that it is they."""
    return f"staff {member}, {actor()}"


def moment_shown(context: typer.Context, moment: datetime) -> str:
    """A moment as commands print it, by the programme's clock."""
    return f"{moment.astimezone(ZoneInfo(given(context).settings.timezone)):{_SHOWN}}"


def line_about(context: typer.Context, member: int, verdict: Verdict, until: datetime | None) -> str:
    """Why a code was not taken, in a line."""
    return _LINES[verdict].format(member=member, until="" if until is None else moment_shown(context, until))


def set_up(context: typer.Context, member: int) -> None:
    """Show a new secret, and keep it once its first code was typed; one that is there has to agree with a code."""
    store = given(context).store
    if store.run(staff.role_of, member) is None:
        raise failed(f"There is no staff member {member}.")
    is_anew = store.run(second_factors.is_set, member)
    if is_anew:
        _agreed(context, member)
    secret = second_factors.new_secret()
    _show(secret, member)
    if not store.run(_keep, member, secret, _typed(secret), is_anew):
        raise failed(f"Staff member {member} has left, or was given a second factor meanwhile.")
    typer.echo(f"The second factor of staff member {member} is set up. The code just typed is used up.")


def _agreed(context: typer.Context, member: int) -> None:
    checked = given(context).store.run(_check, member, one_time_code(member))
    if checked.verdict is not Verdict.good:
        raise failed(line_about(context, member, *checked))


def _check(db: Connection, member: int, code: str) -> Checked:
    """The verdict on a code of the present second factor; a refusal is in the audit log."""
    checked = second_factors.check(db, member, code, now())
    if checked.verdict is not Verdict.good:
        audit.write(db, as_staff(member), "second factor refused", staff=member, why=checked.verdict.value)
    return checked


def _keep(db: Connection, member: int, secret: str, counter: int, may_replace: bool) -> bool:
    if staff.role_of(db, member) is None or (second_factors.is_set(db, member) and not may_replace):
        return False
    second_factors.set_up(db, member, secret, counter, now())
    audit.write(db, actor(), "second factor set up", staff=member, anew=int(may_replace))
    return True


def _show(secret: str, member: int) -> None:
    square = StringIO()
    segno.make_qr(second_factors.address(secret, member), error="l").terminal(square, border=2, compact=True)
    typer.echo(square.getvalue())
    typer.echo(f"Scan it with an authenticator app, or type: {secret}")
    typer.echo("It is not shown again. Nothing counts before the app's code is typed here.")


def _typed(secret: str) -> int:
    """The counter of the first code that is right."""
    for _ in range(TRIES):
        counter = second_factors.counter_of(secret, typer.prompt("Code in the app", err=True), now())
        if counter is not None:
            return counter
        typer.echo("The code is wrong. The clocks of phone and machine have to be right.", err=True)
    raise failed("Nothing was set up.")
