"""`lazos introductions`: that peers are in touch, and nothing of who they are or what they write."""

from typing import Annotated

import typer

from bot.commands.given import given
from bot.commands.output import AsJson, show
from models.peers import counted
from models.peers.counted import Seen

MOST = 200


def introductions(
    context: typer.Context,
    most: Annotated[int, typer.Option("--last", min=0, metavar="N", help="How many of the latest to list.")] = MOST,
    as_json: AsJson = False,
) -> None:
    """Count the introductions of peers by state, and list the latest: topic and dates, no people and no words."""
    store = given(context).store
    totals, latest = store.run(counted.totals), store.run(counted.seen, most)
    lines = [f"{size:>6} {state}" for state, size in totals.items()] + [_line(each) for each in latest]
    whole = {"totals": totals, "introductions": [each._asdict() for each in latest]}
    show(whole, lines or ["Nobody has been introduced yet."], as_json=as_json)


def _line(each: Seen) -> str:
    days = f"begun {each.begun_on}"
    days += f", open since {each.opened_on}" if each.opened_on else ""
    days += f", ended {each.ended_on}" if each.ended_on else ""
    more = [word for word, so in (("rests", each.rests), ("reported", each.reported)) if so]
    return "  ".join([str(each.id), each.state, each.topic or "(round)", days, *more])
