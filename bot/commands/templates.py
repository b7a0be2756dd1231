"""`lazos templates`: the Content templates that WhatsApp's buttons, lists and knocks need."""

import asyncio

import typer

from bot.channels.base import SendError
from bot.channels.whatsapp import Account, TemplateStatus, status, submit, sync, webhook_address
from bot.commands.given import Given, given
from bot.commands.output import AsJson, failed, show

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


@app.command("submit")
def submit_(context: typer.Context, as_json: AsJson = False) -> None:
    """Ask WhatsApp to approve the templates that may open a conversation; asking twice asks for nothing new."""
    this = given(context)
    account = _account(this)
    try:
        if not all(each.there for each in asyncio.run(status(account, this.store))):
            raise failed("lazos: some templates are not at Twilio as they are here: run `lazos templates sync` first")
        asked = asyncio.run(submit(account, this.store))
        found = [each for each in asyncio.run(status(account, this.store)) if each.approval]
    except SendError as problem:
        raise _failed(problem) from None
    lines = [f"{len(asked)} submitted.", *map(_line, found)]
    show({"submitted": asked, "templates": [each._asdict() for each in found]}, lines, as_json=as_json)


@app.command("status")
def status_(context: typer.Context, as_json: AsJson = False) -> None:
    """Say which templates stand, here and at Twilio, and which of them WhatsApp has approved."""
    this = given(context)
    try:
        found = asyncio.run(status(_account(this), this.store))
    except SendError as problem:
        raise _failed(problem) from None
    show([each._asdict() for each in found], list(map(_line, found)), as_json=as_json)


def _line(each: TemplateStatus) -> str:
    there = "" if each.there else "not at Twilio"
    approval = f"{each.approval}: {each.reason}" if each.reason else each.approval
    parts = (each.name, each.sid or "not synchronised", there, approval, each.category.lower())
    return "  ".join(part for part in parts if part)


def _account(this: Given) -> Account:
    settings = this.settings
    if settings.twilio_account_sid is None:
        typer.echo("lazos: WhatsApp is off: set LAZOS_TWILIO_ACCOUNT_SID and what belongs to it", err=True)
        raise typer.Exit(1)
    return Account(
        settings.twilio_account_sid, settings.twilio_auth_token[0], settings.twilio_api_url, settings.twilio_content_url
    )


def _failed(problem: SendError) -> typer.Exit:
    return failed(f"lazos: Twilio refused or did not answer (code {problem.code})")
