"""`lazos freeze`: after an incident relays, introductions and exports rest for a person, an agency, a state or all."""

from typing import Annotated

import typer
from sqlalchemy import Connection

from bot.commands.given import given
from bot.commands.numbers import whole
from bot.commands.output import AsJson, actor, failed, how_many, show
from dialogue.catalogues import SOURCE
from dialogue.phrases import said
from models import audit, freeze_desk, freezes, overview, states
from models.audience import Unclear, names
from models.base import now
from models.freeze_desk import Standing
from models.freezes import ALL, Whom
from models.peers import resting

app = typer.Typer(
    help="After an incident: messages of peers, introductions and exports rest at once, and go on when it is lifted.",
    no_args_is_help=True,
)

MOST = 200  # letters of a reason
Why = Annotated[str | None, typer.Option("--why", help="Why; sealed, and in the file of the one person it is about.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Tell how many people it would concern, and freeze nobody.")]
Number = Annotated[int, typer.Argument(parser=whole, metavar="FREEZE", help="The number, from `lazos freeze list`.")]


@app.command("person")
def person(
    context: typer.Context,
    number: Annotated[int, typer.Argument(parser=whole, metavar="PERSON", help="The number of the person.")],
    why: Why = None,
    dry_run: Dry = False,
) -> None:
    """Freeze one person."""
    if given(context).store.run(overview.overview, number) is None:
        raise failed(f"There is no person {number}.")
    _freeze(context, Whom(person=number), why, dry_run=dry_run)


@app.command("agency")
def agency(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name of the agency.")],
    why: Why = None,
    dry_run: Dry = False,
) -> None:
    """Freeze everybody of an agency, also who comes to it meanwhile."""
    try:
        found = given(context).store.run(names.found, "agency", name)
    except Unclear as unclear:
        raise typer.BadParameter(said(unclear.phrase, SOURCE), param_hint="NAME") from None
    _freeze(context, Whom(agency=int(found[0].id)), why, dry_run=dry_run)


@app.command("state")
def state(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="STATE", help="Its code or its name, such as NLE or “Nuevo León”.")],
    why: Why = None,
    dry_run: Dry = False,
) -> None:
    """Freeze everybody in a state, also who comes to it meanwhile."""
    code = states.understood(name)
    if code is None:
        raise typer.BadParameter(f"{name!r} is no state; there are {', '.join(states.STATES)}.", param_hint="STATE")
    _freeze(context, Whom(state=code), why, dry_run=dry_run)


@app.command("all")
def all_(context: typer.Context, why: Why = None, dry_run: Dry = False) -> None:
    """Freeze everybody."""
    _freeze(context, Whom(), why, dry_run=dry_run)


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the freezes, those in force first; lifted ones are kept for a year."""
    found = given(context).store.run(freeze_desk.listed)
    show(
        [each._asdict() for each in found], [_line(each) for each in found] or ["There is no freeze."], as_json=as_json
    )


@app.command("lift")
def lift(context: typer.Context, freeze: Number) -> None:
    """Lift one: what rested because of it alone goes on, and the time of it does not count."""
    if not given(context).store.run(_lift, freeze):
        raise failed(f"There is no freeze {freeze} in force.")
    typer.echo(f"Freeze {freeze} is lifted. Whoever was told that something rests is told that it goes on.")


def _freeze(context: typer.Context, whom: Whom, why: str | None, *, dry_run: bool) -> None:
    reason = " ".join((why or "").split()) or None
    if reason is not None and len(reason) > MOST:
        raise typer.BadParameter(f"a reason has at most {MOST} letters", param_hint="--why")
    store = given(context).store
    there = store.run(freeze_desk.same, whom)
    if there is not None:
        raise failed(f"That is frozen already: freeze {there}.")
    if dry_run:
        people = how_many(store.run(freeze_desk.how_many, whom), "person", "people")
        return typer.echo(f"It would concern {people}. Nobody is frozen.")
    number, count = store.run(_begin, whom, reason)
    people = how_many(count, "person", "people")
    typer.echo(f"Freeze {number}: messages of peers, introductions and exports rest for {people}.")
    return typer.echo(f"`lazos freeze lift {number}` ends it.")


def _begin(db: Connection, whom: Whom, why: str | None) -> tuple[int, int]:
    moment = now()
    number = freezes.begin(db, whom, why, actor(), moment)
    resting.settle(db, moment)
    count = freeze_desk.how_many(db, whom)
    named = {"person": whom.person, "agency": whom.agency, "state": whom.state}
    audit.write(db, actor(), "freeze set", freeze=number, kind=whom.kind, people=count, **named)
    return number, count


def _lift(db: Connection, number: int) -> bool:
    moment = now()
    lifted = freezes.lift(db, number, actor(), moment)
    if lifted:
        resting.settle(db, moment)
        audit.write(db, actor(), "freeze lifted", freeze=number)
    return lifted


def _line(each: Standing) -> str:
    whom = "everybody" if each.kind == ALL else f"{each.kind} {each.whom or '(gone)'}"
    told = f"{each.id}  {whom}  since {each.set_at:%Y-%m-%d %H:%M} UTC by {each.set_by}"
    if each.lifted_at is not None:
        told = f"{told}  lifted {each.lifted_at:%Y-%m-%d %H:%M} UTC by {each.lifted_by}"
    else:
        told = f"{told}  {how_many(each.people, 'person', 'people')}"
    return told if each.why is None else f"{told}: {each.why}"
