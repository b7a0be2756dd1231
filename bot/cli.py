"""`lazos`: the commands put together."""

import os
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from bot import logs
from bot.commands import (
    announce,
    announcements,
    audience,
    doctor,
    export,
    parked,
    person,
    resources,
    roster,
    running,
    setting_up,
    staff,
    survey,
    survey_views,
    tags,
    templates,
    tickets,
    waves,
)
from bot.commands.given import Given
from bot.commands.guard import guarded

app = typer.Typer(
    name="lazos",
    help="Keeps an exchange programme and its alumni in touch, in Telegram and WhatsApp.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(running.demo)
app.command()(running.serve)
app.command()(setting_up.keygen)
app.command()(setting_up.migrate)
app.add_typer(roster.app, name="roster")
app.command()(announce.announce)
app.add_typer(announcements.app, name="announcements")
app.command()(audience.audience)
app.add_typer(tags.app, name="tags")
app.add_typer(templates.app, name="templates")
app.add_typer(survey.app, name="survey")
survey.app.command("list")(survey_views.list_)
survey.app.command("preview")(survey_views.view)
survey.app.command("calendar")(waves.calendar)
survey.app.add_typer(waves.app, name="wave")
app.add_typer(resources.app, name="resources")
app.add_typer(parked.app, name="parked")
app.add_typer(person.app, name="person")
app.add_typer(tickets.app, name="tickets")
app.add_typer(staff.app, name="staff")
app.command()(staff.who)
app.add_typer(export.app, name="export")
app.command()(doctor.doctor)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("lazos"))
        raise typer.Exit


@app.callback()
def _before(
    context: typer.Context,
    demo: Annotated[bool, typer.Option("--demo", help="Work on the demo's store and keys.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    context.obj = Given(demo=demo)
    context.call_on_close(context.obj.close)


def main() -> None:
    """Run the command line, and end with its exit code: 0 done, 1 it could not be done, 2 wrong usage."""
    os.umask(0o077)  # whatever is written is for the eyes of this user only
    logs.configure()
    sys.exit(guarded(app))
