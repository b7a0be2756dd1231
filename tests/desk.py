"""An operator's desk: any `lazos` command, run on the store of a test."""

from collections.abc import Callable
from typing import Any

from typer import Typer
from typer.testing import CliRunner, Result

from bot.cli import Commands
from bot.commands.given import Given
from models.store import Store

Lazos = Callable[..., Result]


def desk(store: Store, settings: Any = None) -> Lazos:
    """`lazos` with the words that follow; what it prints is kept, and nothing but an exit may escape."""
    app, given = Typer(cls=Commands, callback=lambda: None), Given(demo=False)
    given.__dict__ |= {"store": store, "settings": settings}

    def run(*words: object, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(app, [str(word) for word in words], obj=given, input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run
