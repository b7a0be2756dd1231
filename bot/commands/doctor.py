"""`lazos doctor`: what is well and what is not, each with its cure."""

import asyncio

import typer

from bot.commands.given import Given, given
from bot.commands.output import AsJson, show
from bot.doctor import here, providers, work
from bot.doctor.findings import Finding, State, lines, wrong
from bot.settings import Settings, WrongSettings
from models.store import Store


def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Look at settings, keys, database, disk, webhooks, templates, clock, and what waits; exits with 1 if one fails."""
    found = _examined(given(context))
    show([finding._asdict() for finding in found], lines(found), as_json=as_json)
    if any(finding.state is State.WRONG for finding in found):
        raise typer.Exit(1)


def _examined(this: Given) -> list[Finding]:
    try:
        settings = this.settings
    except WrongSettings as problem:
        return [wrong("settings", line, "put it into .env or the environment") for line in problem.lines]
    store, database = here.database(settings, f"lazos {'--demo ' if this.demo else ''}migrate")
    found = [*here.settings(settings), here.languages(settings), database, *here.disk(settings)]
    try:
        return found + asyncio.run(_outside(settings, store))
    finally:
        if store is not None:
            store.close()


async def _outside(settings: Settings, store: Store | None) -> list[Finding]:
    found = [await here.files(settings)]
    if store is not None:
        found += [finding async for finding in providers.all_of(settings, store)]
        found += await store.read(lambda db: list(work.piled_up(db)))
    return found
