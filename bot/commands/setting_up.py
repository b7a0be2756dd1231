"""`lazos keygen` and `lazos migrate`: what an installation needs before it first starts, and after an update."""

import typer

from bot import opening
from bot.commands.given import given
from models.sealing import new_key


def keygen() -> None:
    """Print fresh keys for `.env`. Without them, what is stored can never be read again."""
    typer.echo(f"LAZOS_SECRET_KEYS={new_key()}")
    typer.echo(f"LAZOS_LOOKUP_KEYS={new_key()}")


def migrate(context: typer.Context) -> None:
    """Bring the database up to date, or make it."""
    opening.migrate(given(context).settings)
    typer.echo("The database is up to date.", err=True)
