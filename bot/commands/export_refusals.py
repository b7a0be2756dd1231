"""What whoever wants to export names is told when a step is refused: one line, which names the cure."""

from typing import NoReturn

import typer

from bot.commands.output import failed
from bot.commands.second_factor import line_about
from models.export_attempts import Refused, Why
from models.second_factors import Verdict

_LINES = {
    Why.nobody: "There is no staff member {member} who may export names: that takes an admin or an officer.",
    Why.unknown: "There is no request {request}: `lazos export requests` lists them.",
    Why.expired: "Request {request} is over: its 24 hours are gone. Ask anew.",
    Why.used: "Request {request} was used already: each one is good once. Ask anew.",
    Why.own: "Request {request} is your own: another admin or officer has to approve it.",
    Why.approved: "Request {request} is approved already.",
    Why.waits: "Request {request} is not approved yet: somebody else runs `lazos export approve {request} --as STAFF`.",
    Why.others: "Request {request} is not of staff member {member}: only who asked may use it.",
    Why.kind: "Request {request} is for another kind of export: `lazos export requests` says for which.",
}


def refuse(context: typer.Context, refused: Refused, member: int, request: int | None = None) -> NoReturn:
    """End the command with the line for this refusal."""
    if isinstance(refused.why, Verdict):
        raise failed(line_about(context, member, refused.why, refused.until))
    raise failed(_LINES[refused.why].format(member=member, request=request))
