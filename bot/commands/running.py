"""`lazos serve` and `lazos demo`: the program itself."""

from typing import Annotated

import typer

from bot import opening, serving
from bot.commands.given import Given, given
from bot.demo_settings import FOLDER
from bot.roles import Role
from bot.settings import Settings
from dialogue import catalogues

_ROLE = "Which part of the work this process does; only on PostgreSQL another one than all."


def serve(context: typer.Context, role: Annotated[Role, typer.Option(help=_ROLE)] = Role.all) -> None:
    """Take messages in, answer them, send what is queued; until stopped with Ctrl-C or SIGTERM.

    On PostgreSQL any number of processes may share the work. web takes messages in and answers them. sender sends, for
    each channel one process, while the others stand by and take over within seconds. clock does what is due, and
    fetches the files that people send. all is everything.

    Each process listens at LAZOS_HOST and LAZOS_PORT: a sender or a clock for health and metrics, a sender also for the
    pictures that WhatsApp fetches.
    """
    this = given(context)
    _speak(this)
    settings = this.settings
    if settings.telegram_token is None and settings.twilio_account_sid is None:
        typer.echo("lazos: no channel is on: set LAZOS_TELEGRAM_TOKEN, or LAZOS_TWILIO_ACCOUNT_SID and what", err=True)
        typer.echo("       belongs to it. Nobody can write until then.", err=True)
    elif settings.public_url is None:
        _warn_of_deaf_channels(settings)
    serving.serve(settings, this.store, lambda address: typer.echo(f"Listening at {address}", err=True), role)


def demo(context: typer.Context) -> None:
    """Start the whole system with fictional people and two phones in the browser; nothing leaves this machine."""
    with_demo = Given(demo=True)
    context.call_on_close(with_demo.close)
    _speak(with_demo)
    opening.migrate(with_demo.settings)
    serving.serve_demo(with_demo.settings, with_demo.store, FOLDER, _invite)


def _warn_of_deaf_channels(settings: Settings) -> None:
    """Say which channels hear nobody without a public address; one that polls needs none."""
    if settings.twilio_account_sid is not None:
        typer.echo("lazos: LAZOS_PUBLIC_URL is not set: Twilio does not know where to deliver messages", err=True)
    if settings.telegram_token is not None and settings.telegram_mode == "webhook":
        typer.echo("lazos: LAZOS_PUBLIC_URL is not set: Telegram does not know where to deliver messages;", err=True)
        typer.echo("       set it, or LAZOS_TELEGRAM_MODE=polling, which needs no public address", err=True)


def _speak(this: Given) -> None:
    """Make the languages ready. Raises `BrokenCatalogue` for the default one."""
    for fallen in catalogues.load(this.settings.languages):
        typer.echo(f"lazos: {fallen}; English is spoken instead", err=True)


def _invite(address: str) -> None:
    typer.echo(f"\n  Open {address}/demo/ in a browser.\n\n  Everything stays on this machine. Stop with Ctrl-C.\n")
