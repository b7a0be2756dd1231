"""Exports leave out whom a freeze concerns, and say so; where that leaves nobody, nothing is exported."""

import typer

from bot.commands.exporting import say
from bot.commands.given import given
from bot.commands.output import failed, how_many
from models import freeze_desk, freezes


def left_out(context: typer.Context, there: int, told: int) -> None:
    """Say how many people are left out, `told` of `there`; refuse when there is nobody left, or all are frozen."""
    store = given(context).store
    for_all = store.run(freeze_desk.in_force, for_all=True)
    numbers = for_all or store.run(freeze_desk.in_force)
    if for_all or (numbers and there and not told):
        raise failed(f"No people are exported: {_named(numbers)}. `lazos freeze lift {numbers[0]}` ends it.")
    if numbers and told < there:
        say(f"{how_many(there - told, 'person is', 'people are')} left out: {_named(numbers)}.")


def refuse_frozen(context: typer.Context, person: int) -> None:
    """Export nothing about one person whom a freeze concerns."""
    if given(context).store.run(freezes.is_frozen, person):
        numbers = given(context).store.run(freeze_desk.in_force)
        raise failed(f"Person {person} is not exported: {_named(numbers)}. `lazos freeze list` tells which to lift.")


def _named(numbers: list[int]) -> str:
    which = ", ".join(map(str, numbers))
    return f"freeze {which} is in force" if len(numbers) == 1 else f"freezes {which} are in force"
