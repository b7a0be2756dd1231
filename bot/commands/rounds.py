"""`lazos rounds`: how the matching rounds went, in numbers that tell of nobody."""

from collections.abc import Iterator, Mapping
from typing import Any

import typer

from bot.commands.given import given
from bot.commands.output import AsJson, how_many, show
from models.peers.rounds import counting

_FEW = "fewer than 5"


def rounds(context: typer.Context, as_json: AsJson = False) -> None:
    """Show the matching rounds: people, pairs, how many wrote, and whether they could talk."""
    found = given(context).store.run(counting.counts)
    lines = [line for each in found for line in _lines(each)]
    show(found, lines or ["There was no round yet."], as_json=as_json)


def _lines(each: Mapping[str, Any]) -> Iterator[str]:
    pairs, people = how_many(each["pairs"], "pair", "pairs"), how_many(each["people"], "person", "people")
    if each["state"] != "done":
        yield f"{each['month']}  being made"
        return
    yield f"{each['month']}  {people}, {pairs}, {each['unmatched']} without"
    yield f"  wrote: {_number(each['wrote'])}"
    met = each["met"]
    yield f"  could talk: yes {_number(met['yes'])}, not yet {_number(met['not_yet'])}, no {_number(met['no'])}"


def _number(value: int | None) -> str:
    return _FEW if value is None else str(value)
