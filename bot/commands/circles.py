"""`lazos circles`: which circles there are, without who is in them or what is written there, and closing one."""

from typing import Annotated

import typer
from sqlalchemy import Connection

from bot.commands.given import given
from bot.commands.numbers import whole
from bot.commands.output import AsJson, actor, failed, how_many, show
from models import audit
from models.base import now
from models.circles import gathering, overview
from models.circles.overview import Summary

app = typer.Typer(help="Circles of peers: topics, numbers and dates.", invoke_without_command=True)

Number = Annotated[int, typer.Argument(parser=whole, metavar="CIRCLE", help="The number of the circle.")]


@app.callback()
def circles(context: typer.Context, as_json: AsJson = False) -> None:
    """List the circles, those that go on first: topic, number of members, state and dates; no names, no content."""
    if context.invoked_subcommand is not None:
        return
    found = given(context).store.run(overview.everything)
    show(
        [_as_object(each) for each in found],
        [_line(each) for each in found] or ["There is no circle yet."],
        as_json=as_json,
    )


@app.command("close")
def close(
    context: typer.Context, circle: Number, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False
) -> None:
    """Close one for good. Its members hear that it has ended, and no reason."""
    if not yes:
        typer.confirm(f"Close the circle {circle} for good?", abort=True, err=True)
    if not given(context).store.run(_close, circle):
        raise failed(f"There is no circle {circle} that goes on.")
    typer.echo(f"The circle {circle} is closed.")


def _close(db: Connection, circle: int) -> bool:
    closed = gathering.end(db, circle, now())
    if closed:
        audit.write(db, actor(), "circle closed", circle=circle)
    return closed


def _line(each: Summary) -> str:
    written = "nobody has written yet" if each.spoke_at is None else f"last written on {each.spoke_at:%Y-%m-%d}"
    people = how_many(each.members, "member", "members")
    return f"{each.id}  {each.topic}  {each.state}  {people}  since {each.begun_at:%Y-%m-%d}, {written}"


def _as_object(each: Summary) -> dict[str, object]:
    days = {
        "begun_on": each.begun_at,
        "opened_on": each.opened_at,
        "written_on": each.spoke_at,
        "ended_on": each.ended_at,
    }
    moments = {name: None if moment is None else moment.date().isoformat() for name, moment in days.items()}
    return {"id": each.id, "topic": each.topic, "state": each.state, "members": each.members, **moments}
