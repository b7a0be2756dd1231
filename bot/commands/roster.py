"""`lazos roster`: people come in by a file, and their access codes go out."""

import sys
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot import cards, demo_people, invites, roster_import, roster_report
from bot.commands.output import AsJson, actor, failed, how_many, show
from bot.counting import counting
from bot.private_files import NotOverwritten, private_file, write_csv
from bot.roster_files import Unreadable
from models import access, doubts
from models.invitations import NoSuchCohort, NoSuchPerson

app = typer.Typer(help="Rosters in, access codes out.", no_args_is_help=True)

MOST_DAYS = 365
_TABLE, _CARDS = ".csv", ".pdf"


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with a header row.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, write nothing.")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Write the good rows although others are bad.")] = False,
    confirm_same: Annotated[
        bool, typer.Option("--confirm-same", help="Everybody reported as perhaps the same person is the same.")
    ] = False,
    same_row: Annotated[
        list[int] | None, typer.Option("--same-row", help="Only the person in this row is; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Import a roster: nothing is written unless all rows are good, and importing it again changes nothing."""
    orders = roster_import.Orders(dry_run, skip_bad, None if confirm_same else same_row or (), actor())
    try:
        report = roster_import.run(context.obj.store, file, orders)
    except Unreadable as problem:
        raise failed(f"{file.name} {problem}.") from None
    show(roster_report.as_object(report, dry_run=dry_run), roster_report.as_text(report), as_json=as_json)
    if report.problems and not skip_bad:
        raise failed(roster_report.refusal(report))


@app.command("invites")
def invites_(
    context: typer.Context,
    cohort: Annotated[str | None, typer.Option(help='One cohort: its name, or "programme/cohort".')] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="A new file, for your eyes only: a table (.csv) or cards to print (.pdf)."),
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=MOST_DAYS, help="How long the codes are good.")] = (
        access.LIFETIME.days
    ),
    person: Annotated[
        list[int] | None, typer.Option(help="This person, joined or not; may be repeated. For a lost phone.")
    ] = None,
    identified: Annotated[bool, typer.Option("--identified", help="With names; needs --reason, is audited.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why the names are needed.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> None:
    """Issue access codes for all who have not joined, or for one person; codes they were given before stop working."""
    reason = " ".join((reason or "").split())
    if identified != bool(reason):
        raise typer.BadParameter("--identified and --reason TEXT go together")
    if out is not None and out.suffix.lower() not in (_TABLE, _CARDS):
        raise typer.BadParameter("the file has to end in .csv or .pdf", param_hint="--out")
    wanted = invites.Wanted(cohort, timedelta(days=days), reason or None, tuple(person or ()))
    try:
        with nullcontext(sys.stdout) if out is None else private_file(out, force=force) as file:
            made = _make(context, wanted)
            _write(context, made, file, as_cards=out is not None and out.suffix.lower() == _CARDS)
    except NotOverwritten:
        raise failed(f"{out} is there already; --force overwrites it.") from None
    except NoSuchCohort as problem:
        raise failed(f"{cohort}: {problem}.") from None
    except NoSuchPerson as problem:
        raise failed(f"There is no person {problem} to invite.") from None
    except OSError as problem:
        if out is None:
            raise
        raise failed(f"{out} cannot be written: {problem.strerror}.") from None
    _tell(made, out)


@app.command("locked")
def locked(context: typer.Context, as_json: AsJson = False) -> None:
    """List the people whose code is locked, or whose phone was lost, after wrong family names; invite them anew."""
    store = context.obj.store
    reasons = dict.fromkeys(store.run(doubts.lost), "phone lost")
    reasons |= dict.fromkeys(store.run(access.locked), "code locked")
    rows = [{"person": person, "why": why} for person, why in sorted(reasons.items())]
    lines = [f"person {row['person']}  {row['why']}" for row in rows] or ["Nobody is locked."]
    show(rows, lines, as_json=as_json)


def _make(context: typer.Context, wanted: invites.Wanted) -> invites.Invites:
    store, settings = context.obj.store, context.obj.settings
    to = store.run(invites.links, settings.twilio_whatsapp_from)
    if to.telegram is None:
        _say("No Telegram links: the bot's name is not known until it has run with LAZOS_TELEGRAM_TOKEN set.")
    if to.whatsapp is None:
        _say("No WhatsApp links: LAZOS_TWILIO_WHATSAPP_FROM is not set.")
    with counting("Issuing") as done:
        made: invites.Invites = store.run(invites.make, wanted, to, actor(), tuple(settings.languages), done)
    if context.obj.demo:
        store.run(demo_people.hand_out, made.rows)
    return made


def _write(context: typer.Context, made: invites.Invites, file: TextIO, *, as_cards: bool) -> None:
    if not as_cards:
        return write_csv(file, made.header, made.rows)
    with counting("Drawing", len(made.rows)) as done:
        return cards.write_pdf(file.buffer, made, context.obj.settings.languages, done)


def _tell(made: invites.Invites, out: Path | None) -> None:
    if made.replaced:
        _say(f"{made.replaced} codes given out before have stopped working.")
    _say(f"{how_many(len(made.rows), 'invitation', 'invitations')}{f' in {out}' if out else ''}.")


def _say(line: str) -> None:
    typer.echo(line, err=True)
