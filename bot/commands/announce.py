"""`lazos announce`: one announcement from its words to its sending; with --dry-run only what it would be."""

import sys
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from bot import announcement_files, announcement_report, moments
from bot.commands.announcing import As, English, MoreEnglish, MoreSpanish, Spanish, ended, texts, who
from bot.commands.given import given
from bot.commands.output import AsJson, failed, how_many, show
from dialogue.catalogues import SOURCE
from dialogue.phrases import said
from handlers import announcement_audience, announcing
from handlers.deeds import Who
from models import audience, office_hours
from models.announcements import attached, reading
from models.announcements.drafts import Draft
from models.base import now
from models.files import Sealed

MOST_DAYS, MOST_MINUTES = 90, 7 * 24 * 60


class Choices(StrEnum):
    """What people may press under it, as `models.announcements.tables.CHOICES` has it."""

    none = "none"
    rsvp = "rsvp"
    rating = "rating"
    more = "more"
    person = "person"


class _Rehearsed(Exception):
    """A dry run is over, and its transaction is taken back."""

    def __init__(self, found: dict[str, Any]) -> None:
        super().__init__()
        self.found = found


def announce(
    context: typer.Context,
    es: Spanish = None,
    en: English = None,
    audience_: Annotated[
        str, typer.Option("--audience", metavar="EXPR", help='For whom, such as "state = Sonora and plan = started".')
    ] = "all",
    at: Annotated[
        str | None, typer.Option(metavar="WHEN", help=f"In the programme's zone: {moments.EXAMPLES}. Else at once.")
    ] = None,
    local: Annotated[bool, typer.Option("--local", help="At that hour of each person's own clock.")] = False,
    spread: Annotated[int, typer.Option(min=0, max=MOST_MINUTES, metavar="MINUTES", help="Spread it over a time.")] = 0,
    valid: Annotated[int, typer.Option(min=1, max=MOST_DAYS, metavar="DAYS", help="How long it may arrive.")] = 7,
    choices: Annotated[Choices, typer.Option(help="What people may press under it.")] = Choices.none,
    more_es: MoreSpanish = None,
    more_en: MoreEnglish = None,
    file: Annotated[Path | None, typer.Option(metavar="PATH", help="A picture or a PDF that goes with it.")] = None,
    first: Annotated[
        int, typer.Option(min=0, max=50, metavar="PERCENT", help="So many get it first, then it waits.")
    ] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show everything, write and send nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Send it without asking.")] = False,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Announce something: show how it looks, whom it reaches and what it costs, and send it."""
    words = texts({"es": es, "en": en}, {"es": more_es, "en": more_en})
    if not words:
        raise typer.BadParameter("a text is needed", param_hint="--es")
    if (choices is Choices.more) != any(each.more for each in words.values()):
        raise typer.BadParameter("--choices more and --more-es or --more-en go together")
    if not (yes or dry_run or sys.stdin.isatty()):
        raise typer.BadParameter("is needed where nobody can be asked", param_hint="--yes")
    begins = _begins(context, at, local=local)
    written = Draft(
        _audience(context, audience_),
        words,
        choices.value,
        starts_at=begins,
        local=local,
        spread_minutes=spread,
        valid_until=(begins or now()) + timedelta(days=valid),
    )
    acting, sealed = who(context, as_), None if file is None else _sealed(context, file, keep=not dry_run)
    if dry_run:
        found = _rehearsed(context, acting, written, sealed)
        return show(found, announcement_report.ahead_lines(found), as_json=as_json)
    number, found = given(context).store.run(_write, acting, written, sealed)
    if not as_json:
        show(found, announcement_report.ahead_lines(found), as_json=False)
    if not (yes or typer.confirm(f"Send it to {how_many(found['people'], 'person', 'people')}?", err=True)):
        return typer.echo(f"It stays a draft: `lazos announcements send {number}` sends it.")
    return _send(context, acting, found, first, as_json=as_json)


def _send(context: typer.Context, acting: Who, found: dict[str, Any], first: int, *, as_json: bool) -> None:
    store, number = given(context).store, found["announcement"]
    done = store.run(announcing.send, acting, number, found["people"], first)
    try:
        sentence = ended(context, "send", done, number)
    except typer.Exit:
        typer.echo(f"It stays a draft, number {number}.", err=True)
        raise
    standing = store.run(reading.find, number)
    now_so = found | {"state": None if standing is None else standing.state, "people": done.n}
    show(now_so, [f"Announcement {number}: {sentence}"], as_json=as_json)


def _rehearsed(context: typer.Context, acting: Who, written: Draft, file: Sealed | None) -> dict[str, Any]:
    """What it would be: it is written as always, looked at, and the transaction is taken back."""
    try:
        given(context).store.run(_rehearse, acting, written, file)
    except _Rehearsed as rehearsed:
        return rehearsed.found | {"announcement": None}
    raise RuntimeError("a rehearsal was not taken back")


def _rehearse(db: Connection, acting: Who, written: Draft, file: Sealed | None) -> None:
    raise _Rehearsed(_write(db, acting, written, file)[1])


def _write(db: Connection, acting: Who, written: Draft, file: Sealed | None) -> tuple[int, dict[str, Any]]:
    number = announcing.draft(db, acting, written)
    standing = None if number is None else reading.find(db, number)
    if number is None or standing is None:
        raise failed("Only admins and officers announce.")
    if file is not None:
        attached.attach(db, number, file)
    return number, announcement_report.ahead(db, standing)


def _sealed(context: typer.Context, path: Path, *, keep: bool) -> Sealed:
    this = given(context)
    try:
        return announcement_files.sealed(path, this.settings.files_url if keep else None, this.store.vault)
    except announcement_files.Unfit as unfit:
        raise failed(f"{path.name} {unfit}.") from None
    except OSError as problem:
        raise failed(f"{path} cannot be read: {problem.strerror}.") from None


def _begins(context: typer.Context, at: str | None, *, local: bool) -> datetime | None:
    if at is None and local:
        raise typer.BadParameter("goes with --at", param_hint="--local")
    if at is None:
        return None
    try:
        begins = moments.meant(at, given(context).store.run(office_hours.of).zone, now())
    except ValueError as problem:
        raise typer.BadParameter(str(problem), param_hint="--at") from None
    if begins <= now():
        raise typer.BadParameter(f"{begins:%Y-%m-%d %H:%M} is over", param_hint="--at")
    return begins


def _audience(context: typer.Context, expression: str) -> str:
    try:
        return given(context).store.run(announcement_audience.understood, expression)
    except audience.Unclear as unclear:
        raise typer.BadParameter(said(unclear.phrase, SOURCE), param_hint="--audience") from None
