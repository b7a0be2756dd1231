"""`lazos`: the commands put together. Only what is asked for is imported: all of it takes seconds on a small server."""

import os
import sys
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot import logs
from bot.commands.given import Given
from bot.commands.guard import guarded

#: Each command in the order of the help, and where in `bot.commands` it is a function, or an app of several.
_WHERE = {
    "demo": "running.demo",
    "serve": "running.serve",
    "keygen": "setting_up.keygen",
    "migrate": "setting_up.migrate",
    "roster": "roster.app",
    "announce": "announce.announce",
    "announcements": "announcements.app",
    "audience": "audience.audience",
    "tags": "tags.app",
    "templates": "templates.app",
    "survey": "surveys.app",
    "resources": "resources.app",
    "introductions": "introductions.introductions",
    "circles": "circles.app",
    "rounds": "rounds.rounds",
    "parked": "parked.app",
    "person": "person.app",
    "tickets": "tickets.app",
    "staff": "staff.app",
    "who": "staff.who",
    "export": "export.app",
    "freeze": "freeze.app",
    "doctor": "doctor.doctor",
}


class Commands(TyperGroup):
    """Finds a command when it is first asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names in the order of the help."""
        return list(_WHERE)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command by its name; None where there is none."""
        if cmd_name in _WHERE and cmd_name not in self.commands:
            self.commands[cmd_name] = _found(cmd_name)
        return super().get_command(ctx, cmd_name)


def _found(name: str) -> Any:
    module, _, attribute = _WHERE[name].partition(".")
    found = getattr(import_module(f"bot.commands.{module}"), attribute)
    around = typer.Typer(rich_markup_mode=None, callback=lambda: None)
    if isinstance(found, typer.Typer):
        around.add_typer(found, name=name)
    else:
        around.command(name)(found)
    group: Any = typer.main.get_command(around)
    return group.commands[name]


app = typer.Typer(
    name="lazos",
    cls=Commands,
    help="Keeps an exchange programme and its alumni in touch, in Telegram and WhatsApp.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
