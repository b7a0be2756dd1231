"""`lazos staff` and `lazos who`: who works here, their phones, and who has joined."""

from enum import StrEnum
from typing import Annotated

import typer

from bot.commands import second_factor
from bot.commands.given import given
from bot.commands.numbers import whole
from bot.commands.output import AsJson, actor, failed, how_many, show
from models import audit, joined, staff
from models.base import now

app = typer.Typer(help="Who works here, and their phones.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(parser=whole, metavar="STAFF", help="The number of the staff member.")]


class Role(StrEnum):
    """What a staff member may do, as `models.staff.ROLES` has it."""

    admin = "admin"
    officer = "officer"
    analyst = "analyst"


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Their name; it is stored sealed.")],
    role: Annotated[Role, typer.Option(help="What they may do.")],
) -> None:
    """Add somebody, and print a code for their phone."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 120:
        raise typer.BadParameter("a name has 1 to 120 letters", param_hint="NAME")
    store = given(context).store
    member = store.run(staff.add, name, role.value)
    store.run(lambda db: audit.write(db, actor(), "staff added", staff=member, role=role.value))
    typer.echo(f"Staff member {member}.")
    _print_code(context, member)


@app.command("code")
def code(context: typer.Context, member: Number) -> None:
    """Print a new code for one more phone; it works once, for one hour."""
    _print_code(context, member)


@app.command("second-factor")
def second_factor_(context: typer.Context, member: Number) -> None:
    """Set up an authenticator app, beside its owner; a present one has to agree with a code."""
    second_factor.set_up(context, member)


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List everybody."""
    found = given(context).store.run(staff.members)
    lines = [f"{each.id}  {each.name}  {each.role}  phones: {each.phones}{_factor(each)}" for each in found]
    show([each._asdict() for each in found], lines or ["Nobody is on the staff yet."], as_json=as_json)


@app.command("remove")
def remove(context: typer.Context, member: Number) -> None:
    """Somebody does not work here any more: their phones lose the staff menu at once."""
    store = given(context).store
    if not store.run(staff.leave, member):
        raise failed(f"There is no staff member {member}.")
    store.run(lambda db: audit.write(db, actor(), "staff removed", staff=member))
    typer.echo(f"Staff member {member} is removed.")


def who(context: typer.Context, as_json: AsJson = False) -> None:
    """Count who has joined, in all and by cohort."""
    store = given(context).store
    totals, cohorts = store.run(joined.totals, now()), store.run(joined.by_cohort)
    people = how_many(totals.people, "person has", "people have")
    lines = [f"{totals.joined} of {people} joined, {totals.this_week} of them this week."]
    lines += [f"{each.joined:>6} of {each.people:<6} {each.programme} / {each.cohort}" for each in cohorts]
    show(totals._asdict() | {"cohorts": [each._asdict() for each in cohorts]}, lines, as_json=as_json)


def _factor(member: staff.Member) -> str:
    return "  second factor" if member.second_factor else ""


def _print_code(context: typer.Context, member: int) -> None:
    store = given(context).store
    made = store.run(staff.issue_code, member)
    if made is None:
        raise failed(f"There is no staff member {member}.")
    store.run(lambda db: audit.write(db, actor(), "staff code issued", staff=member))
    typer.echo(f"Code for their phone, once, for one hour: {made}")
