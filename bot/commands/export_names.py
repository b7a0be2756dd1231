"""Exports with names, from the asking to the using: a reason, a one-time code at each step, and a second person."""

import shlex
from collections.abc import Callable
from typing import Annotated, NamedTuple

import typer

from bot.commands.export_refusals import refuse
from bot.commands.exporting import Granted, To, refuse_taken, say
from bot.commands.given import given
from bot.commands.numbers import whole
from bot.commands.output import AsJson, show
from bot.commands.second_factor import as_staff, moment_shown, one_time_code
from models import export_attempts, export_requests
from models.base import now
from models.export_attempts import Acting, Refused
from models.export_requests import Request, What

MOST = 200  # letters of a reason

Identified = Annotated[bool, typer.Option("--identified", help="Ask for one with names; needs --reason and --as.")]
Reason = Annotated[str | None, typer.Option("--reason", help="Why the names are needed; write no name here.")]
Approved = Annotated[
    int | None, typer.Option("--request", metavar="N", help="With names, as a second person approved; needs --as.")
]
As = Annotated[int | None, typer.Option("--as", metavar="STAFF", help="Who of the staff does this (lazos staff list).")]


class Naming(NamedTuple):
    """What was typed about names: nothing, or a wish for them with its reason, or the number of a request."""

    identified: bool
    reason: str | None
    request: int | None
    member: int | None


def settled(
    context: typer.Context,
    to: To,
    naming: Naming,
    what: What,
    complete: Callable[[What], What] = lambda what: what,
    *,
    as_json: bool,
) -> tuple[To, What]:
    """What is exported, and whether with names; where that is asked for first, the command ends here.

    `complete` fills in what was left to be understood, and refuses what is not there. Raises `typer.BadParameter`.
    """
    why, member = _understood(to, naming, what)
    if member is None:
        return to, complete(what)
    if naming.request is None:
        _ask(context, to, complete(what), why, member, as_json=as_json)
        raise typer.Exit
    return _begun(context, to, what.kind, naming.request, member)


def approve(
    context: typer.Context,
    request: Annotated[int, typer.Argument(parser=whole, metavar="N", help="The number of the request.")],
    member: Annotated[int, typer.Option("--as", metavar="STAFF", help="Who approves; not who asked.")],
) -> None:
    """Agree, as a second person, to an export with names."""
    store = given(context).store
    found = store.run(export_requests.find, request)
    if found is not None:
        say(f"Request {request}: {named(found.what)}, for staff member {found.asked_by}. Reason: {found.reason}")
    refused = store.run(export_attempts.approve, _acting(member), request, now())
    if refused is not None:
        refuse(context, refused, member, request)
    until = "" if found is None else f" until {moment_shown(context, found.expires_at)}"
    typer.echo(f"Request {request} is approved. Whoever asked may use it once{until}.")


def requests(
    context: typer.Context,
    over: Annotated[bool, typer.Option("--all", help="Also those that are used or over.")] = False,
    as_json: AsJson = False,
) -> None:
    """List who wants to export names and why, and what waits for a second person."""
    found = given(context).store.run(export_requests.listed, now(), over=over)
    lines = [
        f"{each.id}  {named(each.what)}  staff member {each.asked_by}  {_standing(context, each)}  {each.reason}"
        for each in found
    ]
    objects = [each._asdict() | each.what._asdict() | {"what": named(each.what)} for each in found]
    show(objects, lines or ["There is no request."], as_json=as_json)


def named(what: What) -> str:
    """What is exported, in words."""
    of = "" if what.survey is None else f" to {what.survey}"
    return f"{what.kind}{of}{'' if what.wave is None else f', wave {what.wave}'}, with names"


def _understood(to: To, naming: Naming, what: What) -> tuple[str, int | None]:
    """The reason and who acts; nobody where no names are wanted. Raises `typer.BadParameter`."""
    why = " ".join((naming.reason or "").split())
    if naming.request is not None and (naming.reason is not None or what.survey or what.wave):
        raise typer.BadParameter("--request says it all: no --reason, --survey or --wave goes with it")
    if naming.request is None and naming.identified != bool(why):
        raise typer.BadParameter("--identified and --reason TEXT go together")
    if len(why) > MOST:
        raise typer.BadParameter(f"a reason has 1 to {MOST} letters", param_hint="--reason")
    wanted = naming.identified or naming.request is not None
    if wanted != (naming.member is not None):
        raise typer.BadParameter("an export with names needs --as STAFF, and no other does (`lazos staff list`)")
    if naming.request is not None and to.out is None:
        raise typer.BadParameter("names are not printed: name a file", param_hint="--out")
    return why, naming.member


def _ask(context: typer.Context, to: To, what: What, why: str, member: int, *, as_json: bool) -> None:
    moment = now()
    number = given(context).store.run(export_attempts.ask, _acting(member), what, why, moment)
    if isinstance(number, Refused):
        refuse(context, number, member)
    until = moment + export_requests.LIFETIME
    lazos = "lazos --demo" if given(context).demo else "lazos"
    out = "FILE" if to.out is None else shlex.quote(str(to.out))
    lines = [
        f"Request {number}: {named(what)}. It is good once, until {moment_shown(context, until)}.",
        f"Next, somebody else:  {lazos} export approve {number} --as STAFF",
        f"After that, you:      {lazos} export {what.kind} --request {number} --as {member} --out {out}",
    ]
    show({"request": number, **what._asdict(), "expires_at": until}, lines, as_json=as_json)


def _begun(context: typer.Context, to: To, kind: str, request: int, member: int) -> tuple[To, What]:
    refuse_taken(to)
    acting = _acting(member)
    what = given(context).store.run(export_attempts.begin, acting, request, kind, now())
    if isinstance(what, Refused):
        refuse(context, what, member, request)
    return to._replace(granted=Granted(request, acting)), what


def _acting(member: int) -> Acting:
    return Acting(member, one_time_code(member), as_staff(member))


def _standing(context: typer.Context, request: Request) -> str:
    if request.used_at is not None:
        return "used"
    if request.expires_at <= now():
        return "over"
    until = moment_shown(context, request.expires_at)
    if request.approved_by is None:
        return f"waits for a second person until {until}"
    return f"approved by staff member {request.approved_by}, good until {until}"
