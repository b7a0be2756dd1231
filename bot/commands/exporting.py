"""What all exports have in common: where they are written, how, for whose eyes, and that it stands in the audit log."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Connection

from bot.commands.export_refusals import refuse
from bot.commands.given import given
from bot.commands.output import actor, failed
from bot.exports import words
from bot.exports.books import ABOUT, Book, Format, TooLarge, open_book
from bot.private_files import NotOverwritten
from dialogue.phrases import Phrase
from models import audit, export_attempts
from models.base import now
from models.export_attempts import Acting, Refused
from surveys.codebook import LANGUAGES
from surveys.columns import Column


class Language(StrEnum):
    """Languages of labels."""

    es = "es"
    en = "en"


Survey = Annotated[str | None, typer.Option("--survey", metavar="NAME", help="Which survey; needless with only one.")]
Kind = Annotated[
    Format | None, typer.Option("--format", help="How to write it; needless where --out ends in it. CSV unless told.")
]
Out = Annotated[Path | None, typer.Option("--out", help="A new file, for your eyes only (mode 0600).")]
Labels = Annotated[Language, typer.Option("--language", help="The language of labels.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the files.")]


class Granted(NamedTuple):
    """The request by which an export has names, and who uses it."""

    request: int
    acting: Acting


class To(NamedTuple):
    """Where an export goes, and with whose names: none unless that was granted."""

    out: Path | None
    kind: Format
    language: str
    granted: Granted | None
    force: bool
    worded: bool = True  # our own values in words, where people read them


def where(out: Path | None, kind: Format | None, language: str, *, force: bool) -> To:
    """Where an export without names goes. Raises `typer.BadParameter`."""
    suffix = out.suffix.lower().removeprefix(".") if out is not None else kind or Format.csv
    if suffix not in list(Format):
        raise typer.BadParameter(
            f"the file has to end in {', '.join(f'.{each}' for each in Format)}", param_hint="--out"
        )
    if kind is not None and kind != suffix:
        raise typer.BadParameter(f"--format {kind} and a file that ends in .{suffix} do not go together")
    if out is None and suffix != Format.csv:
        raise typer.BadParameter(f"{suffix} cannot be printed: name a file", param_hint="--out")
    return To(out, Format(suffix), language, None, force)


def zone(context: typer.Context) -> ZoneInfo:
    """The zone by which the days of an export are reckoned."""
    return ZoneInfo(given(context).settings.timezone)


def note(context: typer.Context, action: str, to: To, **detail: str | int | None) -> None:
    """Write into the audit log that something leaves the house; before it does, so that nothing does unseen.

    The request for names is used up at the same time, by one run only.
    """
    request = None if to.granted is None else to.granted.request
    about: dict[str, str | int | None] = {"format": to.kind.value, "identified": int(request is not None), **detail}
    refused = given(context).store.run(_note, action, about | {"request": request}, to.granted)
    if refused is not None and to.granted is not None:
        refuse(context, refused, to.granted.acting.member, request)


def _note(
    db: Connection, action: str, detail: Mapping[str, str | int | None], granted: Granted | None
) -> Refused | None:
    refused = None if granted is None else export_attempts.use(db, granted.acting, granted.request, now())
    if refused is None:
        audit.write(db, actor() if granted is None else granted.acting.actor, action, **detail)
    return refused


def refuse_taken(to: To) -> None:
    """End the command where the file cannot be made: before a code is asked for, or a request used up."""
    if to.out is not None and os.path.lexists(to.out) and not to.force:
        raise failed(f"{to.out} is there already; --force overwrites it.")
    if to.out is not None and not to.out.parent.is_dir():
        raise failed(f"{to.out} cannot be written: there is no such folder.")


@contextmanager
def written(to: To) -> Iterator[Book]:
    """The book of an export; what goes wrong is told in one line."""
    try:
        with open_book(to.kind, to.out, to.language, force=to.force, worded=to.worded) as book:
            yield book
    except NotOverwritten as there:
        raise failed(f"{there} is there already; --force overwrites it.") from None
    except TooLarge as much:
        raise failed(f"{much}. Export one wave, or write CSV or XLSX.") from None
    except OSError as problem:
        if to.out is None:
            raise
        raise failed(f"{to.out} cannot be written: {problem.strerror}.") from None


def write_about(context: typer.Context, book: Book, what: Phrase, more: Sequence[Phrase]) -> None:
    """The sheet that says what this is, in both languages."""
    day = now().astimezone(zone(context)).date().isoformat()
    sheet = book.sheet(ABOUT, [Column(language) for language in LANGUAGES])
    for phrase in (*words.made(what, day, version("lazos")), *more):
        sheet.add(list(words.in_both(phrase).values()))


def say(line: str) -> None:
    """Tell something beside what is written."""
    typer.echo(line, err=True)
