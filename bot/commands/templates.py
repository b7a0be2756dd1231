"""`lazos templates`: the Content templates that WhatsApp's buttons and lists need."""

import asyncio

import typer

from bot.channels.base import SendError
from bot.channels.whatsapp import Account, status, sync, webhook_address
from bot.commands.given import Given, given
from bot.commands.output import AsJson, show

app = typer.Typer(help="WhatsApp's Content templates, at Twilio.", no_args_is_help=True)


@app.command("sync")
def sync_(context: typer.Context, as_json: AsJson = False) -> None:
    """Create what is missing at Twilio, find the rest again; running it twice creates nothing."""
    this = given(context)
    try:
        result = asyncio.run(sync(_account(this), this.store))
    except SendError as problem:
        raise _failed(problem) from None
    lines = [f"{len(result.created)} created, {len(result.found)} found."]
    if this.settings.public_url is not None:
        lines.append(f"The sender's webhook for incoming messages is {webhook_address(this.settings.public_url)}")
    show(result._asdict(), lines, as_json=as_json)


@app.command("status")
def status_(context: typer.Context, as_json: AsJson = False) -> None:
    """Say which templates stand, here and at Twilio."""
    this = given(context)
    try:
        found = asyncio.run(status(_account(this), this.store))
    except SendError as problem:
        raise _failed(problem) from None
    lines = [
        f"{each.name}  {each.sid or 'not synchronised'}  {'' if each.there else 'not at Twilio'}" for each in found
    ]
    show([each._asdict() for each in found], lines, as_json=as_json)


def _account(this: Given) -> Account:
    settings = this.settings
    if settings.twilio_account_sid is None:
        typer.echo("lazos: WhatsApp is off: set LAZOS_TWILIO_ACCOUNT_SID and what belongs to it", err=True)
        raise typer.Exit(1)
    return Account(
        settings.twilio_account_sid, settings.twilio_auth_token[0], settings.twilio_api_url, settings.twilio_content_url
    )


def _failed(problem: SendError) -> typer.Exit:
    typer.echo(f"lazos: Twilio refused or did not answer (code {problem.code})", err=True)
    return typer.Exit(1)
