"""What people ask of their data by law, as staff look after it: `lazos person requests`, `request`, `answer`."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot import person_report
from bot.commands.given import given
from bot.commands.numbers import whole
from bot.commands.output import AsJson, actor, failed, show
from models import audit, overview, rights
from models.base import now


class Kind(StrEnum):
    """What can be asked for by law."""

    access = rights.ACCESS
    rectification = rights.RECTIFICATION
    cancellation = rights.CANCELLATION
    objection = rights.OBJECTION


def requests(context: typer.Context, as_json: AsJson = False) -> None:
    """List all requests, the most urgent first, with the days that are left; overdue ones are marked."""
    today = rights.day_of(now())
    found = given(context).store.run(rights.everything)
    lines = [person_report.request_line(each, today) for each in found] or ["Nobody has asked for anything."]
    show([person_report.request(each, today) for each in found], lines, as_json=as_json)


def request(
    context: typer.Context,
    person: Annotated[int, typer.Argument(parser=whole, metavar="PERSON", help="The number of the person.")],
    kind: Annotated[Kind, typer.Argument(help="What was asked for; for an erasure use `person erase`.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day it came; else today.")] = None,
) -> None:
    """Write down a request that came by letter, by e-mail or in person, so that its days are counted."""
    moment = now() if on is None else on.replace(hour=18, tzinfo=UTC)  # noon in Mexico, whatever the season
    if moment > now() + timedelta(days=1):
        raise typer.BadParameter("lies in the future", param_hint="--on")
    number = given(context).store.run(_request, person, kind.value, moment)
    if number is None:
        raise failed(f"There is no person {person}.")
    typer.echo(f"Request {number}.")


def answer(
    context: typer.Context,
    number: Annotated[int, typer.Argument(parser=whole, metavar="REQUEST", help="The number of the request.")],
    done: Annotated[bool, typer.Option("--done", help="It is carried out as well.")] = False,
) -> None:
    """Note that a request was answered; from now on the days to carry it out are counted."""
    if not given(context).store.run(_answer, number, done):
        raise failed(f"Request {number} does not wait for this.")
    typer.echo(f"Request {number} is {'carried out' if done else 'answered'}.")


def add_to(app: typer.Typer) -> None:
    """Make them commands of `app`."""
    for command in (requests, request, answer):
        app.command()(command)


def _request(db: Connection, person: int, kind: str, moment: datetime) -> int | None:
    if overview.overview(db, person) is None:
        return None
    number = rights.ask(db, person, kind, moment)
    audit.write(db, actor(), "request noted", person=person, request=number, kind=kind)
    return number


def _answer(db: Connection, number: int, done: bool) -> bool:
    act = rights.carry_out if done else rights.answer
    if not act(db, number, now()):
        return False
    audit.write(db, actor(), "request carried out" if done else "request answered", request=number)
    return True
