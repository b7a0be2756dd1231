"""`lazos tickets`: what people ask of the staff, and the answers."""

import sys
from typing import Annotated

import typer

from bot.commands.given import given
from bot.commands.numbers import whole
from bot.commands.output import AsJson, failed, show
from handlers import staff_answers
from models import tickets
from models.tickets import Standing

app = typer.Typer(help="Questions to the staff, and answers.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(parser=whole, metavar="TICKET", help="The number of the ticket.")]


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the open ones: first those that wait for the staff, the longest waiting at the top."""
    found = given(context).store.run(tickets.all_open)
    rows = [_as_object(each) for each in found]
    lines = [
        f"{row['id']}  person {row['person']}  waits for {row['waits_for']} since {row['moved_at']}" for row in rows
    ]
    show(rows, lines or ["No ticket is open."], as_json=as_json)


@app.command("show")
def show_(context: typer.Context, ticket: Number, as_json: AsJson = False) -> None:
    """Show everything that was said in one."""
    store = given(context).store
    if not store.run(tickets.may_be_read, ticket):
        raise failed(f"There is no ticket {ticket}.")
    said = store.run(tickets.thread, ticket)
    rows = [{"author": each.author, "at": each.at.isoformat(timespec="minutes"), "text": each.text} for each in said]
    show(rows, [f"{row['at']}  {row['author']}: {row['text']}" for row in rows], as_json=as_json)


@app.command("reply")
def reply(
    context: typer.Context,
    ticket: Number,
    text: Annotated[str, typer.Argument(help="The answer; - reads it from standard input.")],
) -> None:
    """Answer one: it reaches the person in the chat, or as soon as they write again."""
    words = (sys.stdin.read() if text == "-" else text).strip()
    if not 0 < len(words) <= staff_answers.MOST:
        raise typer.BadParameter(f"an answer has 1 to {staff_answers.MOST} letters", param_hint="TEXT")
    how = given(context).store.run(staff_answers.answer, ticket, words, None)
    if how == "gone":
        raise failed(f"There is no open ticket {ticket}.")
    typer.echo("The answer is on its way." if how == "sent" else "It will be delivered when the person writes again.")


@app.command("close")
def close(context: typer.Context, ticket: Number) -> None:
    """Close one."""
    if not given(context).store.run(staff_answers.closed, ticket, None):
        raise failed(f"There is no open ticket {ticket}.")
    typer.echo(f"Ticket {ticket} is closed.")


def _as_object(standing: Standing) -> dict[str, object]:
    return {
        "id": standing.id,
        "person": standing.person_id,
        "waits_for": standing.waits_for,
        "opened_at": standing.opened_at.isoformat(timespec="minutes"),
        "moved_at": standing.moved_at.isoformat(timespec="minutes"),
        "messages": standing.messages,
    }
