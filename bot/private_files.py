"""Files with people in them: readable by their owner only, never overwritten unasked, harmless in a spreadsheet."""

import csv
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MODE = 0o600


class NotOverwritten(Exception):
    """There is a file of this name already."""


@contextmanager
def private_file(path: Path, *, force: bool = False) -> Iterator[TextIO]:
    """A new text file of mode 0600, which is not there when anything goes wrong.

    With `force` it takes the place of another once it is complete. Raises `NotOverwritten`, `OSError`.
    """
    if not force and os.path.lexists(path):
        raise NotOverwritten(str(path))
    written = path.with_name(f".{path.name}.{secrets.token_hex(4)}") if force else path
    try:
        descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), _MODE)
    except FileExistsError:
        raise NotOverwritten(str(path)) from None
    try:
        with open(descriptor, "w", encoding="utf-8", newline="") as file:
            os.chmod(written, _MODE)
            yield file
        if force:
            os.replace(written, path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def write_csv(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table in which no cell is a formula."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_within_a_row(harmless(cell)) for cell in row] for row in rows)


def _within_a_row(text: str) -> str:
    """A carriage return alone is not quoted, and would begin a row."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def harmless(cell: object) -> str:
    """A cell as text; what a spreadsheet would take for a formula gets an apostrophe before it."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
