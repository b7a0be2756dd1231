"""The number of a person, a ticket, a request, as it is typed; whatever else is typed is told in plain words."""

import typer


def whole(text: str) -> int:
    """The number that `text` is. Raises `typer.BadParameter`."""
    if not text.strip().isdecimal():
        raise typer.BadParameter(f"{text!r} is not a number.")
    return int(text)
