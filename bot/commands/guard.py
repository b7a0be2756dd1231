"""The last line of defence of the command line: one clear line and an exit code, and no traceback reaches a user."""

import os
import secrets
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import typer

from bot.only_one import AlreadyServing, NeedsPostgreSQL
from bot.opening import NotReady
from bot.settings import WrongSettings
from dialogue.catalogues import BrokenCatalogue
from models.keys_check import WrongKeys
from models.migrating import FromTheFuture
from models.sealing import BadKey, CannotOpen
from models.store import Unavailable

DEBUG = "LAZOS_DEBUG"
_INTERRUPTED = 130
_SAID_AS_THEY_ARE = (
    AlreadyServing,
    NeedsPostgreSQL,
    NotReady,
    WrongSettings,
    WrongKeys,
    FromTheFuture,
    BrokenCatalogue,
    BadKey,
    CannotOpen,
)


def guarded(run: Callable[[], object]) -> int:
    """Run the command line, and say what went wrong; the exit code."""
    try:
        code = _code_of(run)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _write_nowhere()
        return 1
    except Exception as problem:  # whatever it is, a user sees one line
        if os.environ.get(DEBUG):
            traceback.print_exc()
        for line in _lines(problem):
            typer.echo(f"lazos: {line}", err=True)
        return 1
    return code


def _code_of(run: Callable[[], object]) -> int:
    try:
        run()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _lines(problem: Exception) -> list[str]:
    if isinstance(problem, _SAID_AS_THEY_ARE):
        return str(problem).splitlines()
    if isinstance(problem, Unavailable):
        return [f"the database cannot be reached, or cannot write now ({problem}); see LAZOS_DATABASE_URL"]
    if isinstance(problem, OSError) and problem.strerror:
        return [f"{problem.filename}: {problem.strerror}" if problem.filename else problem.strerror]
    return [_unknown(problem)]


def _unknown(problem: Exception) -> str:
    """A bug: where it happened, and nothing of what it was about."""
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    where = f"{type(problem).__name__} at {Path(frame.filename).name}:{frame.lineno}"
    more = (
        "" if os.environ.get(DEBUG) else f"; {DEBUG}=1 shows all of it, which may include what is stored about people"
    )
    return f"something is wrong with the program itself (incident {secrets.token_hex(4)}: {where}){more}"


def _write_nowhere() -> None:
    """Whoever read our output has gone: let the interpreter's last flush go where it hurts nobody."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
