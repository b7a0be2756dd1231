"""`lazos resources`: what people can find comes in by a table and a folder, is looked over, and is withdrawn."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from sqlalchemy import Connection

from bot import resource_import, resource_report
from bot.commands.given import given
from bot.commands.output import AsJson, actor, failed, show
from bot.resource_import import Orders
from dialogue.catalogues import SOURCE, languages
from dialogue.phrases import said
from models import audit
from models.base import now
from models.resources import importing, links, reporting, searching
from models.resources.cards import Card
from surveys.sheets import Unreadable

app = typer.Typer(help="Resources: in from a table, found in the chat.", no_args_is_help=True)

Key = Annotated[str, typer.Argument(help="The key of the resource, as `lazos resources list` has it.")]


@app.command("import")
def import_(
    context: typer.Context,
    table: Annotated[Path, typer.Argument(help="CSV or XLSX with a header row; an XLSX may have a sheet “topics”.")],
    files: Annotated[Path | None, typer.Option("--files", metavar="FOLDER", help="Where the files lie.")] = None,
    topics: Annotated[Path | None, typer.Option("--topics", metavar="TABLE", help="The topics, as a CSV.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Look everything over, files too, and import nothing.")
    ] = False,
    without_bad_rows: Annotated[
        bool, typer.Option("--without-bad-rows", help="Import the good rows although others are bad.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import resources: nothing is kept unless all rows are good, and importing them again changes nothing."""
    this = given(context)
    where = Orders(table, topics, files, this.settings.files_url, actor(), check, without_bad_rows)
    try:
        report = resource_import.run(this.store, where)
    except Unreadable as problem:
        raise failed(f"{table.name}: {said(problem.phrase, SOURCE)}") from None
    show(resource_report.as_object(report, check=check), resource_report.as_text(report), as_json=as_json)
    if not check and not report.written:
        raise failed(resource_report.refusal(report))


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the resources."""
    found = given(context).store.run(reporting.listed, now().date())
    show(found, list(resource_report.listed(found)) or ["There are no resources yet."], as_json=as_json)


@app.command("show")
def show_(context: typer.Context, key: Key, as_json: AsJson = False) -> None:
    """Show one resource in all its languages, with its versions and how it is used."""
    store = given(context).store
    cards: dict[str, Card] = {}
    more: dict[str, object] = {}
    for language in languages():
        found = store.run(reporting.shown, key, language)
        if found is None:
            raise failed(f"There is no resource “{key}”.")
        cards[found[0].language], more = found
    whole = {"texts": msgspec.to_builtins(list(cards.values())), **more}
    show(whole, resource_report.shown(list(cards.values()), more), as_json=as_json)


@app.command("withdraw")
def withdraw(context: typer.Context, key: Key) -> None:
    """Show a resource to nobody any more; importing it again brings it back."""
    if not given(context).store.run(_withdraw, key, actor()):
        raise failed(f"There is no resource “{key}”, or it is withdrawn already.")
    typer.echo(f"“{key}” is withdrawn.")


@app.command("report")
def report(
    context: typer.Context,
    since: Annotated[str, typer.Option(metavar="MONTH", help="From this month on, such as 2026-11.")] = "",
    as_json: AsJson = False,
) -> None:
    """Tell what is opened and found useful, what was looked for and not found, and which links are dead."""
    store = given(context).store
    used = store.run(reporting.tallies, since)
    missed, broken = store.run(searching.missed, since), store.run(links.broken)
    whole = {
        "used": [{"key": key, "what": what, "people": count} for (key, what), count in used.items()],
        "not_found": [each._asdict() for each in missed],
        "dead_links": [each._asdict() for each in broken],
    }
    show(whole, resource_report.use(used, missed, broken), as_json=as_json)


def _withdraw(db: Connection, key: str, who: str) -> bool:
    gone = importing.withdraw(db, key, now())
    if gone:
        audit.write(db, who, "resource withdrawn", resource=key)
    return gone
