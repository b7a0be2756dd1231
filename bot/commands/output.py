"""How commands print: JSON for programs, lines for people; and who runs them, as the audit log names them."""

import getpass
import json
import sys
from collections.abc import Iterable
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def show(value: object, lines: Iterable[str], *, as_json: bool) -> None:
    """Print `value` as JSON, or else the `lines`; JSON is indented on a terminal only."""
    if as_json:
        lines = [json.dumps(value, ensure_ascii=False, default=str, indent=2 if sys.stdout.isatty() else None)]
    for line in lines:
        typer.echo(line)


def how_many(n: int, one: str, many: str) -> str:
    """A number with the word that goes with it: "1 row", "2 rows", "0 rows"."""
    return f"{n} {one if n == 1 else many}"


def failed(line: str) -> typer.Exit:
    """What to raise when a command could not do it: the line goes to stderr."""
    typer.echo(line, err=True)
    return typer.Exit(1)


def actor() -> str:
    """Who runs the command, as the audit log names them."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (KeyError, OSError):
        return "command line"
