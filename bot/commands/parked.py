"""`lazos parked`: messages whose turn failed, kept until the fault is mended."""

from typing import Annotated

import typer

from bot.commands.given import given
from bot.commands.output import AsJson, show
from bot.inbox import told
from handlers import inbound
from models import parking
from models.base import now

app = typer.Typer(help="Messages whose turn failed.", no_args_is_help=True)

_AGAIN, _WENT_ON, _FAILED = "answered", "the person went on", "failed again"


@app.command("list")
def list_(
    context: typer.Context,
    trace: Annotated[bool, typer.Option("--trace", help="With the whole error, which may quote people.")] = False,
    as_json: AsJson = False,
) -> None:
    """List them, the oldest first, with what went wrong."""
    rows = [
        {
            "id": parked.message.id,
            "at": parked.message.at.isoformat(timespec="seconds"),
            "error": parked.error if trace else parked.error.strip().splitlines()[-1].split(":")[0],
        }
        for parked in given(context).store.run(parking.parked)
    ]
    show(rows, [f"{row['id']}  {row['at']}  {row['error']}" for row in rows] or ["Nothing is parked."], as_json=as_json)


@app.command("retry")
def retry(
    context: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(help="Which ones; all if none is named.")] = None,
    as_json: AsJson = False,
) -> None:
    """Run them again, now that the fault is mended; one whose question does not wait any more is set to rest."""
    store = given(context).store
    outcomes: dict[int, str] = {}
    for parked in store.run(parking.parked):
        if ids and parked.message.id not in ids:
            continue
        try:
            took = store.run(inbound.retry, parked, now())
        except Exception as problem:
            store.run(parking.park, [parked.message.id], told(problem), parked.question)
            outcomes[parked.message.id] = _FAILED
        else:
            outcomes[parked.message.id] = _WENT_ON if took is None else _AGAIN
    show(outcomes, [f"{id}  {outcome}" for id, outcome in outcomes.items()] or ["Nothing to run."], as_json=as_json)
    if _FAILED in outcomes.values() or set(ids or ()) - outcomes.keys():
        raise typer.Exit(1)
